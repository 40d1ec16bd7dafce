import { describe, expect, test } from "vitest";
import type { Code } from "../../diagnostics/catalogue.ts";
import { readSpec } from "../../generators/spec/read.ts";
import { beside, refuses } from "./marked.ts";

const fixOf = (marked: string, code: Code) => refuses(marked, [code])[0]?.fix;

describe("the file as a whole", () => {
  test.each([
    ["a list", "«- a\n", ["wrong-shape"]],
    ["a text", "«hello\n", ["wrong-shape"]],
    ["a number", "«5\n", ["wrong-shape"]],
    ["a mapping of something else", "«name: t\n«states: {}\n", ["missing-key", "unknown-key"]],
  ] as const)("%s", (_, text, codes) => {
    refuses(text, codes);
  });

  test("both missing keys are told", () => {
    const found = refuses("««description: x\n", ["missing-key", "missing-key"]);
    expect(found.map(({ fix }) => fix)).toEqual(["Add `name`.", "Add `steps`."]);
  });

  test.each(["retries", "handlers", "trigger"])("%s is not yet", (word) => {
    refuses(beside(`«${word}: {}`), ["not-yet"]);
  });

  test("a mistyped key", () => {
    expect(fixOf(beside("«descripton: x"), "unknown-key")).toBe("Did you mean `description`?");
    expect(fixOf(beside("«outputs: x"), "unknown-key")).toBe("Did you mean `output`?");
    expect(fixOf(beside("«zzz: x"), "unknown-key")).toContain("Possible here: name, description, input");
  });

  test("wrong values", () => {
    refuses(beside("description: «5"), ["wrong-shape"]);
    refuses(beside("timeout: «soon"), ["wrong-value"]);
    refuses(beside("«timeout:"), ["wrong-shape"]);
    refuses(beside("stepFunctions: { type: «EXPRESS }"), ["not-yet"]);
    refuses(beside("stepFunctions: { type: «standard }"), ["wrong-value"]);
    refuses(beside("stepFunctions: { tags: { team: «5 } }"), ["wrong-shape"]);
    refuses(beside("airflow: { retries: «-1, retryDelay: «60, tags: «x, «ownr: me }"), [
      "wrong-value",
      "wrong-shape",
      "wrong-shape",
      "unknown-key",
    ]);
  });
});

describe("functions", () => {
  test.each([
    ["a timeout beyond Lambda's", "timeout: «16m", "wrong-value"],
    ["no time at all", "timeout: «0s", "wrong-value"],
    ["too little memory", "memory: «64", "wrong-value"],
    ["an unknown runtime", "runtime: «python3.8", "wrong-value"],
    ["a handler with a module", "handler: «app.handler", "wrong-value"],
    ["a number in the environment", "environment: { LIMIT: «5 }", "wrong-shape"],
    ["a permission that is no list", "permissions: «{ action: a, resource: b }", "wrong-shape"],
    ["a permission without a resource", "permissions: [«{ action: 's3:GetObject' }]", "missing-key"],
    ["no action", "permissions: [{ action: «[], resource: b }]", "wrong-value"],
    ["a source outside of the project", "source: «../secret.py", "wrong-value"],
    ["a source from the root", "source: «/etc/x.py", "wrong-value"],
    ["a source that is no Python", "source: «lib/x.js", "wrong-value"],
    ["a mistyped key", "«memmory: 128", "unknown-key"],
    ["a default in returns", "returns: { x: { type: integer, «default: 0 } }", "type-conflict"],
  ] as const)("%s", (_, inner, code) => {
    refuses(beside(`functions: { f: { ${inner} } }`), [code]);
  });

  test("every key, and none", () => {
    const text = beside(
      "functions:\n  f:\n  g: {}\n  h: { description: x, source: lib/h.py, handler: main, runtime: python3.13, timeout: 15m, memory: 10240, environment: { A_B: '${resources.r.name}' }, permissions: [{ action: ['s3:GetObject', 's3:PutObject'], resource: '*' }], returns: [string] }\nresources: { r: { bucket: } }",
    );
    expect(readSpec({ file: "t.yaml", text }).diagnostics.all).toEqual([]);
  });
});

describe("types", () => {
  const input = (type: string) => beside(`input: { x: ${type} }`);
  test.each([
    ["a mistyped type", "«strin", "wrong-value"],
    ["a number", "«5", "wrong-shape"],
    ["nothing", "«null", "wrong-shape"],
    ["a list of nothing", "«[]", "wrong-value"],
    ["a list of two", "«[string, integer]", "wrong-value"],
    ["a mistyped field", "{ a: «str, b: integer }", "wrong-value"],
    ["a mistyped word of the long form", "{ type: integer, «defualt: 0 }", "unknown-key"],
    ["optional with a default", "{ type: integer, default: 0, «optional: true }", "type-conflict"],
    ["a default inside", "{ type: { y: { type: integer, «default: 0 } } }", "type-conflict"],
    ["optional that is no boolean", "{ type: integer, optional: «yes }", "wrong-shape"],
  ] as const)("%s", (_, type, code) => {
    refuses(input(type), [code]);
  });

  test("yes and no are texts in YAML 1.2", () => {
    expect(fixOf(input("{ type: integer, optional: «yes }"), "wrong-shape")).toBe("Write true.");
    expect(fixOf(input("{ type: integer, optional: «Off }"), "wrong-shape")).toBe("Write false.");
  });

  test.each([
    "string",
    "any",
    "[string]",
    "[[integer]]",
    "{ a: string, b: [number] }",
    "{ type: string, default: x, description: y, varies: true, nullable: true }",
    "{ type: [{ sku: string, qty: { type: integer, optional: true } }], default: [] }",
    "{ type: string, name: string }",
    "{ type: { type: string, name: string }, default: {} }",
    "{}",
  ])("%s is fine", (type) => {
    expect(readSpec({ file: "t.yaml", text: input(type) }).diagnostics.all).toEqual([]);
  });
});

describe("resources", () => {
  test.each(["table", "topic", "queue"])("%s is not yet", (kind) => {
    refuses(beside(`resources: { r: { «${kind}: {} } }`), ["not-yet"]);
  });

  test("wrong ones", () => {
    refuses(beside("resources: { r: { «buket: {} } }"), ["unknown-key"]);
    refuses(beside("resources: { «r: {} }"), ["missing-key"]);
    refuses(beside("resources: { r: { bucket: { name: «My_Bucket } } }"), ["wrong-value"]);
    refuses(beside("resources: { r: «bucket }"), ["wrong-shape"]);
  });
});

describe("scenarios", () => {
  test.each([
    ["an unknown status", "expect: { status: «ok }", "wrong-value"],
    ["attempts in words", "expect: { attempts: { a: «many } }", "wrong-shape"],
    ["negative attempts", "expect: { attempts: { a: «-1 } }", "wrong-value"],
    ["attempts by something that is no id", "expect: { attempts: { «A: 1 } }", "bad-id"],
    ["an order that is no list", "expect: { order: «a }", "wrong-shape"],
    ["an input that is no mapping", "input: «[1]", "wrong-shape"],
    ["faults that are no list", "faults: { a: «RuntimeError }", "wrong-shape"],
    ["a fault of ASL that does not exist", "faults: { a: [«States.Foo] }", "unknown-error-name"],
    ["messages", "expect: { «messages: {} }", "not-yet"],
    ["stubs", "«stubs: {}", "not-yet"],
    ["answers", "«answers: {}", "not-yet"],
    ["override", "«override: {}", "not-yet"],
    ["a status one level too far out", "«status: failed", "not-allowed-here"],
    ["a mistyped key", "«expects: {}", "unknown-key"],
  ] as const)("%s", (_, inner, code) => {
    refuses(beside(`scenarios: { s: { ${inner} } }`), [code]);
  });

  test("a whole one", () => {
    const text = beside(
      "scenarios: { s: { description: x, input: { a: [1] }, faults: { a: [RuntimeError, States.Timeout] }, expect: { status: timedOut, error: E, output: { x: 1 }, attempts: { a: 0 }, order: [a], objects: { r: 2 } } } }",
    );
    expect(readSpec({ file: "t.yaml", text }).diagnostics.all).toEqual([]);
  });
});
