/** Whatever is done to a good spec, the reader answers with a document or with diagnostics inside the file. */
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { catalogue } from "../../diagnostics/catalogue.ts";
import { printDiagnostics } from "../../diagnostics/print.ts";
import { readSpec } from "../../generators/spec/read.ts";

const folder = new URL("../../pipelines/", import.meta.url);
const specs = readdirSync(folder)
  .filter((file) => file.endsWith(".yaml"))
  .map((file) => ({ file, text: readFileSync(new URL(file, folder), "utf8") }));

/** Reads, and checks what must hold for any text. */
function reads(file: string, text: string): void {
  const { document, diagnostics } = readSpec({ file, text });
  expect(document === undefined).toBe(diagnostics.hasErrors);
  for (const { range, code, message } of diagnostics.all) {
    expect(range[0]).toBeGreaterThanOrEqual(0);
    expect(range[1]).toBeGreaterThanOrEqual(range[0]);
    expect(range[1]).toBeLessThanOrEqual(text.length);
    expect(catalogue[code]).toBeDefined();
    expect(message).not.toMatch(/Invalid (input|type)|expected string|undefined|\[object/);
  }
  const printed = printDiagnostics(diagnostics.all, { textOf: () => text, color: false });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal would obey these
  expect(printed).not.toMatch(/[\u0000-\u0008\u001B]/);
}

const spec = fc.constantFrom(...specs);
const snippet = fc.constantFrom(
  "${",
  "}",
  "{",
  "[",
  "]",
  ":",
  ": ",
  " #",
  '"',
  "'",
  "\t",
  "\n",
  "\r\n",
  "- ",
  "? ",
  "&a ",
  "*a",
  "!x ",
  "<<: ",
  "---\n",
  "|\n",
  ">-\n",
  "null",
  "true",
  "1e999",
  ".inf",
  "01",
  "__proto__: 1\n",
  "steps: {}",
  "retry: 1",
  "catch: []",
  "default: {}",
  "when: x",
  "lambda: f",
  "\u0000",
  "\uFEFF",
  "é",
  "😀",
  "\\",
  "%",
  "@",
  "`",
);

describe("mutations of the text", () => {
  test("insertions, deletions and moves", () => {
    fc.assert(
      fc.property(
        spec,
        fc.array(
          fc.tuple(
            fc.double({ min: 0, max: 1, noNaN: true }),
            fc.nat(12),
            fc.oneof(snippet, fc.string({ maxLength: 5 })),
          ),
          { minLength: 1, maxLength: 4 },
        ),
        ({ file, text }, edits) => {
          let mutated = text;
          for (const [where, length, inserted] of edits) {
            const at = Math.floor(where * mutated.length);
            mutated = mutated.slice(0, at) + inserted + mutated.slice(at + length);
          }
          reads(file, mutated);
        },
      ),
      { numRuns: 100, seed: 3 },
    );
  }, 60_000);

  test("any text at all", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.oneof(snippet, fc.string({ minLength: 1, maxLength: 1 })), maxLength: 60 }),
        (text) => reads("t.yaml", text),
      ),
      { numRuns: 100, seed: 3 },
    );
  }, 60_000);
});

type Mutable = { [key: string]: unknown } | unknown[];

/** Every mapping and list in a value. */
function holders(value: unknown): Mutable[] {
  if (typeof value !== "object" || value === null) return [];
  return [value as Mutable, ...Object.values(value).flatMap(holders)];
}

const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(
    null,
    "",
    "${",
    "${x}",
    "5s",
    0,
    -1,
    1.5,
    [],
    {},
    { steps: {} },
    { lambda: "f" },
    [null],
    { type: "string" },
    "States.ALL",
  ),
);
const key = fc.constantFrom(
  "steps",
  "lambda",
  "pass",
  "choice",
  "parallel",
  "map",
  "wait",
  "fail",
  "retry",
  "catch",
  "timeout",
  "result",
  "default",
  "when",
  "type",
  "errors",
  "name",
  "x",
  "try",
  "Bad Id",
  "constructor",
  "toString",
);

test("mutations of the structure: every value replaced, added, removed by others", () => {
  fc.assert(
    fc.property(
      spec,
      fc.array(fc.tuple(fc.nat(), fc.nat(), fc.constantFrom("replace", "add", "remove"), key, odd), {
        minLength: 1,
        maxLength: 3,
      }),
      ({ file, text }, edits) => {
        const value = parse(text) as Mutable;
        for (const [which, entry, action, name, replacement] of edits) {
          const all = holders(value);
          const holder = all[which % all.length]! as Record<string, unknown>;
          const keys = Object.keys(holder);
          const chosen = keys[entry % Math.max(1, keys.length)];
          if (action === "add") holder[Array.isArray(holder) ? String(holder.length) : name] = replacement;
          else if (chosen !== undefined && action === "replace") holder[chosen] = replacement;
          else if (chosen !== undefined)
            Array.isArray(holder) ? holder.splice(Number(chosen), 1) : delete holder[chosen];
        }
        reads(file, stringify(value));
      },
    ),
    { numRuns: 100, seed: 3 },
  );
}, 60_000);
