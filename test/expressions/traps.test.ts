/** Each trap of expressions.md, in JSONata; python.test.ts evaluates the same table in Python. */
import { describe, expect, it } from "vitest";
import { compile, jsonataOf, pythonOf, runJsonata } from "./support.ts";
import { refusals, trapData, traps, trapTypes } from "./traps.ts";

describe("traps", () => {
  it.each(traps)("$trap: $source", async ({ source, jsonata, python, value }) => {
    const compiled = compile(source, trapTypes);
    expect(compiled.codes).toEqual([]);
    expect(jsonataOf(compiled)).toBe(jsonata);
    expect(pythonOf(compiled)).toBe(python);
    const outcome = await runJsonata(jsonata, trapData);
    if (value === undefined) {
      expect(outcome).toHaveProperty("error");
      expect(compiled.expression.fallible).toBe(true);
    } else expect(outcome).toEqual({ ok: value });
  });

  it.each(refusals)("%s: %s is refused", (_, source, code) => {
    expect(compile(source, trapTypes).codes).toEqual([code]);
  });
});
