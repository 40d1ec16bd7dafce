/** Where trying again differs. */
import type { Pair } from "../../../runs/comparison.ts";
import { leftStatus, rightStatus, stoppedOnLeft } from "../facts.ts";
import type { LedgerEntry, RunContext } from "../types.ts";

const tries = (pair: Pair): number => Math.max(pair.left?.attempts.length ?? 0, pair.right?.attempts.length ?? 0);

/** Step Functions gave up at the first error; Airflow's default retries tried again, and every try but the last failed. */
function triedAgain(pair: Pair): boolean {
  const left = pair.left?.attempts ?? [];
  const right = pair.right?.attempts ?? [];
  return (
    left.length === 1 &&
    left[0]?.outcome === "failed" &&
    right.length > 1 &&
    right.slice(0, -1).every((attempt) => attempt.outcome === "failed")
  );
}

const rescued = (pair: Pair): boolean => triedAgain(pair) && rightStatus(pair) === "succeeded";

const anyRescued = (context: RunContext): boolean =>
  context.pairs.some((pair) => pair.step.ledger.includes("LEDGER-DEFAULT-RETRIES") && rescued(pair));

export const retryEntries = {
  "LEDGER-RETRY-JITTER": {
    title: "Waits between retries are not equally long",
    why: "Before 3.3, Airflow's exponential backoff always adds between 0 and 100 % to each wait, and it cannot be switched off; Step Functions waits exactly interval x backoffRate^n, or a random part of it with jitter FULL.",
    side: "airflow",
    stepFunctions: "The waits that the spec asks for: 2 s, 4 s, 8 s.",
    airflow: "Each wait between one and two times as long, plus the scheduler's own latency.",
    excuses: "Nothing that is judged: waits are shown only. The number of tries and their outcomes must be equal.",
    rules: [],
    noteStep: (pair) => tries(pair) > 1,
  },
  "LEDGER-DEFAULT-RETRIES": {
    title: "Airflow retries a step that Step Functions tries once",
    why: "`airflow.retries` becomes the DAG's default_args, so a task without a retry rule of its own is tried again after an error. Step Functions has no default for a whole machine: without Retry a state is tried once.",
    side: "stepFunctions",
    stepFunctions: "One try, and the error ends the step.",
    airflow: "Further tries on the task's page; the task may end well on one of them.",
    excuses:
      "On a step without a retry rule: attempts and tries, when Step Functions shows one failed try and Airflow several of which all but the last failed. If the last one succeeded: also status, error and value of the step, whatever later or enclosing steps show that Step Functions did not reach or that failed there, and the run's status, error and output.",
    rules: [
      { scope: "step", fields: ["attempts", "tries"], when: (_, pair) => triedAgain(pair) },
      { scope: "step", fields: ["status", "error", "value"], when: (_, pair) => rescued(pair) },
      {
        scope: "anyStep",
        fields: ["status", "error", "value", "attempts", "tries", "items"],
        when: (_, pair, context) =>
          anyRescued(context) && (stoppedOnLeft(pair) || (leftStatus(pair) === "failed" && isContainer(pair))),
      },
      {
        scope: "run",
        fields: ["status", "error", "output"],
        when: (_, context) => anyRescued(context) && context.left.status === "failed",
      },
    ],
  },
  "LEDGER-EARLIER-ERRORS": {
    title: "The errors of earlier tries are not kept",
    why: "Airflow clears a task's XComs, and with them the error it recorded, when the next try starts; only the last try's error name is left. Step Functions keeps every event.",
    side: "airflow",
    stepFunctions: "The error of every try, in the event history.",
    airflow: "Red earlier tries whose error stands in their logs only.",
    excuses:
      "The error name of a failed try that is not the step's last, when Airflow has none. Outcomes must be equal.",
    rules: [
      {
        scope: "step",
        fields: ["tries"],
        when: (difference, pair) => {
          const [at, what] = difference.path;
          const last = (pair.right?.attempts.length ?? 0) - 1;
          return what === "error" && difference.right === undefined && typeof at === "number" && at < last;
        },
      },
    ],
  },
  "LEDGER-LOOP-TRIES": {
    title: "Several retry rules are one try in Airflow's pages",
    why: "A task has one retry count, an ASL retrier one for each rule. Several rules are therefore a loop inside the task, which records its tries itself.",
    side: "airflow",
    stepFunctions: "Each try as events of its own.",
    airflow: "One try that lasts as long as all of them; the tries are in the XCom `attempts`.",
    excuses: "Nothing: the recorded tries are compared one by one.",
    rules: [],
    noteStep: (pair) => tries(pair) > 1,
  },
} as const satisfies Record<string, LedgerEntry>;

/** Steps that hold others, and so fail with them. */
function isContainer(pair: Pair): boolean {
  return ["choice", "parallel", "map", "try", "repeat"].includes(pair.step.kind);
}
