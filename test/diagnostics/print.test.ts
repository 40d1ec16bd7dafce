import { describe, expect, test } from "vitest";
import { Diagnostics } from "../../diagnostics/diagnostic.ts";
import { frame } from "../../diagnostics/frame.ts";
import { diagnosticsToJson } from "../../diagnostics/json.ts";
import { positionOf } from "../../diagnostics/position.ts";
import { printDiagnostics, wantsColor } from "../../diagnostics/print.ts";

const text = "name: t\nsteps:\n  a:\n    pas: 1\n    retry: x\n";

function some(count = 1): Diagnostics {
  const diagnostics = new Diagnostics("pipelines/t.yaml");
  const at = text.indexOf("pas");
  for (let index = 0; index < count; index++)
    diagnostics.add("unknown-key", [at, at + 3], "`pas` is not a kind of step.", "Did you mean `pass`?");
  return diagnostics;
}

const print = (diagnostics: Diagnostics, options: { color?: boolean; max?: number } = {}) =>
  printDiagnostics(diagnostics.all, { textOf: () => text, color: false, ...options });

describe("text", () => {
  test("place, code, message, frame, cause, cure and a summary", () => {
    expect(print(some())).toBe(
      [
        "pipelines/t.yaml:4:5: error unknown-key: `pas` is not a kind of step.",
        "  3 |   a:",
        "> 4 |     pas: 1",
        "    |     ^^^",
        "  5 |     retry: x",
        "  why: Each mapping of a spec has a fixed set of keys, so that a mistyped one is not silently ignored.",
        "  fix: Did you mean `pass`?",
        "",
        "1 error in pipelines/t.yaml. More about a code: npm run explain -- unknown-key",
        "",
      ].join("\n"),
    );
  });

  test("without a fix of its own, the catalogue's is shown", () => {
    const diagnostics = new Diagnostics("t.yaml");
    diagnostics.add("file-empty", [0, 0], "There is no pipeline in this file.");
    const printed = printDiagnostics(diagnostics.all, { textOf: () => "", color: false });
    expect(printed).toContain("t.yaml:1:1: error file-empty: There is no pipeline in this file.\n  why: ");
    expect(printed).toContain("  fix: Start with `name: <name>`");
  });

  test("the cause is told once per code, and what is beyond the cap is counted", () => {
    const printed = print(some(50), { max: 3 });
    expect(printed.match(/why:/g)).toHaveLength(1);
    expect(printed.match(/error unknown-key/g)).toHaveLength(3);
    expect(printed).toContain("50 errors in pipelines/t.yaml (47 more not shown).");
  });

  test("errors come before warnings when not all are shown", () => {
    const diagnostics = new Diagnostics("t.yaml");
    diagnostics.add("yaml-leading-zero", [0, 1], "a warning");
    diagnostics.add("unknown-key", [2, 3], "an error");
    const printed = print(diagnostics, { max: 1 });
    expect(printed).toContain("an error");
    expect(printed).not.toContain("a warning");
    expect(printed).toContain("1 error, 1 warning in t.yaml (1 more not shown)");
  });

  test("nothing for nothing", () => {
    expect(print(some(0))).toBe("");
  });

  test("colours only when they are wanted", () => {
    const esc = String.fromCharCode(27);
    expect(print(some())).not.toContain(esc);
    expect(print(some(), { color: true })).toContain(`${esc}[31m^^^`);
    const before = process.env.NO_COLOR;
    process.env.NO_COLOR = "1";
    expect(wantsColor({ isTTY: true })).toBe(false);
    delete process.env.NO_COLOR;
    expect(wantsColor({})).toBe(false);
    expect(wantsColor({ isTTY: true })).toBe(process.env.TERM !== "dumb");
    if (before !== undefined) process.env.NO_COLOR = before;
  });

  test("what a terminal would obey is not printed", () => {
    const esc = String.fromCharCode(27);
    const diagnostics = new Diagnostics("t.yaml");
    diagnostics.add("unknown-key", [0, 1], `no key ${esc}[2J`);
    const printed = printDiagnostics(diagnostics.all, { textOf: () => `${esc}]0;x\u0007: 1\n`, color: false });
    expect(printed).toContain("no key ·[2J");
    expect(printed).not.toContain(esc);
  });
});

describe("frames", () => {
  test("the first and the last line of a file", () => {
    expect(frame("one\ntwo\n", [0, 3])).toBe("> 1 | one\n    | ^^^\n  2 | two");
    expect(frame("one\ntwo\n", [4, 7])).toBe("  1 | one\n> 2 | two\n    | ^^^");
    expect(frame("one\ntwo", [7, 7])).toBe("  1 | one\n> 2 | two\n    |    ^");
  });

  test("a range of several lines is marked on its first", () => {
    expect(frame("a:\n  b: 1\n  c: 2\n", [3, 17])).toBe("  1 | a:\n> 2 |   b: 1\n    | ^^^^^^\n  3 |   c: 2");
  });

  test("line numbers of several digits line up", () => {
    const long = Array.from({ length: 120 }, (_, index) => `line${index + 1}`).join("\n");
    const at = long.indexOf("line99");
    expect(frame(long, [at, at + 6])).toBe("   98 | line98\n>  99 | line99\n      | ^^^^^^\n  100 | line100");
  });

  test("CRLF", () => {
    expect(frame("one\r\ntwo\r\nthree\r\n", [5, 8])).toBe("  1 | one\n> 2 | two\n    | ^^^\n  3 | three");
  });

  test("of a very long line only the part around the place", () => {
    const line = `${"x".repeat(5_000)}HERE${"y".repeat(5_000)}`;
    const shown = frame(line, [5_000, 5_004])!;
    expect(shown.length).toBeLessThan(400);
    const [marked = "", marks = ""] = shown.split("\n");
    expect(marked.slice(marks.indexOf("^"), marks.lastIndexOf("^") + 1)).toBe("HERE");
  });

  test("none for an empty text", () => {
    expect(frame("", [0, 0])).toBeUndefined();
  });
});

test("positions", () => {
  expect(positionOf("a\nbc\n", 0)).toEqual({ line: 1, column: 1 });
  expect(positionOf("a\nbc\n", 1)).toEqual({ line: 1, column: 2 });
  expect(positionOf("a\nbc\n", 2)).toEqual({ line: 2, column: 1 });
  expect(positionOf("a\nbc\n", 99)).toEqual({ line: 3, column: 1 });
  expect(positionOf("", 5)).toEqual({ line: 1, column: 1 });
});

test("JSON", () => {
  const json = diagnosticsToJson(some().all, () => text);
  expect(json).toEqual({
    version: 1,
    errors: 1,
    warnings: 0,
    diagnostics: [
      {
        code: "unknown-key",
        severity: "error",
        message: "`pas` is not a kind of step.",
        cause: expect.stringContaining("fixed set of keys"),
        fix: "Did you mean `pass`?",
        file: "pipelines/t.yaml",
        start: { line: 4, column: 5 },
        end: { line: 4, column: 8 },
      },
    ],
  });
});
