/** For tests: which diagnostics a spec gives, by code and place. */
import { expect } from "vitest";
import type { Code } from "../../diagnostics/catalogue.ts";
import type { Diagnostics } from "../../diagnostics/diagnostic.ts";
import { positionOf } from "../../diagnostics/position.ts";
import { check as wholeFrontEnd } from "../../generators/compile.ts";

export type Expected = { readonly code: Code; readonly line: number; readonly column: number };

/** What is tried: from a file name and its text to diagnostics. */
export type Check = (options: { file: string; text: string }) => { readonly diagnostics: Diagnostics };

/**
 * Asserts that a spec gives exactly these diagnostics, in the order of the file.
 * @returns the diagnostics, for assertions about messages and fixes.
 */
export function expectDiagnostics(
  text: string,
  expected: readonly Expected[],
  check: Check = wholeFrontEnd,
  file = "t.yaml",
) {
  const { diagnostics } = check({ file, text });
  const found = diagnostics.all.map(({ code, range }) => ({ code, ...positionOf(text, range[0]) }));
  expect(found).toEqual(expected);
  return diagnostics.all;
}
