/** JSON as an engineer writes a state machine: two spaces, small objects of plain values on one line. */
import type { Json } from "../expressions/expression.ts";

const width = 100;

/** The text, with a newline at the end. */
export function jsonText(value: Json): string {
  return `${print(value, 0, "")}\n`;
}

function print(value: Json, depth: number, before: string): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const entries: readonly (readonly [string, Json])[] = Array.isArray(value)
    ? value.map((item) => ["", item] as const)
    : Object.entries(value).map(([key, item]) => [`${JSON.stringify(key)}: `, item] as const);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  if (entries.length === 0) return open + close;
  const indent = "  ".repeat(depth + 1);
  if (isPlain(value)) {
    const inner = entries.map(([key, item]) => key + JSON.stringify(item)).join(", ");
    const line = Array.isArray(value) ? `[${inner}]` : `{ ${inner} }`;
    if (indent.length - 2 + before.length + line.length < width) return line;
  }
  const lines = entries.map(([key, item]) => `${indent}${key}${print(item, depth + 1, key)}`);
  return `${open}\n${lines.join(",\n")}\n${"  ".repeat(depth)}${close}`;
}

/** A list of scalars, or an object of at most three scalars that is not a state. */
function isPlain(value: Json[] | { [key: string]: Json }): boolean {
  const items = Object.values(value);
  if (items.some((item) => item !== null && typeof item === "object")) return false;
  return Array.isArray(value) || (items.length <= 3 && !("Type" in value));
}
