/**
 * Our expressions against CEL itself: what cel-js evaluates must be what we compile to, except where the
 * language is defined otherwise. Every such difference is listed here with its reason.
 */
import { Environment } from "@marcbachmann/cel-js";
import { describe, expect, it } from "vitest";
import type { Json } from "../../generators/expressions/expression.ts";
import { functionTable } from "../../generators/expressions/functions.ts";
import { data, declared, expressions } from "./corpus.ts";
import { canonical, compile, jsonataOf, type Outcome, runJsonata } from "./support.ts";

/** Functions that CEL does not have, or that cel-js does not. */
const shared = new Set(["size", "contains", "startsWith", "endsWith", "matches", "int", "double", "string"]);
const extensions = [...functionTable.keys()].filter((name) => !shared.has(name));
const usesExtension = (source: string): boolean => new RegExp(`\\b(${extensions.join("|")})\\(|orValue`).test(source);

const environment = new Environment({
  unlistedVariablesAreDyn: true,
  homogeneousAggregateLiterals: false,
  enableOptionalTypes: true,
});

const toCel = (value: unknown): unknown => {
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(toCel);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toCel(inner)]));
};

const fromCel = (value: unknown): Json => {
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, inner]) => [String(key), fromCel(inner)]));
  if (Array.isArray(value)) return value.map(fromCel);
  if (value === null || typeof value !== "object") return value as Json;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fromCel(inner)]));
};

function evaluateCel(source: string): Outcome {
  try {
    return { ok: fromCel(environment.evaluate(source, toCel(data) as Record<string, unknown>)) };
  } catch (error) {
    return { error: String((error as Error).message).split("\n")[0]! };
  }
}

/** CEL keeps integers and doubles apart; JSON has one kind of number. */
const isNumberKind = (outcome: Outcome): boolean =>
  "error" in outcome && /^no such overload: .*(int|double)/.test(outcome.error);

/** The other differences, and why the language is defined so. */
const defined: readonly (readonly [source: string, why: string])[] = [
  [String.raw`" \u00a0".matches("\\s\\s")`, "\\s is ASCII on both engines (T22)"],
  ['"t=" + string(input.third) + " tiny=" + string(input.tiny) + " huge=" + string(input.huge)', "15 digits (T15)"],
  ["string(0.1 + 0.2)", "15 digits (T15)"],
  ["has(order.list[0])", "CEL's has takes fields only"],
  ["has(order.list[1])", "CEL's has takes fields only"],
  ["has(input.nested[1][0])", "CEL's has takes fields only"],
  ["input.nums.exists(x, 10.0 / double(x - 3) > 1.0)", "CEL absorbs errors; JSONata works out every element (T9)"],
  ['int("1.5")', "one kind of number: a text with a fraction is cut off"],
  ["int(input.lead)", "JSON numbers have no leading zeros (T33)"],
];

describe("CEL and we agree on", () => {
  it("every expression of the corpus that both can evaluate", async () => {
    const rows = expressions.filter((source) => !usesExtension(source));
    const different: string[] = [];
    let agreed = 0;
    for (const source of rows) {
      const compiled = compile(source, declared);
      if (compiled.codes.length > 0) continue;
      const cel = evaluateCel(source);
      const ours = await runJsonata(jsonataOf(compiled), data);
      if (canonical(cel) === canonical(ours)) agreed++;
      else if (!isNumberKind(cel)) different.push(source);
    }
    expect(different.sort()).toEqual(defined.map(([source]) => source).sort());
    expect(agreed).toBeGreaterThan(100);
  });
});
