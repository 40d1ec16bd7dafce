import { describe, expect, test } from "vitest";
import { passes, refuses, told } from "./refuses.ts";

describe("what can be read", () => {
  test.each([
    ["an earlier step of the block", "a: { pass: 1 }\nb: { pass: '${a}' }"],
    [
      "a step of an enclosing block, from every kind of block",
      `a: { pass: [1] }
c: { choice: [{ when: '\${a[0] > 0}', steps: { c1: { pass: '\${a}' } } }, { default: { steps: { c2: { pass: '\${a}' } } } }] }
p: { parallel: { p1: { pass: '\${a}' }, p2: { steps: { p3: { pass: '\${a}' } } } } }
m: { map: { items: '\${a}', as: one, steps: { m1: { pass: '\${a[0] + one + index}' } } } }
l: { lambda: f, catch: [{ errors: [States.ALL], steps: { l1: { pass: '\${a}' } } }] }`,
    ],
    [
      "what a block leaves: its last value, under its holder's id",
      "c: { choice: [{ when: '${input.b}', steps: { c1: { pass: { v: 1 } } } }, { default: { steps: { c2: { pass: { v: 2 } } } } }] }\nd: { pass: '${c.v + 1}' }",
    ],
    [
      "branches by name, items as a list",
      "p: { parallel: { left: { pass: 1 }, right: { steps: { r: { pass: x } } } } }\nq: { pass: '${p.left + size(p.right)}' }\nm: { map: { items: '${input.xs}', as: one, steps: { m1: { pass: '${one * 2}' } } } }\nn: { pass: '${m[0] + 1}' }",
    ],
    [
      "error, in a handler and in blocks inside it",
      "l: { lambda: f, catch: [{ errors: [E], steps: { h: { choice: [{ when: '${error.name == \"E\"}', steps: { h1: { pass: '${error.message}' } } }, { default: {} }] } } }] }",
    ],
    ["attempt, in a payload", "l: { lambda: f, payload: { n: '${attempt + 1}' } }"],
    ["result, in a result", "l: { lambda: f, result: '${result}' }\np: { pass: { a: 1 }, result: '${result.a + 1}' }"],
    [
      "an item's name in two maps, one after the other",
      "m: { map: { items: '${input.xs}', as: one, steps: { a: { pass: '${one}' } } } }\nn: { map: { items: '${input.xs}', as: one, steps: { b: { pass: '${one}' } } } }",
    ],
    ["the run", "a: { pass: '${run.id} ${run.startedAt} ${run.slug}' }"],
  ])("%s", (_, steps) => {
    passes(steps);
  });

  test("the input passes through whole; its declared fields have names", () => {
    passes("a: { pass: '${input}' }\nb: { pass: '${input.o.k}' }");
    expect(told("a: { pass: '${«input.other}' }", "unknown-field")).toMatch(/no field 'other'/);
  });

  test("resources", () => {
    passes("a: { pass: '${resources.store.name} ${resources.store.arn}' }", "resources: { store: { bucket: {} } }\n");
    refuses("a: { pass: '${«resources.stor.name}' }", ["unknown-field"], "resources: { store: { bucket: {} } }\n");
    refuses("a: { pass: '${«resources.store.size}' }", ["unknown-field"], "resources: { store: { bucket: {} } }\n");
  });
});

describe("what cannot", () => {
  test.each<[string, string, RegExp]>([
    [
      "a later step",
      "a: { pass: '${«b}' }\nb: { pass: 1 }",
      /^`b` \(line 4\) runs later: its value does not exist yet\. \| Move the step up/,
    ],
    [
      "a step in its own value",
      "a: { pass: '${«a}' }",
      /^`a` has no value before it has ended, and this stands inside it\./,
    ],
    [
      "a step from a block inside it",
      "p: { parallel: { left: { steps: { a: { pass: '${«p}' } } } } }",
      /^`p` has no value before it has ended/,
    ],
    [
      "a branch from inside itself",
      "p: { parallel: { left: { steps: { a: { pass: '${«left}' } } } } }",
      /^The branch `left` has no value before it has ended/,
    ],
    [
      "a failed step in its handler",
      "l: { lambda: f, catch: [{ errors: [E], steps: { h: { pass: '${«l}' } } }] }",
      /^`l` failed when its handler runs, so it has no value here\. \| Read `error`/,
    ],
    [
      "a step of a choice, after it: it may never have run",
      "c: { choice: [{ when: '${input.b}', steps: { c1: { pass: 1 } } }, { default: {} }] }\nd: { pass: '${«c1}' }",
      /^`c1` \(line 3\) stands in a block of `c`, and its value cannot be seen outside.* \| .*read `c` instead/,
    ],
    [
      "a step of a handler, after it",
      "l: { lambda: f, catch: [{ errors: [E], steps: { h: { pass: 1 } } }] }\nd: { pass: '${«h}' }",
      /read `l` instead/,
    ],
    [
      "a step of a map, after it",
      "m: { map: { items: '${input.xs}', as: one, steps: { a: { pass: 1 } } } }\nd: { pass: '${«a}' }",
      /read `m` instead, the list of its items' values/,
    ],
    [
      "a step of a branch, after it",
      "p: { parallel: { left: { steps: { a: { pass: 1 } } } } }\nd: { pass: '${«a}' }",
      /read p\.left instead/,
    ],
    [
      "a branch by its bare name",
      "p: { parallel: { left: { steps: { a: { pass: 1 } } } } }\nd: { pass: '${«left}' }",
      /^`left` is a branch of `p`.* \| Read p\.left\./,
    ],
    ["a branch that is one step", "p: { parallel: { left: { pass: 1 } } }\nd: { pass: '${«left}' }", /Read p\.left\./],
    [
      "an earlier branch from the one beside it",
      "p: { parallel: { left: { pass: 1 }, right: { pass: '${«left}' } } }",
      /^`left` \(line 3\) belongs to another branch of `p`: branches run at once/,
    ],
    [
      "a later one",
      "p: { parallel: { left: { steps: { a: { pass: '${«b}' } } }, right: { steps: { b: { pass: 1 } } } } }",
      /^`b` \(line 3\) belongs to another branch of `p`/,
    ],
    [
      "a step of another way of the choice",
      "c: { choice: [{ when: '${input.b}', steps: { c1: { pass: 1 } } }, { default: { steps: { c2: { pass: '${«c1}' } } } }] }",
      /^`c1` \(line 3\) stands in a block of `c`/,
    ],
  ])("%s", (_, steps, words) => {
    expect(told(steps, "value-out-of-scope")).toMatch(words);
  });

  test.each([
    [
      "an item's name outside of its map",
      "m: { map: { items: '${input.xs}', as: one, steps: { a: { pass: 1 } } } }\nd: { pass: '${«one}' }",
    ],
    ["index outside of a map", "d: { pass: '${«index}' }"],
    ["error outside of a handler", "d: { pass: '${«error}' }"],
    [
      "error after the handler",
      "l: { lambda: f, catch: [{ errors: [E], steps: { h: { pass: 1 } } }] }\nd: { pass: '${«error.name}' }",
    ],
    ["attempt outside of a payload", "d: { pass: '${«attempt}' }"],
    ["attempt in a result", "l: { lambda: f, result: '${«attempt}' }"],
    ["result outside of a result", "d: { pass: '${«result}' }"],
    ["a name that is nowhere", "d: { pass: '${«nowhere}' }"],
  ])("%s", (_, steps) => {
    refuses(steps, ["unknown-name"]);
  });

  test("output sees the steps of the top block only", () => {
    passes("a: { pass: 1 }", "output: { a: '${a}' }\n");
    expect(
      told(
        "c: { choice: [{ when: '${input.b}', steps: { c1: { pass: 1 } } }, { default: {} }] }",
        "value-out-of-scope",
        "output: '${«c1}'\n",
      ),
    ).toMatch(/read `c` instead/);
    refuses("a: { pass: 1 }", ["unknown-name"], "output: '${«error}'\n");
  });
});

describe("ids", () => {
  test.each<[string, string, RegExp]>([
    [
      "in another block",
      "a: { pass: 1 }\nc: { choice: [{ when: '${input.b}', steps: { «a: { pass: 1 } } }, { default: {} }] }",
      /There is already a step called `a`, on line 3\./,
    ],
    [
      "a branch like a step",
      "a: { pass: 1 }\np: { parallel: { «a: { steps: { b: { pass: 1 } } } } }",
      /already a step called `a`/,
    ],
    [
      "a step like a branch",
      "p: { parallel: { left: { steps: { b: { pass: 1 } } } } }\n«left: { pass: 1 }",
      /already a branch called `left`/,
    ],
    [
      "a step like its own branch",
      "p: { parallel: { left: { steps: { «left: { pass: 1 } } } } }",
      /already a branch called `left`/,
    ],
    [
      "in a handler",
      "l: { lambda: f, catch: [{ errors: [E], steps: { «l: { pass: 1 } } }] }",
      /already a step called `l`/,
    ],
    [
      "in two maps",
      "m: { map: { items: '${input.xs}', as: one, steps: { a: { pass: 1 } } } }\nn: { map: { items: '${input.xs}', as: one, steps: { «a: { pass: 1 } } } }",
      /already a step called `a`/,
    ],
  ])("a duplicate %s", (_, steps, words) => {
    expect(told(steps, "duplicate-id")).toMatch(words);
  });

  test.each<[string, RegExp]>([
    ["input", /'input' is a name of the pipeline language/],
    ["run", /'run' is a name of the pipeline language/],
    ["map", /\$map is a function of JSONata/],
    ["lambda", /'lambda' is a keyword of Python/],
    ["states", /\$states belongs to Step Functions/],
    ["list", /'list' is a builtin of Python/],
    ["task", /'task' is a name that every DAG uses/],
    ["function", /'function' is a word of JSONata/],
  ])("%s is reserved, with the reason and a cure", (id, words) => {
    expect(told(`«${id}: { pass: 1 }`, "reserved-id")).toMatch(words);
    expect(told(`p: { parallel: { «${id}: { steps: { a: { pass: 1 } } } } }`, "reserved-id")).toMatch(/of a branch/);
    expect(told(`m: { map: { items: '\${input.xs}', as: «${id}, steps: { a: { pass: 1 } } } }`, "reserved-id")).toMatch(
      words,
    );
  });

  test("an item's name means one thing in the whole file", () => {
    expect(told("m: { map: { items: '${input.xs}', as: «a, steps: { a: { pass: 1 } } } }", "name-shadows")).toMatch(
      /already a step called `a`/,
    );
    expect(
      told(
        "m: { map: { items: '${input.xs}', as: «later, steps: { a: { pass: 1 } } } }\nlater: { pass: 1 }",
        "name-shadows",
      ),
    ).toMatch(/already a step/);
    expect(
      told(
        "p: { parallel: { left: { map: { items: '${input.xs}', as: «left, steps: { a: { pass: 1 } } } } } }",
        "name-shadows",
      ),
    ).toMatch(/already a step/);
  });
});
