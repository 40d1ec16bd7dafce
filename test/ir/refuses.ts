/** Specs that the whole front end judges, with « where a diagnostic must point; and specs that must pass. */
import { expect } from "vitest";
import type { Code } from "../../diagnostics/catalogue.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { check } from "../../generators/compile.ts";
import type { Pipeline } from "../../generators/ir/types.ts";
import { refuses as marked, withSteps } from "../spec/marked.ts";

/** The steps, with one declared input of each type above them. */
export const spec = (steps: string, top = ""): string =>
  `${withSteps(steps)}input:\n  n: integer\n  x: number\n  s: string\n  b: boolean\n  xs: [integer]\n  o: { k: string }\n  any: any\n${top}`;

/** Asserts exactly these codes at the marks, and gives the diagnostics. */
export const refuses = (steps: string, codes: readonly Code[], top = ""): readonly Diagnostic[] =>
  marked(spec(steps, top), codes, check);

/** Message and cure of the only diagnostic. */
export function told(steps: string, code: Code, top = ""): string {
  const [only] = refuses(steps, [code], top);
  return `${only?.message} | ${only?.fix}`;
}

/** Asserts that nothing is wrong, not even a warning, and gives the pipeline. */
export function passes(steps: string, top = ""): Pipeline {
  const { pipeline, diagnostics } = check({ file: "t.yaml", text: spec(steps, top) });
  expect(diagnostics.all).toEqual([]);
  expect(pipeline).toBeDefined();
  return pipeline!;
}
