/** Where sizes, numbers and times reach what one engine can do. */
import type { Json } from "../../expressions/expression.ts";
import { leftStatus, rightStatus, stoppedOnLeft } from "../facts.ts";
import type { LedgerEntry, RunContext } from "../types.ts";

const tooLarge = (context: RunContext): boolean =>
  context.left.error?.name === "States.DataLimitExceeded" && context.right.error?.name !== "States.DataLimitExceeded";

const bothTimedOut = (context: RunContext): boolean =>
  context.left.status === "timedOut" && context.right.status === "timedOut";

/** Both are whole numbers beyond 2^53 (or their digits as text) and equal as double-precision numbers, or next to it. */
function sameButForRounding(left: Json | undefined, right: Json | undefined): boolean {
  const digits = /^-?\d{16,}$/;
  if (typeof left !== typeof right) return false;
  if (typeof left === "string" && !(digits.test(left) && digits.test(String(right)))) return false;
  if (typeof left !== "string" && typeof left !== "number") return false;
  const [a, b] = [Number(left), Number(right)];
  if (Math.min(Math.abs(a), Math.abs(b)) < Number.MAX_SAFE_INTEGER) return false;
  return Math.abs(a - b) <= Math.abs(a) * 2 ** -50;
}

export const limitEntries = {
  "LEDGER-PAYLOAD-LIMIT": {
    title: "Step Functions refuses values over 256 KiB",
    why: "Input, output and variables of a state may have 262,144 bytes; a larger one is States.DataLimitExceeded, which nothing can catch. Airflow keeps values in its metadata database, without such a limit by default.",
    side: "stepFunctions",
    stepFunctions: "The execution fails with States.DataLimitExceeded.",
    airflow: "The task ends well; the value is an XCom.",
    excuses:
      "When the Step Functions run failed with States.DataLimitExceeded and Airflow's did not: the run's status, error and output, and all fields (but the order) of steps that failed there with that error, were stopped or not reached.",
    rules: [
      {
        scope: "anyStep",
        fields: ["status", "error", "attempts", "tries", "value", "items"],
        when: (_, pair, context) =>
          tooLarge(context) && (stoppedOnLeft(pair) || pair.left?.error?.name === "States.DataLimitExceeded"),
      },
      { scope: "run", fields: ["status", "error", "output"], when: (_, context) => tooLarge(context) },
    ],
  },
  "LEDGER-BIG-INTEGERS": {
    title: "Whole numbers beyond 2^53",
    why: "Step Functions' JSONata works with double-precision numbers, which hold whole numbers exactly up to 9,007,199,254,740,992; Python's integers have no limit.",
    side: "stepFunctions",
    stepFunctions: "The number rounded to a double, or with zeros at its end as text.",
    airflow: "Every digit.",
    excuses:
      "Numbers beyond 2^53 within values and the output (or their digits as text) that are equal to within double precision.",
    rules: [
      { scope: "anyStep", fields: ["value"], when: ({ left, right }) => sameButForRounding(left, right) },
      { scope: "run", fields: ["output"], when: ({ left, right }) => sameButForRounding(left, right) },
    ],
  },
  "LEDGER-RUN-TIMEOUT": {
    title: "What was going on when the run's time was up",
    why: "Both engines stop the run after `timeout`, but Airflow starts tasks later and notices the end only at its scheduler's next look, so the two are not stopped in the same place.",
    side: "both",
    stepFunctions: "The state that was running is aborted, the execution TIMED_OUT.",
    airflow: "Running tasks are skipped, the run failed after dagrun_timeout.",
    excuses:
      "When both runs timed out: status, error, attempts, tries, value and items of steps that at least one side stopped or did not reach.",
    rules: [
      {
        scope: "anyStep",
        fields: ["status", "error", "attempts", "tries", "value", "items"],
        when: (_, pair, context) => {
          const unfinished = ["aborted", "notRun"];
          const either = unfinished.includes(leftStatus(pair)) || unfinished.includes(rightStatus(pair));
          return bothTimedOut(context) && either;
        },
      },
    ],
    noteRun: bothTimedOut,
  },
  "LEDGER-TIMEOUT-GRANULARITY": {
    title: "A step's timeout is not measured from the same moment",
    why: "Step Functions counts whole seconds from the start of the task; Airflow counts from the start of the task's process, and stops it with a signal. A function that takes almost exactly its timeout may end on one side and not on the other.",
    side: "both",
    stepFunctions: "TimeoutSeconds, per try.",
    airflow: "execution_timeout, per try.",
    excuses: "Nothing: keep a second or two between what a step takes and its timeout.",
    rules: [],
    noteStep: (pair) =>
      (pair.left?.error?.name === "States.Timeout") !== (pair.right?.error?.name === "States.Timeout"),
  },
  "LEDGER-MAP-CONCURRENCY": {
    title: "maxConcurrency counts items in one engine and tasks in the other",
    why: "In Step Functions at most N items are under way. Airflow's max_active_tis_per_dagrun bounds each task of the body by itself, so with several steps more than N items may be under way, though at most N run the same step.",
    side: "airflow",
    stepFunctions: "At most N iterations at once.",
    airflow: "At most N instances of each mapped task at once.",
    excuses: "Nothing that is judged: how items interleave is shown only.",
    rules: [],
    noteStep: (pair) => pair.left !== undefined || pair.right !== undefined,
  },
  "LEDGER-MAP-LIMIT": {
    title: "How long a list and how many items at once",
    why: "Airflow's core.max_map_length (1,024 by default) fails the task that makes a longer list; an inline Map of Step Functions runs at most 40 items at once and has 25,000 events for the whole run.",
    side: "both",
    stepFunctions: "40 items at once, the rest in turn; a history of at most 25,000 events.",
    airflow: "A list of more than 1,024 items fails before the first item.",
    excuses: "Nothing: a longer list is a different outcome.",
    rules: [],
    noteStep: (pair) => Array.isArray(pair.left?.value) && pair.left.value.length > 40,
  },
} as const satisfies Record<string, LedgerEntry>;
