/** Specs for tests, with « at each place where a diagnostic must point. */
import type { Code } from "../../diagnostics/catalogue.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { positionOf } from "../../diagnostics/position.ts";
import { readSpec } from "../../generators/spec/read.ts";
import { type Check, expectDiagnostics } from "../diagnostics/expect.ts";

/** Asserts that the text, without its marks, gives exactly these codes at the marks, in order (by default from the spec reader alone). */
export function refuses(marked: string, codes: readonly Code[], check: Check = readSpec): readonly Diagnostic[] {
  const [first = "", ...rest] = marked.split("«");
  let text = first;
  const places = rest.map((part) => {
    const place = positionOf(text, Number.POSITIVE_INFINITY);
    text += part;
    return place;
  });
  const expected = places.map((place, index) => ({
    code: codes[index] ?? ("no code for this mark" as Code),
    ...place,
  }));
  return expectDiagnostics(text, expected, check);
}

/** A whole spec around steps; each line of `steps` is indented by two. */
export const withSteps = (steps: string): string => `name: t\nsteps:\n${indent(steps)}\n`;

/** A whole spec with one harmless step and something else at the top. */
export const beside = (top: string): string => `name: t\nsteps:\n  a: { pass: 1 }\n${top}\n`;

const indent = (text: string): string => text.replaceAll(/^(?=.)/gm, "  ");
