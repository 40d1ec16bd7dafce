import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chooseRuns, type RunOptions } from "../../cli/scenario.ts";
import { check } from "../../generators/compile.ts";
import { type Project, project } from "./project.ts";

let here: Project;
beforeAll(() => {
  here = project({ "input.json": '{ "n": 3 }', "list.json": "[1]" });
});
afterAll(() => here.remove());

const spec = (more = "") =>
  check({
    file: "t.yaml",
    text: `name: t\ninput:\n  n: integer\n  o: { type: { names: [string], note: { type: string, optional: true } }, default: { names: [] } }\nsteps:\n  a: { pass: 1 }\n${more}`,
  }).pipeline!;
const scenarios = spec(
  "scenarios:\n  few: { input: { n: 1 } }\n  many: { input: { n: 100 }, expect: { status: succeeded } }\n",
);

/** What stops the choice: message and cure. */
function problem(options: RunOptions, pipeline = scenarios) {
  try {
    chooseRuns(pipeline, options);
  } catch (error) {
    const { message, fix, exitCode } = error as { message: string; fix?: string; exitCode: number };
    expect(exitCode).toBe(2);
    return `${message} | ${fix}`;
  }
  return undefined;
}

describe("which runs", () => {
  test("the first scenario when none is named, the named one, all of them", () => {
    expect(chooseRuns(scenarios, {})).toEqual([{ scenario: "few", input: { n: 1 } }]);
    expect(chooseRuns(scenarios, { scenario: "many" })).toEqual([
      { scenario: "many", input: { n: 100 }, expect: { status: "succeeded" } },
    ]);
    expect(chooseRuns(scenarios, { all: true }).map(({ scenario }) => scenario)).toEqual(["few", "many"]);
  });

  test("an input by hand: as text, from a file", () => {
    expect(chooseRuns(scenarios, { input: '{"n": 2, "extra": [null]}' })).toEqual([{ input: { n: 2, extra: [null] } }]);
    expect(chooseRuns(scenarios, { input: `@${here.root}/input.json` })).toEqual([{ input: { n: 3 } }]);
  });

  test("no scenarios: an empty input, where that is one", () => {
    const free = check({ file: "t.yaml", text: "name: t\nsteps:\n  a: { pass: 1 }\n" }).pipeline!;
    expect(chooseRuns(free, {})).toEqual([{ input: {} }]);
    expect(chooseRuns(free, { all: true })).toEqual([{ input: {} }]);
    expect(problem({}, spec())).toMatch(/input\.n is missing, and has no default \| Give one: --input/);
  });

  test("an unknown scenario: the nearest one, or all there are", () => {
    expect(problem({ scenario: "mny" })).toBe("t has no scenario `mny`. | Did you mean `many`?");
    expect(problem({ scenario: "something" })).toBe("t has no scenario `something`. | There are: few, many.");
    expect(problem({ scenario: "x" }, spec())).toBe("t has no scenario `x`. | t has no scenarios.");
  });

  test("options that exclude each other", () => {
    expect(problem({ input: "{}", scenario: "few" })).toMatch(/--input goes with neither/);
    expect(problem({ input: "{}", all: true })).toMatch(/--input goes with neither/);
    expect(problem({ scenario: "few", all: true })).toMatch(/exclude each other/);
  });
});

describe("an input that cannot be run is refused before either engine starts", () => {
  test.each([
    ["{", /^The input is not JSON: .*\| Write it like --input/],
    ["", /^The input is not JSON/],
    ["[1]", /input must be an object, not a list/],
    ["null", /input must be an object, not null/],
    ["{}", /input\.n is missing, and has no default \| Mend the input\. Neither engine was started\.$/],
    ['{"n": "1"}', /input\.n must be of type integer, not the string "1"/],
    ['{"n": 1.5}', /input\.n must be of type integer, not the number 1\.5/],
    ['{"n": true}', /input\.n must be of type integer, not the boolean true/],
    ['{"n": null}', /input\.n must be of type integer, not null/],
    ['{"n": 1, "o": null}', /input\.o must be of type object \{names, note\}, not null/],
    ['{"n": 1, "o": {}}', /input\.o\.names is missing/],
    ['{"n": 1, "o": {"names": ["a", 2]}}', /input\.o\.names\.1 must be of type string, not the number 2/],
    ['{"n": 1, "o": {"names": [], "note": 1}}', /input\.o\.note must be of type string/],
    ['{"n": 12345678901234567890}', /a number that JSON cannot carry exactly .*\| Write a long id as a text/],
    ['{"n": 1, "x": [{"y": 1e400}]}', /a number that JSON cannot carry exactly/],
    ["@nowhere.json", /^The input file nowhere\.json does not exist\./],
    ["@", /^The input file after --input @ does not exist\./],
  ])("%s", (input, message) => {
    expect(problem({ input })).toMatch(message);
  });

  test("a field called constructor is missing like any other", () => {
    const odd = check({ file: "t.yaml", text: "name: t\ninput: { constructor: string }\nsteps:\n  a: { pass: 1 }\n" })
      .pipeline!;
    expect(problem({ input: "{}" }, odd)).toMatch(/input\.constructor is missing/);
  });

  test("a file that holds no input", () => {
    expect(problem({ input: `@${here.root}/list.json` })).toMatch(/must be an object, not a list/);
    expect(problem({ input: `@${here.root}` })).toMatch(/cannot be read/);
  });

  test("several mistakes are told at once", () => {
    expect(problem({ input: '{"n": "x", "o": 1}' })?.split("\n")).toHaveLength(3);
  });
});
