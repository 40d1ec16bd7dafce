import { describe, expect, test } from "vitest";
import type { Expression, Value } from "../../generators/expressions/expression.ts";
import type { Block, LambdaStep, Pipeline, RetryRule, Step } from "../../generators/ir/types.ts";
import { ledgerFor } from "../../generators/ledger/apply.ts";
import { isLedgerCode } from "../../generators/ledger/catalogue.ts";

const range = [0, 1] as const;
const common = (id: string) => ({
  id,
  path: ["steps", id],
  range,
  type: { kind: "string" } as const,
  varies: [],
  within: [],
  catch: [],
  falls: true,
});
const literal: Value = { kind: "literal", value: 1, range };
const reading = (...path: string[]): Expression =>
  ({
    kind: "expression",
    source: path.join("."),
    range,
    reads: [path],
    type: { kind: "any" },
    fallible: true,
  }) as unknown as Expression;

const block = (...steps: Step[]): Block => ({ steps, path: [], range, falls: true, type: { kind: "any" }, varies: [] });
const lambda = (id: string, more: Partial<LambdaStep> = {}): LambdaStep => ({
  ...common(id),
  kind: "lambda",
  function: "f",
  payload: literal,
  retry: [],
  ...more,
});
const pass = (id: string, value: Value = literal): Step => ({ ...common(id), kind: "pass", value });
const parallel = (id: string, ...branches: Block[]): Step => ({
  ...common(id),
  kind: "parallel",
  branches: branches.map((inner, at) => ({ name: `b${at}`, block: inner, range })),
});
const map = (id: string, body: Block, maxConcurrency?: number): Step => ({
  ...common(id),
  kind: "map",
  items: literal,
  as: "item",
  block: body,
  itemType: { kind: "any" },
  ...(maxConcurrency !== undefined && { maxConcurrency }),
});
const rule = (more: Partial<RetryRule> = {}): RetryRule => ({
  errors: ["States.ALL"],
  interval: 1,
  maxAttempts: 3,
  backoffRate: 2,
  jitter: "NONE",
  range,
  ...more,
});
const handled = (step: Step, ...steps: Step[]): Step => ({
  ...step,
  catch: [{ errors: ["States.ALL"], block: block(...steps), range, path: [] }],
});

const pipeline = (body: Block, more: Partial<Pipeline> = {}): Pipeline => ({
  name: "demo",
  description: "",
  file: "demo.yaml",
  input: [],
  functions: [],
  resources: [],
  body,
  outputType: { kind: "any" },
  outputVaries: [],
  scenarios: [],
  stepFunctions: { type: "STANDARD" },
  airflow: { tags: [] },
  ...more,
});
const codesOf = (step: Step, more: Partial<Pipeline> = {}) => ledgerFor(pipeline(block(step), more)).steps[step.id];

describe("ledgerFor", () => {
  test.each([
    ["no retry", [], []],
    ["a constant wait", [rule({ backoffRate: 1 })], ["LEDGER-EARLIER-ERRORS"]],
    ["a backoff", [rule()], ["LEDGER-RETRY-JITTER", "LEDGER-EARLIER-ERRORS"]],
    ["a rule that never retries", [rule({ maxAttempts: 0 })], []],
    ["jitter", [rule({ backoffRate: 1, jitter: "FULL" })], ["LEDGER-RETRY-JITTER", "LEDGER-EARLIER-ERRORS"]],
    ["several rules", [rule(), rule({ errors: ["KeyError"] })], ["LEDGER-LOOP-TRIES"]],
  ])("%s", (_, retry, expected) => {
    expect(codesOf(lambda("a", { retry }))).toEqual(expected);
  });

  test("default retries are for steps that call and have no rule of their own", () => {
    const airflow = { tags: [], retries: 1 };
    expect(codesOf(lambda("a"), { airflow })).toEqual(["LEDGER-DEFAULT-RETRIES"]);
    expect(codesOf(lambda("a", { retry: [rule({ backoffRate: 1 })] }), { airflow })).toEqual(["LEDGER-EARLIER-ERRORS"]);
    expect(ledgerFor(pipeline(block(), { airflow })).run).toContain("LEDGER-DEFAULT-RETRIES");
    expect(ledgerFor(pipeline(block())).run).not.toContain("LEDGER-DEFAULT-RETRIES");
  });

  test("siblings: what stands beside others, not the handlers of the whole, not a parallel with one branch", () => {
    const two = ledgerFor(
      pipeline(block(handled(parallel("p", block(lambda("a")), block(lambda("b"))), pass("h")), pass("end"))),
    );
    const beside = Object.entries(two.steps)
      .filter(([, codes]) => codes.includes("LEDGER-SIBLINGS"))
      .map(([id]) => id);
    expect(beside).toEqual(["a", "b"]);
    expect(codesOf(parallel("p", block(lambda("a"))))).not.toContain("LEDGER-FIRST-ERROR");
    const one = ledgerFor(pipeline(block(parallel("p", block(lambda("a")))))).steps;
    expect(one).toEqual({ p: [], a: [] });
  });

  test("a map, and what holds it", () => {
    const use = ledgerFor(pipeline(block(parallel("p", block(map("m", block(lambda("a"), pass("b")), 2))))));
    expect(use.steps.p).toEqual(["LEDGER-FIRST-ERROR"]);
    expect(use.steps.m).toEqual([
      "LEDGER-SIBLINGS",
      "LEDGER-MAP-LIMIT",
      "LEDGER-MAP-CONCURRENCY",
      "LEDGER-FIRST-ERROR",
    ]);
    expect(use.steps.a).toEqual(["LEDGER-SIBLINGS"]);
    expect(use.run).toContain("LEDGER-FIRST-ERROR");
    expect(codesOf(map("m", block(pass("b")), 2))).not.toContain("LEDGER-MAP-CONCURRENCY");
  });

  test("what tells of an error: readers of its message, and readers of them; not readers of its name or cause", () => {
    const handlers = [
      pass("message", reading("error", "message")),
      pass("whole", reading("error")),
      pass("name", reading("error", "name")),
      pass("cause", reading("error", "cause")),
    ];
    const use = ledgerFor(pipeline(block(handled(lambda("a"), ...handlers), pass("later", reading("a")))));
    const telling = Object.entries(use.steps)
      .filter(([, codes]) => codes.includes("LEDGER-ENGINE-MESSAGE"))
      .map(([id]) => id);
    expect(telling).toEqual(["message", "whole"]);
    const last = ledgerFor(
      pipeline(
        block(handled(lambda("a"), pass("message", reading("error", "message"))), pass("later", reading("a", "text"))),
      ),
    );
    expect(last.steps.later).toEqual(["LEDGER-ENGINE-MESSAGE"]);
    expect(last.run).toContain("LEDGER-ENGINE-MESSAGE");
    expect(use.run).not.toContain("LEDGER-ENGINE-MESSAGE");
  });

  test("the error of a parallel may be either branch's, also by name and step", () => {
    const use = ledgerFor(
      pipeline(
        block(handled(parallel("p", block(lambda("a")), block(lambda("b"))), pass("h", reading("error", "name")))),
      ),
    );
    expect(use.steps.h).toEqual(["LEDGER-FIRST-ERROR-READ"]);
    expect(use.run).toContain("LEDGER-FIRST-ERROR-READ");
  });

  test("a caught step, outside and inside a map", () => {
    expect(codesOf(handled(lambda("a"), pass("h")))).toContain("LEDGER-CAUGHT-RED");
    expect(codesOf(handled(lambda("a", { map: "m" }), pass("h")))).toContain("LEDGER-CAUGHT-GREEN");
  });

  test("the run: input, timeout, numbers", () => {
    const more = { timeout: 60, input: [{ name: "n", type: { kind: "integer" } as const, range }] };
    expect(ledgerFor(pipeline(block(lambda("a", { type: { kind: "integer" } })), more)).run).toEqual([
      "LEDGER-LATENCY",
      "LEDGER-SKIPPED",
      "LEDGER-ERROR-CAUSE",
      "LEDGER-PAYLOAD-LIMIT",
      "LEDGER-INPUT-REFUSED",
      "LEDGER-RUN-TIMEOUT",
      "LEDGER-BIG-INTEGERS",
    ]);
    expect(ledgerFor(pipeline(block(lambda("a")))).run).not.toContain("LEDGER-BIG-INTEGERS");
  });

  test("no code twice, none unknown", () => {
    const use = ledgerFor(
      pipeline(
        block(
          handled(
            map("m", block(handled(lambda("a", { retry: [rule()], timeout: 3 }), pass("h", reading("error"))))),
            pass("g", reading("error")),
          ),
        ),
      ),
    );
    for (const codes of [use.run, ...Object.values(use.steps)]) {
      expect(new Set(codes).size).toBe(codes.length);
      expect(codes.filter((code) => !isLedgerCode(code))).toEqual([]);
    }
  });
});
