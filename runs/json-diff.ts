/** Deep comparison of two JSON values: numbers by value (2 equals 2.0, -0 equals 0), objects without regard to key order. */
import type { Json } from "../generators/expressions/expression.ts";
import type { Varied } from "./comparison.ts";

type At = readonly (string | number)[];
export type JsonDifference = { readonly path: At; readonly left?: Json; readonly right?: Json; readonly says: string };
export type JsonComparison = { readonly differences: readonly JsonDifference[]; readonly varied: readonly Varied[] };

/** Paths that vary from run to run: keys, `*` for any list element; [] is the whole value. */
export type Varies = readonly (readonly string[])[];

/**
 * Every place where the values differ. `undefined` is "not there". Places named by `varies` are compared by presence
 * and JSON type only, and listed.
 */
export function jsonDiff(left: Json | undefined, right: Json | undefined, varies: Varies = []): JsonComparison {
  const differences: JsonDifference[] = [];
  const varied: Varied[] = [];

  const visit = (a: Json | undefined, b: Json | undefined, path: At, patterns: Varies): void => {
    if (a === undefined || b === undefined) {
      if (a === undefined && b === undefined) return;
      const says = a === undefined ? "only Airflow has it" : "only Step Functions has it";
      differences.push({ path, ...(a !== undefined && { left: a }), ...(b !== undefined && { right: b }), says });
      return;
    }
    const [kind, other] = [jsonType(a), jsonType(b)];
    if (kind !== other) {
      differences.push({ path, left: a, right: b, says: `${kind} in Step Functions, ${other} in Airflow` });
      return;
    }
    if (patterns.some((pattern) => pattern.length === 0)) {
      varied.push({ path, left: a, right: b });
      return;
    }
    if (Array.isArray(a) && Array.isArray(b)) {
      const under = patterns.filter(([head]) => head === "*").map((pattern) => pattern.slice(1));
      for (let at = 0; at < Math.max(a.length, b.length); at += 1) visit(a[at], b[at], [...path, at], under);
      return;
    }
    if (isObject(a) && isObject(b)) {
      for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
        const under = patterns.filter(([head]) => head === key).map((pattern) => pattern.slice(1));
        visit(own(a, key), own(b, key), [...path, key], under);
      }
      return;
    }
    if (a !== b) differences.push({ path, left: a, right: b, says: "different values" });
  };

  visit(left, right, [], varies);
  return { differences, varied };
}

/** JSON's own name for what a value is. */
export function jsonType(value: Json): "null" | "boolean" | "number" | "string" | "list" | "object" {
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  return typeof value as "boolean" | "number" | "string" | "object";
}

export const isObject = (value: Json | undefined): value is { [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const own = (value: { [key: string]: Json }, key: string): Json | undefined =>
  Object.hasOwn(value, key) ? value[key] : undefined;
