/** Cases of every entry that excuses something. */
import { attempt, failedWith, ran } from "../runs/fixtures.ts";
import { airflow, type Case, failed, sfn } from "./case.ts";
import { failureCases } from "./failure-cases.ts";

const nameless = { ...attempt(0, 1, "Boom"), error: undefined } as unknown as ReturnType<typeof attempt>;
const flakyOn = (engine: typeof sfn, ...attempts: ReturnType<typeof attempt>[]) =>
  engine([ran({ step: "flaky", value: 1, attempts })]);
const lost: Case = {
  code: "LEDGER-DEFAULT-RETRIES",
  run: true,
  steps: { flaky: { ledger: ["$"] } },
  left: flakyOn(sfn, attempt(0, 1)),
  right: flakyOn(airflow, nameless, attempt(60, 61)),
  beyond: {
    "a step that Step Functions failed": { left: sfn([failed("flaky", "Boom")], failedWith("Boom")) },
    "an error that Airflow tried again": {
      left: sfn([failed("flaky", "Boom")], failedWith("Boom")),
      right: airflow([failed("flaky", "Boom", { attempts: [nameless, attempt(60, 61, "Boom")] })], failedWith("Boom")),
    },
    "an error with a name": { right: flakyOn(airflow, attempt(0, 1, "Boom"), attempt(60, 61)) },
    "more tries in Step Functions": {
      left: flakyOn(sfn, attempt(0, 1, "Boom"), attempt(60, 61)),
      right: flakyOn(airflow, attempt(0, 1)),
    },
    "another value": { right: airflow([ran({ step: "flaky", value: 2, attempts: [nameless, attempt(60, 61)] })]) },
  },
};

const earlier: Case = {
  code: "LEDGER-EARLIER-ERRORS",
  run: false,
  steps: { flaky: { ledger: ["$"] } },
  left: sfn([ran({ step: "flaky", value: 1, attempts: [attempt(0, 1, "Boom"), attempt(3, 4)] })]),
  right: airflow([ran({ step: "flaky", value: 1, attempts: [nameless, attempt(3, 4)] })]),
  beyond: {
    "another name": {
      right: airflow([ran({ step: "flaky", value: 1, attempts: [attempt(0, 1, "Bang"), attempt(3, 4)] })]),
    },
    "one try more": {
      right: airflow([ran({ step: "flaky", value: 1, attempts: [nameless, nameless, attempt(3, 4)] })]),
    },
    "no name on the last try": {
      left: sfn([
        ran({
          step: "flaky",
          status: "failed",
          error: "Boom",
          attempts: [attempt(0, 1, "Boom"), attempt(3, 4, "Boom")],
        }),
      ]),
      right: airflow([ran({ step: "flaky", status: "failed", error: "Boom", attempts: [nameless, nameless] })]),
    },
  },
};

const limit = "States.DataLimitExceeded";
const payload: Case = {
  code: "LEDGER-PAYLOAD-LIMIT",
  run: true,
  steps: { big: {}, next: {} },
  left: sfn([failed("big", limit)], failedWith(limit)),
  right: airflow([ran({ step: "big", value: "x" }), ran({ step: "next", at: 1, value: 1 })], { output: 1 }),
  beyond: {
    "another error": { left: sfn([failed("big", "Boom")], failedWith("Boom")) },
    "a step before it": {
      left: sfn([ran({ step: "big", value: "y" }), failed("next", limit, { at: 1 })], failedWith(limit)),
    },
  },
};

const big = (value: number | string) => ({ steps: [ran({ step: "sum", value: { total: value } })], output: value });
const integers: Case = {
  code: "LEDGER-BIG-INTEGERS",
  run: true,
  steps: { sum: {} },
  left: sfn(big("123456789012346000").steps, { output: 1e19 }),
  right: airflow(big("123456789012345999").steps, { output: 1e19 + 2048 }),
  beyond: {
    "other digits": { right: airflow(big("123456789112345999").steps, { output: 1e19 }) },
    "small numbers": { left: sfn(big(1).steps), right: airflow(big(1.0000000000000002).steps) },
    "a number and its text": {
      left: sfn(big("123456789012346000").steps),
      right: airflow(big(123456789012346000).steps),
    },
  },
};

const timeout: Case = {
  code: "LEDGER-RUN-TIMEOUT",
  run: true,
  steps: { slow: {}, next: {} },
  left: sfn([ran({ step: "slow", value: 1 }), ran({ step: "next", at: 1, status: "aborted" })], { status: "timedOut" }),
  right: airflow([ran({ step: "slow", value: 1 }), ran({ step: "next", status: "notRun" })], { status: "timedOut" }),
  beyond: {
    "one side finished": { right: airflow([ran({ step: "slow", value: 1 }), ran({ step: "next", at: 1 })]) },
    "a step both finished": {
      right: airflow([ran({ step: "slow", value: 2 }), ran({ step: "next", status: "notRun" })], {
        status: "timedOut",
      }),
    },
  },
};

export const cases: readonly Case[] = [...failureCases, lost, earlier, payload, integers, timeout];
