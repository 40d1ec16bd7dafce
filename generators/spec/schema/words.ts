/** The words of the language by where they may stand (design.md, section 2), for good answers to misplaced ones. */

export const stepKinds = ["lambda", "pass", "choice", "parallel", "map", "wait", "succeed", "fail"] as const;
export type StepKind = (typeof stepKinds)[number];

/** The kind keys of a step, in the order of the language. */
export const kindsOf = (value: Record<string, unknown>): StepKind[] =>
  stepKinds.filter((kind) => Object.hasOwn(value, kind));

/** Step kinds of the language that this version does not compile yet. */
export const laterKinds: readonly string[] = ["call", "try", "repeat", "approval", "pipeline"];

/** Words that are known but not compiled yet, by the place where they may stand. */
const laterWords: Readonly<Record<string, readonly string[]>> = {
  "a pipeline": ["retries", "handlers", "trigger"],
  "a step": ["compensate", ...laterKinds],
  "a scenario": ["stubs", "answers", "override"],
  "an expectation": ["messages"],
};

/** True for a key that this mapping will have in a later version. */
export const isLater = (key: string, what: string): boolean => laterWords[what]?.includes(key) === true;

/** Kinds of resources that this version does not make yet. */
export const laterResources: readonly string[] = ["table", "topic", "queue"];

const inside: Partial<Record<StepKind, string>> = {
  parallel: "the steps inside its branches",
  map: "the steps inside its `steps`",
};

/**
 * Why a key of other steps may not stand beside this kind, and what to do instead.
 * Undefined when the key is no word of any step.
 */
export function misplaced(key: string, kind: StepKind): { why: string; cure: string } | undefined {
  const within = inside[kind];
  switch (key) {
    case "retry":
      if (within)
        return {
          why: `A ${kind} is not retried as a whole: Airflow retries no group of tasks.`,
          cure: `Put the retry on ${within}.`,
        };
      return {
        why: `A ${kind} step calls nothing, so trying it again would give the same.`,
        cure: "Put the retry on the lambda step whose call may fail.",
      };
    case "timeout":
      if (within)
        return {
          why: `Neither engine limits the time of a ${kind} as a whole.`,
          cure: `Put the timeout on ${within}, or on the whole pipeline.`,
        };
      return {
        why: `A ${kind} step calls nothing that could take too long.`,
        cure: "Put the timeout on the lambda step that may take long, or on the whole pipeline.",
      };
    case "catch":
      return {
        why: `ASL has no Catch on a ${kind} state: an error of its expressions is caught by an enclosing parallel or map.`,
        cure: "Put the step into a branch of a `parallel` and the catch on that.",
      };
    case "result":
      if (kind === "wait")
        return { why: "The value of a wait is null: there is nothing to reshape.", cure: "Put a pass step after it." };
      return {
        why: `A ${kind} step ends here: nothing reads its value afterwards.`,
        cure: kind === "succeed" ? "Write the reshaped value as the value of `succeed`." : "Remove it.",
      };
    case "payload":
      return {
        why: "`payload` is what a lambda step sends to its function.",
        cure: kind === "pass" ? "Write the value under `pass`." : "Remove it.",
      };
    default:
      return undefined;
  }
}

/** Keys that stand one level too far out, by the mapping where they were found: the usual slip of indentation. */
const inner: Readonly<
  Record<string, { readonly keys: readonly string[]; readonly into: string; readonly cure: string }>
> = {
  "a map step": {
    keys: ["items", "as", "maxConcurrency", "steps"],
    into: "map",
    cure: "Indent it, so that it stands under `map`.",
  },
  "a choice step": {
    keys: ["when", "default", "steps"],
    into: "choice",
    cure: "Write it as an entry of the list: - { when: ${…}, steps: { … } }, or - { default: { steps: { … } } } at the end.",
  },
  "a parallel step": {
    keys: ["steps"],
    into: "parallel",
    cure: "Write the steps of each branch under its name: parallel: { left: { steps: { … } } }.",
  },
  "a wait step": { keys: ["seconds", "timestamp"], into: "wait", cure: "Indent it, so that it stands under `wait`." },
  "a fail step": { keys: ["error", "cause"], into: "fail", cure: "Indent it, so that it stands under `fail`." },
  "a lambda step": {
    keys: ["errors", "interval", "maxAttempts", "backoffRate", "maxDelay", "jitter"],
    into: "retry",
    cure: "Write it into a rule: retry: [{ errors: [ … ], interval: 2s, maxAttempts: 3 }].",
  },
  "a scenario": {
    keys: ["status", "error", "output", "attempts", "order", "objects"],
    into: "expect",
    cure: "Indent it, so that it stands under `expect`.",
  },
};

/** Where a key belongs that stands one level too far out; undefined for any other key. */
export function belongsInside(key: string, what: string): { why: string; cure: string } | undefined {
  const { keys, into, cure } = Object.hasOwn(inner, what) ? inner[what]! : { keys: [], into: "", cure: "" };
  return keys.includes(key) ? { why: `It belongs inside \`${into}\`.`, cure } : undefined;
}

/** Words that learners bring from elsewhere, and what to write here. */
const habits: Readonly<Record<string, string>> = {
  next: "Steps run in the order in which they are written.",
  end: "The last step of a block ends it; `succeed` and `fail` end earlier.",
  startat: "The first step under `steps` is where it starts.",
  states: "Write the steps under `steps`, by id.",
  resource: "Write `lambda: <function name>`.",
  parameters: "Write `payload: { … }`.",
  arguments: "Write `payload: { … }`.",
  resultpath: "A step's value is read by its id: ${<step id>}.",
  outputpath: "Reshape the value with `result: …`.",
  resultselector: "Reshape the value with `result: …`.",
  assign: "A step's value is read by its id: ${<step id>}.",
  timeoutseconds: "Write `timeout: 30s`.",
  errorequals: "Write `errors: [ … ]`.",
  intervalseconds: "Write `interval: 2s`.",
  maxdelayseconds: "Write `maxDelay: 1m`.",
  jitterstrategy: "Write `jitter: FULL`.",
  branches: "Write the branches by name: parallel: { left: { steps: … }, right: { steps: … } }.",
  itemprocessor: "Write the steps of each item under `steps`.",
  iterator: "Write the steps of each item under `steps`.",
  dependson: "Steps run in the order in which they are written; use `parallel` for what may run at once.",
  depends_on: "Steps run in the order in which they are written; use `parallel` for what may run at once.",
  upstream: "Steps run in the order in which they are written; use `parallel` for what may run at once.",
  schedule: "Schedules come later, under `trigger`.",
  cron: "Schedules come later, under `trigger`.",
  if: "Write a choice: choice: [{ when: ${…}, steps: { … } }].",
  else: "Write the last entry of the choice as { default: { steps: { … } } }.",
  foreach: "Write `map: { items: ${…}, as: item, steps: { … } }`.",
  retries: "Write `retry: [{ errors: [ … ], maxAttempts: 3 }]` on the step.",
};

/** What to write here instead of a word from elsewhere (letter case aside); undefined for any other word. */
export const habitOf = (word: string): string | undefined =>
  Object.hasOwn(habits, word.toLowerCase()) ? habits[word.toLowerCase()] : undefined;
