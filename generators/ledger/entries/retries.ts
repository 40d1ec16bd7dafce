/** Where trying again differs. */
import type { Pair } from "../../../runs/comparison.ts";
import { leftStatus, rightStatus } from "../facts.ts";
import type { LedgerEntry } from "../types.ts";

const tries = (pair: Pair): number => Math.max(pair.left?.attempts.length ?? 0, pair.right?.attempts.length ?? 0);

/** Both did it; Airflow needed a further try because the first was lost. */
function triedAgain(pair: Pair): boolean {
  const left = pair.left?.attempts ?? [];
  const right = pair.right?.attempts ?? [];
  return (
    leftStatus(pair) === "succeeded" &&
    rightStatus(pair) === "succeeded" &&
    left.length === 1 &&
    right.length > 1 &&
    right.slice(0, -1).every((attempt) => attempt.outcome === "failed" && attempt.error === undefined)
  );
}

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
    title: "The DAG's default retries have no equal in Step Functions",
    why: "`airflow.retries` becomes the DAG's default_args. Step Functions has no default for a whole machine, so the generated tasks let only errors that a retry rule names be tried again, on both sides alike. What is left to Airflow's default is a try that the engine itself lost: a worker that was killed, a machine that went away.",
    side: "airflow",
    stepFunctions: "No Retry on states without a rule.",
    airflow: "`retries` in every task's details; a lost try is red, and the task green after the next one.",
    excuses:
      "On a Lambda step without a retry rule that succeeded on both sides: attempts and tries, when Step Functions has one try and Airflow's further ones all failed without an error of their own, ahead of the last.",
    rules: [{ scope: "step", fields: ["attempts", "tries"], when: (_, pair) => triedAgain(pair) }],
    noteRun: () => true,
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
