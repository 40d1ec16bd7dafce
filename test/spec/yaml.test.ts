import { describe, expect, test } from "vitest";
import { readSpec } from "../../generators/spec/read.ts";
import { beside, refuses, withSteps } from "./marked.ts";

describe("text that is no YAML", () => {
  test.each([
    ["an empty file", "«", "file-empty"],
    ["nothing but comments", "«# nothing\n", "file-empty"],
    ["blank lines", "«\n \n\n", "file-empty"],
    ["a document without content", "«---\n", "file-empty"],
    ["NUL", "name: t«\u0000\n", "file-not-text"],
    ["another control character", "name: t«\u0007\n", "file-not-text"],
    ["a tab in the indentation", "name: t\nsteps:\n«\ta: { pass: 1 }\n", "yaml-tab"],
    ["a tab after spaces", "name: t\nsteps:\n  a:\n«\t  pass: 1\n", "yaml-tab"],
    ["a quote that is not closed", 'name: «"t\nsteps:\n  a: { pass: 1 }\n', "yaml-syntax"],
    ["a bracket that is not closed", "name: t\nsteps:\n  a: «{ pass: 1\n  b: { pass: 2 }\n", "yaml-syntax"],
    ["an inner bracket that is not closed", "name: t\nsteps: { a: { pass: «[1, 2 } }\n", "yaml-syntax"],
    ["a bracket that closes nothing", "name: «]\n", "yaml-syntax"],
    ["wrong indentation", "name: «t\n steps: 1\n", "yaml-syntax"],
    ["a colon in a plain value", beside("description: «a: b"), "yaml-syntax"],
    ["a backtick", beside("description: «`x`"), "yaml-syntax"],
    ["an at sign", beside("description: «@x"), "yaml-syntax"],
    ["a bad escape", beside('description: "«\\q"'), "yaml-syntax"],
    ["YAML 1.1", "«%YAML 1.1\n---\nname: t\nsteps:\n  a: { pass: 1 }\n", "yaml-syntax"],
    ["a second document", `${beside("")}«---\nname: u\n`, "yaml-several-documents"],
  ] as const)("%s", (_, text, code) => {
    refuses(text, [code]);
  });

  test("every duplicate key is told, and every tab", () => {
    refuses("name: t\n«name: t\nsteps:\n  a: { pass: 1 }\n  «a: { pass: 2 }\n", [
      "yaml-duplicate-key",
      "yaml-duplicate-key",
    ]);
  });

  test("errors that only follow from an earlier one are left out", () => {
    refuses("name: t\nsteps:\n  a: { pass: 1 }\n  b: «[\nscenarios: 1\n", ["yaml-syntax"]);
  });
});

describe("YAML that JSON cannot carry", () => {
  test.each([
    ["20 digits", "12345678901234567890"],
    ["one more than doubles hold", "9007199254740992"],
    ["hexadecimal", "0x1FFFFFFFFFFFFFFF"],
    ["infinity", ".inf"],
    ["minus infinity", "-.inf"],
    ["not a number", ".nan"],
    ["a number beyond all doubles", "1e999"],
  ])("%s", (_, number) => {
    refuses(beside(`output: { n: «${number} }`), ["yaml-number"]);
  });

  test.each(["9007199254740991", "-5", "1e20", "2.50", "0o17", "0", "0.5", "-0.25"])("%s is fine", (number) => {
    expect(readSpec({ file: "t.yaml", text: beside(`output: ${number}`) }).diagnostics.all).toEqual([]);
  });

  test("a leading zero is a warning, and the document is there", () => {
    const [warning] = refuses(beside("output: { zip: «01234 }"), ["yaml-leading-zero"]);
    expect(warning).toMatchObject({ severity: "warning", fix: 'Write "01234" in quotes, or 1234.' });
    expect(readSpec({ file: "t.yaml", text: beside("output: 01234") }).document).toBeDefined();
  });

  test("keys that are no text", () => {
    const codes = Array.from({ length: 6 }, () => "yaml-key" as const);
    refuses(beside("output: { «1: a, «true: b, «null: c, «[a]: d, ? «{x: 1} : e, «2.5: f }"), codes);
  });

  test("__proto__ is refused at every level, and pollutes nothing", () => {
    refuses("name: t\n«__proto__: { polluted: 1 }\nsteps:\n  a: { pass: { «__proto__: 1 } }\n", [
      "yaml-key",
      "yaml-key",
    ]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test("constructor and toString are ordinary keys", () => {
    const { document } = readSpec({
      file: "t.yaml",
      text: beside("output: { constructor: 1, toString: 2, hasOwnProperty: 3 }"),
    });
    expect(document?.spec.output).toEqual({ constructor: 1, toString: 2, hasOwnProperty: 3 });
  });

  test("merge keys", () => {
    refuses(withSteps("a: { pass: &r { x: 1 } }\nb:\n  pass:\n    «<<: *r\n    y: 1"), ["yaml-merge-key"]);
  });
});

describe("tags", () => {
  test("a condition that starts with ! and a tag of CloudFormation", () => {
    const [condition, tag] = refuses(
      withSteps("a:\n  choice:\n    - { when: «!b.ok, steps: {} }\nb: { pass: «!Ref x }"),
      ["yaml-tag", "yaml-tag"],
    );
    expect(condition?.fix).toBe('If it is a condition, write "${!b.ok}".');
    expect(tag?.fix).toBeUndefined();
  });

  test("bytes", () => {
    refuses(beside("output: !!binary «aGk="), ["yaml-tag"]);
  });

  test("a tag for what JSON has is fine", () => {
    expect(readSpec({ file: "t.yaml", text: beside("output: !!str 5") }).document?.spec.output).toBe("5");
  });
});

describe("aliases", () => {
  test("stand for the value of their anchor", () => {
    const { document } = readSpec({ file: "t.yaml", text: withSteps("a: { pass: &x { n: 1 } }\nb: { pass: *x }") });
    expect(document?.spec.steps).toEqual({ a: { pass: { n: 1 } }, b: { pass: { n: 1 } } });
    expect(document?.text.slice(...document.range(["steps", "b", "pass", "n"]))).toBe("1");
  });

  test("without an anchor", () => {
    refuses(beside("output: «*nowhere"), ["yaml-alias"]);
  });

  test("inside their own anchor", () => {
    refuses("name: t\nsteps: &s\n  a: { pass: «*s }\n", ["yaml-alias"]);
  });

  test("a bomb is refused at once", () => {
    const levels = Array.from({ length: 9 }, (_, level) => {
      const inner = level === 0 ? "x" : `*a${level - 1}`;
      return `a${level}: &a${level} [${Array(9).fill(inner).join(", ")}]\n`;
    });
    const start = performance.now();
    const { diagnostics } = readSpec({ file: "t.yaml", text: levels.join("") });
    expect(diagnostics.all.map(({ code }) => code)).toEqual(["yaml-alias"]);
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  test("thousands of aliases, too", () => {
    const text = beside(`output: { a: &a [x], b: [${Array(5_000).fill("*a").join(", ")}] }`);
    expect(readSpec({ file: "t.yaml", text }).diagnostics.all.map(({ code }) => code)).toEqual(["yaml-alias"]);
  });
});

describe("deep nesting", () => {
  test.each([
    ["brackets", `output: ${"[".repeat(10_000)}${"]".repeat(10_000)}`],
    ["braces that are never closed", `output: ${"{".repeat(10_000)}`],
    ["entries on one line", `output:\n  ${"- ".repeat(10_000)}x`],
    ["keys on one line", `output:\n  ${"? ".repeat(5_000)}x`],
  ])("10,000 %s", (_, top) => {
    const { diagnostics } = readSpec({ file: "t.yaml", text: beside(top) });
    expect(diagnostics.all.map(({ code }) => code)).toEqual(["yaml-too-deep"]);
  });

  test("the place is the first level that is too deep", () => {
    refuses(beside(`output: ${"[".repeat(99)}«[[]]${"]".repeat(99)}`), ["yaml-too-deep"]);
    expect(
      readSpec({ file: "t.yaml", text: beside(`output: ${"[".repeat(99)}${"]".repeat(99)}`) }).document,
    ).toBeDefined();
  });
});

describe("line ends and byte order marks", () => {
  test("CRLF", () => {
    refuses("name: t\r\nsteps:\r\n  a:\r\n    «pas: 1\r\n", ["unknown-key"]);
  });

  test("a CRLF file reads as the same file with LF does", () => {
    const text = withSteps("a:\n  pass: >-\n    one\n    two\nb: { pass: 2 }");
    const read = (variant: string) => readSpec({ file: "t.yaml", text: variant }).document?.spec;
    expect(read(text.replaceAll("\n", "\r\n"))).toEqual(read(text));
  });
});
