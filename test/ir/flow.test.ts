import { describe, expect, test } from "vitest";
import { passes, refuses, told } from "./refuses.ts";

describe("what can never run", () => {
  test.each<[string, string]>([
    ["after succeed", "a: { succeed: 1 }\n«b: { pass: 1 }"],
    ["after fail", "a: { fail: { error: E } }\n«b: { pass: 1 }"],
    [
      "after a choice all of whose ways end",
      "c: { choice: [{ when: '${input.b}', steps: { c1: { succeed: 1 } } }, { default: { steps: { c2: { fail: { error: E } } } } }] }\n«d: { pass: 1 }",
    ],
    [
      "after a parallel with a branch that always fails",
      "p: { parallel: { left: { pass: 1 }, right: { steps: { r: { fail: { error: E } } } } } }\n«q: { pass: 1 }",
    ],
    ["in a handler", "l: { lambda: f, catch: [{ errors: [E], steps: { h: { succeed: 1 }, «i: { pass: 1 } } }] }"],
    [
      "in a map",
      "m: { map: { items: '${input.xs}', as: one, steps: { a: { fail: { error: E } }, «b: { pass: 1 } } } }",
    ],
  ])("%s", (_, steps) => {
    expect(told(steps, "unreachable-step")).toMatch(/can never run: every way through `\w+` ends there/);
  });

  test.each([
    [
      "a branch ends early and well",
      "p: { parallel: { left: { pass: 1 }, right: { steps: { r: { succeed: 1 } } } } }\nq: { pass: '${p.right + 1}' }",
    ],
    [
      "an item fails: with no items the map goes on",
      "m: { map: { items: '${input.xs}', as: one, steps: { a: { fail: { error: E } } } } }\nn: { pass: 1 }",
    ],
    [
      "one way of a choice goes on",
      "c: { choice: [{ when: '${input.b}', steps: { c1: { succeed: 1 } } }, { default: {} }] }\nd: { pass: 1 }",
    ],
    [
      "a handler ends the run, the step goes on",
      "l: { lambda: f, catch: [{ errors: [E], steps: { h: { succeed: 1 } } }] }\nd: { pass: 1 }",
    ],
  ])("%s: what follows can run", (_, steps) => {
    passes(steps);
  });

  test("an output that no run works out is a warning", () => {
    expect(told("a: { succeed: 1 }", "output-never-worked-out", "«output: 1\n")).toMatch(/No run reaches the end/);
    passes("c: { choice: [{ when: '${input.b}', steps: { c1: { succeed: 1 } } }, { default: {} }] }", "output: 1\n");
  });
});

describe("choice", () => {
  test("without a default it may fall through, which is a warning", () => {
    expect(
      told("«c: { choice: [{ when: '${input.b}', steps: { c1: { pass: 1 } } }] }", "choice-may-not-match"),
    ).toMatch(/`c` fails with States\.NoChoiceMatched/);
  });

  test("its conditions are of type boolean", () => {
    refuses(
      "c: { choice: [{ when: '${«input.n}', steps: {} }, { when: '${input.n > 1}', steps: {} }, { default: {} }] }",
      ["not-boolean"],
    );
  });

  test("its value is the join of its ways", () => {
    const { body } = passes(
      "c: { choice: [{ when: '${input.b}', steps: { c1: { pass: 1 } } }, { when: '${input.n > 1}', steps: { c2: { pass: 1.5 } } }, { default: {} }] }",
    );
    expect(body.steps[0]?.type).toEqual({ kind: "nullable", of: { kind: "number" } });
  });
});

describe("map", () => {
  test.each([
    [
      "directly",
      "m: { map: { items: '${input.xs}', as: one, steps: { «n: { map: { items: '${input.xs}', as: two, steps: { a: { pass: 1 } } } } } } }",
    ],
    [
      "in a choice",
      "m: { map: { items: '${input.xs}', as: one, steps: { c: { choice: [{ when: '${one > 1}', steps: { «n: { map: { items: '${input.xs}', as: two, steps: { a: { pass: 1 } } } } } }, { default: {} }] } } } }",
    ],
    [
      "in a branch that is the map",
      "m: { map: { items: '${input.xs}', as: one, steps: { p: { parallel: { «n: { map: { items: '${input.xs}', as: two, steps: { a: { pass: 1 } } } } } } } } }",
    ],
    [
      "in a handler",
      "m: { map: { items: '${input.xs}', as: one, steps: { l: { lambda: f, catch: [{ errors: [E], steps: { «n: { map: { items: '${input.xs}', as: two, steps: { a: { pass: 1 } } } } } }] } } } }",
    ],
  ])("a map inside a map, %s, says what is possible", (_, steps) => {
    expect(told(steps, "map-in-map")).toMatch(
      /`n` stands inside the map `m`, and Airflow cannot map inside a mapped group/,
    );
  });

  test("maps beside each other, a map in a parallel in a choice, a parallel in a map", () => {
    passes(
      "p: { parallel: { left: { map: { items: '${input.xs}', as: one, steps: { a: { pass: 1 } } } }, right: { map: { items: '${input.xs}', as: one, steps: { b: { pass: 1 } } } } } }",
    );
    passes(
      "m: { map: { items: '${input.xs}', as: one, steps: { p: { parallel: { x: { pass: '${one}' }, y: { pass: '${index}' } } } } } }",
    );
  });

  test.each([
    ["${input.s}", /The items are string, not a list/],
    ["${input.n}", /integer/],
    ["${input.o}", /object \{k\}/],
  ])("items %s are no list", (items, words) => {
    expect(told(`m: { map: { items: «"${items}", as: one, steps: { a: { pass: 1 } } } }`, "items-not-list")).toMatch(
      words,
    );
  });

  test.each(["${input.any}", "${input.xs}", "${input.xs.map(v, v * 2)}", "${[1, 2]}"])(
    "items %s may be a list",
    (items) => {
      passes(`m: { map: { items: "${items}", as: one, steps: { a: { pass: 1 } } } }`);
    },
  );

  test("an item has the type of the list's elements", () => {
    passes(
      "m: { map: { items: [{ k: 1 }, { k: 2 }], as: one, steps: { a: { pass: '${one.k + index}' } } } }\nn: { pass: '${m[0] + 1}' }",
    );
    refuses("m: { map: { items: [{ k: 1 }], as: one, steps: { a: { pass: '${«one.j}' } } } }", ["unknown-field"]);
  });
});

describe("fail", () => {
  test("raises a caught error again, in a handler and in blocks inside it", () => {
    passes("l: { lambda: f, catch: [{ errors: [E], steps: { h: { fail: '${error}' } } }] }");
    passes(
      "l: { lambda: f, catch: [{ errors: [E], steps: { c: { choice: [{ when: '${input.b}', steps: { h: { fail: '${error}' } } }, { default: {} }] } } }] }",
    );
  });

  test.each([
    ["outside of a handler", 'a: { fail: «"${error}" }', /There is no caught error here/],
    [
      "something else than the error",
      "l: { lambda: f, catch: [{ errors: [E], steps: { h: { fail: «'${error.name}' } } }] }",
      /This is not the caught error\. \| Write fail: \$\{error\}/,
    ],
    [
      "an input",
      "l: { lambda: f, catch: [{ errors: [E], steps: { h: { fail: «'${input}' } } }] }",
      /This is not the caught error/,
    ],
  ])("%s is refused", (_, steps, words) => {
    expect(told(steps, "fail-again-needs-error")).toMatch(words);
  });

  test("names and causes are worked out", () => {
    passes("a: { fail: { error: 'My${input.s}', cause: '${input.s}' } }");
  });
});

describe("wait", () => {
  test.each([
    "5s",
    "{ seconds: 0 }",
    "{ seconds: '${input.n}' }",
    "{ seconds: '${input.any}' }",
    "{ timestamp: 2030-01-31T12:00:00Z }",
    "{ timestamp: 2030-01-31T12:00:00.5+02:00 }",
    "{ timestamp: '${input.s}' }",
  ])("%s", (wait) => {
    passes(`a: { wait: ${wait} }`);
  });

  test.each<[string, RegExp]>([
    ["{ seconds: «'${input.s}' }", /The seconds are string, not a number/],
    ["{ seconds: «'${input.b}' }", /The seconds are boolean/],
    ["{ seconds: «'${input.xs}' }", /list of integer/],
    ["{ timestamp: «2030-01-31 }", /`2030-01-31` is not a moment as RFC 3339 writes it/],
    ["{ timestamp: «2030-01-31T12:00:00 }", /not a moment/],
    ["{ timestamp: «2030-02-31t12:00:00z }", /not a moment/],
    ["{ timestamp: «2030-13-01T12:00:00Z }", /not a moment/],
    ["{ timestamp: «soon }", /`soon` is not a moment/],
    ["{ timestamp: «'${input.n}' }", /The moment is integer, not a string/],
    ["{ timestamp: «'${input.o}' }", /The moment is object/],
  ])("%s is refused", (wait, words) => {
    expect(told(`a: { wait: ${wait} }`, "wait-value")).toMatch(words);
  });
});
