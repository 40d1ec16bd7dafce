/** Cases of every entry that excuses something. */
import { attempt, failedWith, ran } from "../runs/fixtures.ts";
import { airflow, type Case, failed, sfn } from "./case.ts";
import { failureCases } from "./failure-cases.ts";

const rescued: Case = {
  code: "LEDGER-DEFAULT-RETRIES",
  run: true,
  steps: { flaky: { ledger: ["$"] }, next: {} },
  left: sfn([failed("flaky", "Boom")], failedWith("Boom")),
  right: airflow(
    [
      ran({ step: "flaky", value: 1, attempts: [attempt(0, 1, "Boom"), attempt(60, 61)] }),
      ran({ step: "next", at: 62, value: 2 }),
    ],
    { output: 2 },
  ),
  beyond: {
    "Airflow needed no second try": {
      right: airflow([ran({ step: "flaky", value: 1 }), ran({ step: "next", at: 62, value: 2 })], { output: 2 }),
    },
    "a step that Step Functions ran": {
      left: sfn([failed("flaky", "Boom"), ran({ step: "next", at: 2, value: 3 })], failedWith("Boom")),
    },
  },
};

const triedTwice: Case = {
  ...rescued,
  right: airflow(
    [failed("flaky", "Boom", { attempts: [attempt(0, 1, "Boom"), attempt(60, 61, "Boom")] })],
    failedWith("Boom"),
  ),
  beyond: {
    "another error on the last try": {
      right: airflow(
        [failed("flaky", "Bang", { attempts: [attempt(0, 1, "Boom"), attempt(60, 61, "Bang")] })],
        failedWith("Bang"),
      ),
    },
  },
};

const nameless = { ...attempt(0, 1, "Boom"), error: undefined } as unknown as ReturnType<typeof attempt>;
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

export const cases: readonly Case[] = [...failureCases, rescued, triedTwice, earlier, payload, integers, timeout];
