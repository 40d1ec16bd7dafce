import { describe, expect, test } from "vitest";
import { Diagnostics } from "../../diagnostics/diagnostic.ts";
import type { AslEmission } from "../../generators/asl/emit.ts";
import { lintAsl } from "../../generators/asl/lint.ts";
import { check } from "../../generators/compile.ts";
import { refuses as marked } from "../spec/marked.ts";
import { passes, refuses, told } from "./refuses.ts";

const one = "a: { pass: 1 }";

describe("defaults of the input", () => {
  const input = (fields: string) => `name: t\nsteps: { a: { pass: 1 } }\ninput: { ${fields} }\n`;

  test.each([
    "f: { type: string, default: x }",
    "f: { type: number, default: 1 }",
    "f: { type: [integer], default: [] }",
    "f: { type: any, default: { a: [1] } }",
    "f: { type: string, nullable: true, default: null }",
    "f: { type: { a: string, b: { type: integer, optional: true } }, default: { a: x, more: 1 } }",
  ])("%s is fine", (field) => {
    expect(check({ file: "t.yaml", text: input(field) }).diagnostics.all).toEqual([]);
  });

  test.each<[string, RegExp]>([
    ["f: { type: string, default: «1 }", /The default of `f` must be of type string, not the number 1/],
    ["f: { type: integer, default: «1.5 }", /of type integer, not the number 1\.5/],
    ["f: { type: string, default: «null }", /not null/],
    ["f: { type: [integer], default: [1, «x] }", /The default of `f\.1` must be of type integer, not the string "x"/],
    [
      "f: { type: { a: [{ b: boolean }] }, default: { a: [{ b: «yes }] } }",
      /`f\.a\.0\.b` must be of type boolean, not the string "yes"/,
    ],
  ])("%s is refused", (field, words) => {
    const [diagnostic] = marked(input(field), ["default-invalid"], check);
    expect(diagnostic?.message).toMatch(words);
  });
});

describe("functions", () => {
  test("that nobody calls are a warning; those called by default need no entry", () => {
    expect(told(one, "unused-function", "functions: { «f: {} }\n")).toMatch(/No step calls `f`/);
    const { functions } = passes("a: { lambda: f }");
    expect(functions[0]).toMatchObject({
      name: "f",
      source: "functions/f.py",
      handler: "handler",
      timeout: 3,
      memory: 128,
    });
  });

  test("every function once, in the order of the calls", () => {
    const { functions } = passes(
      "a: { lambda: g }\nb: { lambda: f }\nc: { lambda: g }",
      "functions: { f: { source: lib/f.py, timeout: 1m } }\n",
    );
    expect(functions.map(({ name, source, timeout }) => [name, source, timeout])).toEqual([
      ["g", "functions/g.py", 3],
      ["f", "lib/f.py", 60],
    ]);
  });

  const called = "a: { lambda: f }";
  const store = "resources: { store: { bucket: {} } }\n";
  test("their texts may hold resources, and IAM's own variables in permissions", () => {
    passes(
      called,
      `${store}functions: { f: { environment: { BUCKET: "x-\${resources.store.name}" }, permissions: [{ action: "s3:*", resource: ["\${resources.store.arn}/*", "arn:aws:s3:::home/\${aws:username}"] }] } }\n`,
    );
  });

  test.each<[string, RegExp]>([
    [
      'environment: { BUCKET: «"${resources.stor.name}" }',
      /There is no resource called `stor`\. \| Did you mean `store`\?/,
    ],
    [
      'environment: { BUCKET: «"${resources.store.url}" }',
      /A bucket has no `url`\. \| Write \$\{resources\.store\.name\}/,
    ],
    [
      'environment: { WHO: «"${input.s}" }',
      /`\$\{input\.s\}` has no value when the function is created\. \| .*`payload`/,
    ],
    ['environment: { WHO: «"${aws:username}" }', /has no value when the function is created/],
    ['environment: { WHO: «"${open" }', /`\$\{open` has no value/],
    ['permissions: [{ action: "s3:GetObject", resource: «"${resources.other.arn}/*" }]', /no resource called `other`/],
    [
      'permissions: [{ action: "s3:GetObject", resource: ["*", «"${resources.store.size}"] }]',
      /A bucket has no `size`/,
    ],
  ])("%s is refused", (inner, words) => {
    expect(told(called, "unknown-resource", `${store}functions: { f: { ${inner} } }\n`)).toMatch(words);
  });
});

describe("scenarios", () => {
  const given = "n: 1, x: 1, s: a, b: true, xs: [1], o: { k: v }, any: null";
  const scenario = (inner: string) => `scenarios: { one: { ${inner} } }\n`;

  test("a right input, and one with more than was declared", () => {
    passes(one, scenario(`input: { ${given} }`));
    const { scenarios } = passes(
      one,
      scenario(`input: { ${given}, extra: [1] }, expect: { attempts: { a: 1 }, order: [a] }`),
    );
    expect(scenarios[0]).toMatchObject({ name: "one", input: { extra: [1] }, expect: { attempts: { a: 1 } } });
  });

  test.each<[string, RegExp]>([
    [given.replace("n: 1", "n: «x"), /`input\.n` must be of type integer, not the string "x"/],
    [given.replace("s: a", "s: «1"), /`input\.s` must be of type string/],
    [given.replace("xs: [1]", "xs: [1, «true]"), /`input\.xs\.1` must be of type integer, not the boolean true/],
    [given.replace("o: { k: v }", "o: «{}"), /`input\.o\.k` is missing/],
  ])("input: { %s } is refused", (input, words) => {
    expect(told(one, "input-invalid", scenario(`input: { ${input} }`))).toMatch(words);
  });

  test("a field that is missing is told where the input stands, or the scenario when it has none", () => {
    expect(told(one, "input-invalid", scenario(`input: «{ ${given.replace("n: 1, ", "")} }`))).toMatch(
      /`input\.n` is missing, and has no default/,
    );
    const [first, ...rest] = marked(
      "name: t\nsteps: { a: { pass: 1 } }\ninput: { f: string }\nscenarios: { «one: {} }\n",
      ["input-invalid"],
      check,
    );
    expect([first?.message, rest.length]).toEqual(["`input.f` is missing, and has no default.", 0]);
  });

  test.each<[string, RegExp]>([
    ["expect: { attempts: { «al: 1 } }", /There is no step called `al`/],
    ["expect: { order: [a, «b] }", /There is no step called `b`/],
  ])("%s names no step", (inner, words) => {
    expect(told(one, "unknown-step", scenario(`input: { ${given} }, ${inner}`))).toMatch(words);
  });

  test("a near step is suggested; a branch is no step", () => {
    const steps = "first_step: { parallel: { left: { steps: { inner_step: { pass: 1 } } } } }";
    expect(told(steps, "unknown-step", scenario(`input: { ${given} }, expect: { order: [«firststep] }`))).toMatch(
      /Did you mean `first_step`\?/,
    );
    expect(told(steps, "unknown-step", scenario(`input: { ${given} }, expect: { order: [«left] }`))).toMatch(/`left`/);
  });

  test("objects are counted in buckets that exist", () => {
    const store = "resources: { store: { bucket: {} } }\n";
    passes(one, `${store}${scenario(`input: { ${given} }, expect: { objects: { store: 1 } }`)}`);
    expect(
      told(one, "unknown-resource", `${store}${scenario(`input: { ${given} }, expect: { objects: { «stor: 1 } }`)}`),
    ).toMatch(/Did you mean `store`\?/);
  });

  test("faults are not yet; the step they name must exist all the same", () => {
    expect(told(one, "not-yet", scenario(`input: { ${given} }, «faults: { a: [E] }`))).toMatch(
      /Faults that are put in come with a later version/,
    );
    refuses(one, ["not-yet", "unknown-step"], scenario(`input: { ${given} }, «faults: { «b: [E] }`));
  });
});

describe("what Step Functions allows a definition", () => {
  const { pipeline } = check({ file: "t.yaml", text: "name: t\nsteps: { a: { pass: 1 } }\n" });
  const lint = (asl: { text: string; states: AslEmission["states"] }) => {
    const diagnostics = new Diagnostics("t.yaml");
    lintAsl({ pipeline: pipeline!, asl: asl as AslEmission, diagnostics });
    return diagnostics.all.map(({ code }) => code);
  };
  const state = (name: string) => new Map([["a", [{ name }]]]) as unknown as AslEmission["states"];

  test("1,048,576 characters and no more", () => {
    expect(lint({ text: "x".repeat(1_048_576), states: new Map() as AslEmission["states"] })).toEqual([]);
    expect(lint({ text: "x".repeat(1_048_577), states: new Map() as AslEmission["states"] })).toEqual([
      "definition-too-large",
    ]);
  });

  test("names of 80 characters and no more", () => {
    expect(lint({ text: "", states: state("a".repeat(80)) })).toEqual([]);
    expect(lint({ text: "", states: state("a".repeat(81)) })).toEqual(["state-name-too-long"]);
  });
});
