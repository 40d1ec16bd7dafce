/** Cases of entries about failures: siblings, races, error texts. */
import { attempt, failedWith, ran, type Sketch } from "../runs/fixtures.ts";
import { airflow, type Case, failed, sfn } from "./case.ts";

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
    "an error that the spec named": {
      left: sfn(timed("one", "Order.Missing"), { output: "one" }),
      right: airflow(timed("two", "Order.Missing"), { output: "two" }),
    },
    "another error on each side": {
      left: sfn(timed("one", "Lambda.Unknown"), { output: "one" }),
    },
    "text on one side, none on the other": {
      right: airflow([caught("slow", "States.Timeout", "x"), ran({ step: "tell", at: 2, value: null })], {
        output: "x",
      }),
    },
  },
};

export const failureCases: readonly Case[] = [siblings, items, firstError, firstErrorRead, engineMessage];
