import { describe, expect, test } from "vitest";
import type { Code } from "../../diagnostics/catalogue.ts";
import type { LambdaStep } from "../../generators/ir/types.ts";
import { passes, told } from "./refuses.ts";

const lambda = (inner: string) => `l: { lambda: f, ${inner} }`;
const entries = (what: "retry" | "catch", lists: string) =>
  lambda(
    `${what}: [${lists.replaceAll(/«?\[[^\]]*\]/g, (errors) => `{ errors: ${errors}${what === "catch" ? ", steps: {}" : ""} }`)}]`,
  );

describe.each(["retry", "catch"] as const)("the error lists of %s", (what) => {
  test.each([
    "[E]",
    "[E], [F]",
    "[E, F], [F, G]",
    "[E], [States.ALL]",
    "[States.Timeout], [States.TaskFailed], [States.ALL]",
    "[States.TaskFailed], [States.Timeout]",
    "[E], [States.TaskFailed]",
  ])("%s is fine", (lists) => {
    passes(entries(what, lists));
  });

  const never: Code = what === "retry" ? "retry-never-matches" : "catch-never-matches";
  test.each<[string, Code, RegExp]>([
    ["[States.ALL], [E]", "all-errors-not-last", /States\.ALL stands before other entries/],
    ["[E, States.ALL]", "all-errors-not-last", /States\.ALL stands beside other names/],
    ["[States.ALL, E]", "all-errors-not-last", /beside other names/],
    ["[States.Runtime]", "error-not-catchable", /Step Functions never hands States\.Runtime to a (retry rule|catch)/],
    ["[E, States.DataLimitExceeded]", "error-not-catchable", /States\.DataLimitExceeded/],
  ])("%s is refused", (lists, code, words) => {
    const at = code === "error-not-catchable" ? /States\.(Runtime|DataLimitExceeded)/ : /States\.ALL/;
    const name = at.exec(lists)![0];
    const marked = entries(what, lists).replace(name, `«${name}`);
    expect(told(marked, code)).toMatch(words);
  });

  test.each<[string, RegExp]>([
    ["[E], «[E]", /Earlier entries take E\./],
    ["[E, F], [G], «[F, E]", /Earlier entries take F, E\./],
    ["[States.TaskFailed], «[E]", /Earlier entries take E\./],
    ["[States.TaskFailed, States.Timeout], «[States.Timeout, E]", /take States\.Timeout, E\./],
  ])("%s can never match", (lists, words) => {
    const marked = entries(what, lists).replace("«{ errors: ", "{ errors: «").replace("errors: «[", "errors: «[");
    expect(told(marked.replace("errors: ««", "errors: «"), never)).toMatch(words);
  });

  test("an entry with one name of its own may match", () => {
    passes(entries(what, "[E], [E, F]"));
  });
});

describe("retry", () => {
  const rules = (retry: string) =>
    (passes(lambda(`retry: ${retry}`)).body.steps[0] as LambdaStep).retry.map(({ range: _, ...rule }) => rule);

  test("has ASL's defaults", () => {
    expect(rules("[{ errors: [E] }]")).toEqual([
      { errors: ["E"], interval: 1, maxAttempts: 3, backoffRate: 2, jitter: "NONE" },
    ]);
  });

  test("keeps what is said, in seconds; maxAttempts 0 is never", () => {
    expect(
      rules("[{ errors: [E], interval: 1m, maxAttempts: 0, backoffRate: 1.5, maxDelay: 1h, jitter: FULL }]"),
    ).toEqual([{ errors: ["E"], interval: 60, maxAttempts: 0, backoffRate: 1.5, maxDelay: 3600, jitter: "FULL" }]);
  });

  test("the rule of AWS by its name, alone or before others", () => {
    const [standard, ...rest] = rules("lambda_service");
    expect(rest).toEqual([]);
    expect(standard?.errors).toContain("Lambda.ServiceException");
    expect(rules("[lambda_service, { errors: [States.ALL] }]").map(({ errors }) => errors.at(-1))).toEqual([
      standard?.errors.at(-1),
      "States.ALL",
    ]);
  });
});

describe("catch", () => {
  test("the step's value is its own or its handler's", () => {
    const { body } = passes(
      "l: { lambda: f, catch: [{ errors: [E], steps: { h: { pass: 1 } } }, { errors: [F], steps: { i: { succeed: x } } }] }",
      "functions: { f: { returns: number } }\n",
    );
    expect(body.steps[0]?.type).toEqual({ kind: "number" });
  });

  test("a handler that does nothing gives null", () => {
    const { body } = passes(
      "l: { lambda: f, catch: [{ errors: [E], steps: {} }] }",
      "functions: { f: { returns: number } }\n",
    );
    expect(body.steps[0]?.type).toEqual({ kind: "nullable", of: { kind: "number" } });
  });

  test.each([
    ["parallel: { left: { pass: 1 } }", "parallel"],
    ["map: { items: '${input.xs}', as: one, steps: { a: { pass: 1 } } }", "map"],
  ])("around a block comes later: %s", (kind) => {
    expect(told(`p: { ${kind}, «catch: [{ errors: [E], steps: {} }] }`, "catch-on-block")).toMatch(
      /`p` holds a block.* \| /,
    );
  });
});
