/**
 * For each entry that excuses something: two runs that differ in just that way, and two that go one step beyond it.
 * `$` in a step's ledger stands for the code under test; `run` says that the code stands on the run.
 */
import type { LedgerCode } from "../../generators/ledger/catalogue.ts";
import type { StepTrace, Trace } from "../../runs/trace.ts";
import { attempt, failedWith, ran, type Sketch, trace } from "../runs/fixtures.ts";

export type Case = {
  readonly code: LedgerCode;
  readonly run: boolean;
  readonly steps: Record<string, Sketch>;
  readonly left: Trace;
  readonly right: Trace;
  /** What the entry must not cover: a name and other runs. */
  readonly beyond: Readonly<Record<string, { readonly left?: Trace; readonly right?: Trace }>>;
};

const sfn = (steps: readonly StepTrace[], more: Partial<Trace> = {}): Trace => trace("stepFunctions", steps, more);
const airflow = (steps: readonly StepTrace[], more: Partial<Trace> = {}): Trace => trace("airflow", steps, more);
const failed = (step: string, error: string, more: Partial<Parameters<typeof ran>[0]> = {}) =>
  ran({ step, status: "failed", error, ...more });
const caught = (step: string, error: string, value: string) =>
  ran({ step, status: "caught", error, value, attempts: [attempt(0, 1, error)] });

const branches: Record<string, Sketch> = {
  both: {
    parallel: { one: { a: { ledger: ["$"] } }, two: { b: { ledger: ["$"] }, c: { ledger: ["$"] } } },
    ledger: ["$"],
  },
};
const siblings: Case = {
  code: "LEDGER-SIBLINGS",
  run: false,
  steps: branches,
  left: sfn(
    [
      failed("both", "Boom"),
      failed("a", "Boom"),
      ran({ step: "b", status: "aborted" }),
      ran({ step: "c", status: "notRun" }),
    ],
    failedWith("Boom"),
  ),
  right: airflow(
    [failed("both", "Boom"), failed("a", "Boom"), ran({ step: "b", value: 1 }), ran({ step: "c", at: 1, value: 2 })],
    failedWith("Boom"),
  ),
  beyond: {
    "a sibling that Step Functions finished": {
      left: sfn(
        [
          failed("both", "Boom"),
          failed("a", "Boom"),
          ran({ step: "b", value: 0 }),
          ran({ step: "c", at: 1, status: "notRun" }),
        ],
        failedWith("Boom"),
      ),
    },
    "a parallel that did not fail in Airflow": {
      right: airflow([
        ran({ step: "both", value: {} }),
        ran({ step: "a", value: 1 }),
        ran({ step: "b", value: 1 }),
        ran({ step: "c", at: 1, value: 2 }),
      ]),
    },
    "a step after the one that failed, in its own branch": {
      left: sfn(
        [failed("both", "Boom"), ran({ step: "a" }), failed("b", "Boom"), ran({ step: "c", status: "notRun" })],
        failedWith("Boom"),
      ),
      right: airflow(
        [failed("both", "Boom"), ran({ step: "a" }), failed("b", "Boom"), ran({ step: "c", at: 1, value: 2 })],
        failedWith("Boom"),
      ),
    },
  },
};

const item = (index: number, error?: string) => ({
  step: "a",
  indexes: [index],
  ...(error ? { status: "failed" as const, error } : { value: index }),
});
const items: Case = {
  code: "LEDGER-SIBLINGS",
  run: false,
  steps: { each: { map: { a: { ledger: ["$"] } }, ledger: ["$"] } },
  left: sfn([failed("each", "Boom"), ran(item(0, "Boom"))], failedWith("Boom")),
  right: airflow([failed("each", "Boom"), ran(item(0, "Boom")), ran(item(1))], failedWith("Boom")),
  beyond: {
    "an item that only Step Functions ran": {
      left: sfn([failed("each", "Boom"), ran(item(0, "Boom")), ran(item(1))], failedWith("Boom")),
      right: airflow([failed("each", "Boom"), ran(item(0, "Boom"))], failedWith("Boom")),
    },
  },
};

const firstError: Case = {
  code: "LEDGER-FIRST-ERROR",
  run: true,
  steps: { both: { parallel: { one: { a: {} }, two: { b: {} } }, ledger: ["$"] } },
  left: sfn([failed("both", "KeyError"), failed("a", "KeyError"), failed("b", "ValueError")], failedWith("KeyError")),
  right: airflow(
    [failed("both", "ValueError"), failed("a", "KeyError"), failed("b", "ValueError")],
    failedWith("ValueError"),
  ),
  beyond: {
    "an error that no branch had": {
      right: airflow(
        [failed("both", "Other"), failed("a", "KeyError"), failed("b", "ValueError")],
        failedWith("Other"),
      ),
    },
    "only one branch failed": {
      left: sfn([failed("both", "Other"), failed("a", "KeyError"), ran({ step: "b" })], failedWith("Other")),
      right: airflow([failed("both", "KeyError"), failed("a", "KeyError"), ran({ step: "b" })], failedWith("KeyError")),
    },
  },
};

const told = {
  both: {
    parallel: { one: { a: {} }, two: { b: {} } },
    ledger: ["$"],
    catch: [{ tell: { kind: "pass", ledger: ["$"] } }],
  },
};
const handled = (message: string, other = "Boom") => [
  caught("both", "Boom", message),
  failed("a", "Boom"),
  failed("b", other),
  ran({ step: "tell", at: 2, value: message }),
];
const firstErrorRead: Case = {
  code: "LEDGER-FIRST-ERROR-READ",
  run: true,
  steps: told,
  left: sfn(handled("a broke"), { output: "a broke" }),
  right: airflow(handled("b broke"), { output: "b broke" }),
  beyond: {
    "only one branch failed": {
      left: sfn(
        handled("a broke").filter(({ step }) => step !== "b"),
        { output: "a broke" },
      ),
      right: airflow(
        handled("b broke").filter(({ step }) => step !== "b"),
        { output: "b broke" },
      ),
    },
    "a number": {
      left: sfn([...handled("x").slice(0, 3), ran({ step: "tell", at: 2, value: 1 })], { output: "x" }),
      right: airflow([...handled("x").slice(0, 3), ran({ step: "tell", at: 2, value: 2 })], { output: "x" }),
    },
  },
};

const timed = (message: string, error = "States.Timeout") => [
  caught("slow", error, message),
  ran({ step: "tell", at: 2, value: message }),
];
const engineMessage: Case = {
  code: "LEDGER-ENGINE-MESSAGE",
  run: true,
  steps: { slow: { ledger: ["$"], catch: [{ tell: { kind: "pass", ledger: ["$"] } }] } },
  left: sfn(timed("State timed out"), { output: "State timed out" }),
  right: airflow(timed("Timeout, PID: 7"), { output: "Timeout, PID: 7" }),
  beyond: {
    "an error that a function made": {
      left: sfn(timed("one", "ValueError"), { output: "one" }),
      right: airflow(timed("two", "ValueError"), { output: "two" }),
    },
    "text on one side, none on the other": {
      right: airflow([caught("slow", "States.Timeout", "x"), ran({ step: "tell", at: 2, value: null })], {
        output: "x",
      }),
    },
  },
};

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

export const cases: readonly Case[] = [
  siblings,
  items,
  firstError,
  firstErrorRead,
  engineMessage,
  rescued,
  triedTwice,
  earlier,
  payload,
  integers,
  timeout,
];
