/** The least that each shipped pipeline needs when a person writes it, and why each helper has to be there. */

export type Minimum = {
  readonly pipeline: string;
  readonly scenario: string;
  /** State transitions and task instances of the run. */
  readonly transitions: number;
  readonly tasks: number;
  readonly how: string;
};

export const minima: readonly Minimum[] = [
  { pipeline: "hello", scenario: "happy", transitions: 2, tasks: 2, how: "two steps" },
  {
    pipeline: "linear-report",
    scenario: "happy",
    transitions: 4,
    tasks: 3,
    how: "three steps; one state for the input's defaults and types",
  },
  {
    pipeline: "retry-report",
    scenario: "transient",
    transitions: 6,
    tasks: 5,
    how: "three steps and the input state, and two retries, each a transition; in Airflow the gate behind the caught task, and one place for the run's output",
  },
  {
    pipeline: "parallel-map-report",
    scenario: "three",
    transitions: 12,
    tasks: 13,
    how: "generate, process, datasets, audit, emit and 3 × 2 calls; the input state; in Airflow the list to map over and the run's output",
  },
];

const stateReasons: readonly (readonly [RegExp, string])[] = [
  [
    /^input$/,
    "Gives each absent input its default and checks the declared types; every other state may then rely on both. The first step cannot do it: what a state assigns, its own Arguments do not see yet.",
  ],
  [/__result$/, "Works out `result` outside the retry and catch of its step, where it can fail."],
  [/__item$/, "Names the item for the branches inside it."],
];

const taskReasons: readonly (readonly [RegExp, string])[] = [
  [
    /__items$/,
    "`expand` maps over the result of a task, and the expression that works the list out may fail under a name.",
  ],
  [
    /__catch$/,
    "A failed task cannot run anything itself; a branch with trigger rule all_done chooses the handler or the good path.",
  ],
  [/__join$/, "Where several ways meet, a task with none_failed_min_one_success takes the value of the one that ran."],
  [/__until$/, "The moment at which a wait ends is worked out when it begins; a sensor is given a moment."],
  [/__(ok|else|end|item|when\d+)$/, "A way that has no task of its own: a branch must lead to a task."],
  [/__result$/, "Works out `result` outside the retry and catch of its step, where it can fail."],
  [/^output/, "The run's output in one place, whichever way the run took: a DAG run has none of its own."],
];

export const whyState = (name: string): string => reason(stateReasons, name);
export const whyTask = (id: string): string => reason(taskReasons, id);

function reason(reasons: readonly (readonly [RegExp, string])[], name: string): string {
  const found = reasons.find(([pattern]) => pattern.test(name));
  if (found) return found[1];
  throw new Error(`${name} is a helper without a reason in bench/minima.ts`);
}
