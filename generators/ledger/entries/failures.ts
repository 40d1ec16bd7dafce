/** What happens around a failure: siblings, which error is first, how a caught step looks. */
import type { Pair } from "../../../runs/comparison.ts";
import {
  bothFailedBelow,
  bothText,
  branchOf,
  brokeOnBoth,
  groupsAround,
  leftStatus,
  raced,
  racedBelow,
  rightStatus,
  stoppedOnLeft,
} from "../facts.ts";
import type { LedgerEntry, RunContext } from "../types.ts";

/** A parallel or map around the step failed on both sides, and not because of the step's own branch or item. */
function besideAFailure(pair: Pair, context: RunContext): boolean {
  return groupsAround(pair, context).some((group) => {
    if (!brokeOnBoth(group)) return false;
    const own = branchOf(pair, group, context);
    return context.pairs.some((other) => {
      const branch = branchOf(other, group, context);
      return branch !== undefined && branch !== own && leftStatus(other) === "failed";
    });
  });
}

/** Errors that Step Functions, the Lambda service or its runtime make; a function's own have the name of a class. */
const ofAnEngine = /^(States|Lambda|Sandbox|Runtime|Function)\./;

const engineMade = (pair: Pair): boolean => {
  const name = pair.left?.error?.name;
  return brokeOnBoth(pair) && name !== undefined && ofAnEngine.test(name) && name === pair.right?.error?.name;
};

const engineErrorCaught = (context: RunContext): boolean =>
  context.pairs.some((pair) => leftStatus(pair) === "caught" && engineMade(pair));

const raceCaught = (context: RunContext): boolean =>
  context.pairs.some((pair) => leftStatus(pair) === "caught" && brokeOnBoth(pair) && racedBelow(pair, context));

const differs = (pair: Pair, what: "name" | "cause"): boolean =>
  pair.left?.error !== undefined && pair.right?.error !== undefined && pair.left.error[what] !== pair.right.error[what];

export const failureEntries = {
  "LEDGER-SIBLINGS": {
    title: "Other branches and items go on after a failure",
    why: "When one branch of a parallel or one item of a map fails, Step Functions stops the others at once. Airflow lets every task that can run end: its fail_fast is for the whole DAG and forbids trigger rules.",
    side: "airflow",
    stepFunctions: "The other branches end as aborted, or never start.",
    airflow: "The other branches run to their ends, with their results and errors.",
    excuses:
      "Inside a parallel or map that failed (or was caught) on both sides because of another branch or item: status, error, attempts, tries, value and items of a step that Step Functions stopped or never started. On the failed map itself: items that only Airflow started.",
    rules: [
      {
        scope: "step",
        fields: ["status", "error", "attempts", "tries", "value", "items"],
        when: (_, pair, context) => stoppedOnLeft(pair) && besideAFailure(pair, context),
      },
      {
        scope: "step",
        fields: ["items"],
        when: ({ left, right }, pair) =>
          pair.step.kind === "map" &&
          brokeOnBoth(pair) &&
          Array.isArray(left) &&
          Array.isArray(right) &&
          left.every((index) => right.includes(index)),
      },
    ],
  },
  "LEDGER-FIRST-ERROR": {
    title: "Which of two failing branches names the error",
    why: "When two branches or items fail, the error of the whole is that of the first to fail. Which one that is depends on timing, and Airflow runs all of them to their ends.",
    side: "both",
    stepFunctions: "The error of the branch that failed first; the others were stopped.",
    airflow: "The error of the task that failed first; the others may be red too.",
    excuses:
      "The error name of a step (or the run) that holds a parallel or map in which two or more branches or items failed on Airflow, when both names are errors of steps that failed in there.",
    rules: [
      {
        scope: "step",
        fields: ["error", "tries"],
        when: ({ left, right }, pair, context) => {
          const names = bothText(left, right);
          return names !== undefined && racedBelow(pair, context) && bothFailedBelow(names, pair, context);
        },
      },
      {
        scope: "run",
        fields: ["error"],
        when: ({ left, right }, context) => {
          const names = bothText(left, right);
          return names !== undefined && racedBelow(undefined, context) && bothFailedBelow(names, undefined, context);
        },
      },
    ],
    noteStep: (pair, context) => differs(pair, "cause") && raced(pair, context),
  },
  "LEDGER-FIRST-ERROR-READ": {
    title: "A value made from the error of a parallel or map in which two failed",
    why: "A handler that reads error.name, error.message or error.step tells of the branch or item that failed first, which depends on timing when two fail.",
    side: "both",
    stepFunctions: "Text about one of the failures.",
    airflow: "Text about another of them.",
    excuses:
      "Text within values (and the run's output) that are worked out from the error of a caught parallel or map in which two or more branches or items failed. Numbers, shapes and statuses must be equal.",
    rules: [
      {
        scope: "step",
        fields: ["value"],
        when: ({ left, right }, _, context) => bothText(left, right) !== undefined && raceCaught(context),
      },
      {
        scope: "run",
        fields: ["output"],
        when: ({ left, right }, context) => bothText(left, right) !== undefined && raceCaught(context),
      },
    ],
  },
  "LEDGER-ENGINE-MESSAGE": {
    title: "The words of an error that an engine or a service made",
    why: "States.Timeout, States.QueryEvaluationError and their like are raised by each engine in its own words; errors of the Lambda service and its runtime (Lambda.…, Sandbox.…, Runtime.…, Function.…) reach it through different clients and hold request ids. Only the name is shared.",
    side: "both",
    stepFunctions: "AWS's sentence, with the name of the state and the JSONata expression, or the request id.",
    airflow: "The generated DAG's sentence, or that of Python or boto3.",
    excuses:
      "Text within values (and the run's output) that are worked out from error.message, when the caught error is of such a name, the same on both sides.",
    rules: [
      {
        scope: "step",
        fields: ["value"],
        when: ({ left, right }, _, context) => bothText(left, right) !== undefined && engineErrorCaught(context),
      },
      {
        scope: "run",
        fields: ["output"],
        when: ({ left, right }, context) => bothText(left, right) !== undefined && engineErrorCaught(context),
      },
    ],
    noteStep: (pair) => engineMade(pair),
  },
  "LEDGER-ERROR-CAUSE": {
    title: "The cause of an error is never the same text",
    why: "Step Functions' cause is the Lambda's whole error document with its request id and stack trace; Airflow's is what the DAG recorded of it. `error.message` is the part that both share.",
    side: "both",
    stepFunctions: "A JSON document in the field Cause.",
    airflow: "The text in the task's XCom `error` and its log.",
    excuses: "Nothing that is judged: causes are not compared, names always are.",
    rules: [],
    noteRun: ({ left, right }) =>
      left.error !== undefined && right.error !== undefined && left.error.cause !== right.error.cause,
  },
  "LEDGER-CAUGHT-RED": {
    title: "A caught step is red in a green run",
    why: "Airflow decides a run by its leaves. A task whose error a handler takes has failed all the same, and stays red; the handler and what follows make the run green. Step Functions colours a caught state orange and the execution green.",
    side: "airflow",
    stepFunctions: "The state as caught error, the execution succeeded.",
    airflow: "The task failed, its gate `__catch` and the handler green, the run success.",
    excuses: "Nothing: both fold to the status `caught`.",
    rules: [],
    noteStep: (pair) => leftStatus(pair) === "caught" && rightStatus(pair) === "caught",
  },
  "LEDGER-CAUGHT-GREEN": {
    title: "A caught step inside a map is green",
    why: "Inside a mapped group Airflow's branches and gates are broken on every version tried, so a step whose error is caught there returns the error instead of failing.",
    side: "airflow",
    stepFunctions: "The state as caught error.",
    airflow: "The mapped task instance success, with the error in its result.",
    excuses: "Nothing: both fold to the status `caught`.",
    rules: [],
    noteStep: (pair) => leftStatus(pair) === "caught" && rightStatus(pair) === "caught",
  },
  "LEDGER-SKIPPED": {
    title: "What did not run is skipped in one console and absent in the other",
    why: "An Airflow run has an instance of every task of its DAG from the start; a Step Functions history holds only what was entered.",
    side: "both",
    stepFunctions: "The state is not in the event list and not coloured in the graph.",
    airflow: "The task is skipped (pink), or upstream_failed (orange) after a failure.",
    excuses: "Nothing: both fold to the status `notRun`.",
    rules: [],
    noteRun: ({ pairs }) => pairs.some((pair) => leftStatus(pair) === "notRun" && rightStatus(pair) === "notRun"),
  },
} as const satisfies Record<string, LedgerEntry>;
