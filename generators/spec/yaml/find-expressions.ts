/** Finds `${…}` in raw text, whatever YAML makes of it. */
import type { Range } from "../../../diagnostics/diagnostic.ts";

/** The places of all expressions and of all literal `$${…}`, in order. One that is never closed on lines that belong to it is left out. */
export function findExpressions(text: string): Range[] {
  const found: Range[] = [];
  let from = text.indexOf("${");
  while (from !== -1) {
    const end = findEnd(text, from);
    if (end !== undefined) found.push([isEscaped(text, from) ? from - 1 : from, end]);
    from = text.indexOf("${", end ?? from + 2);
  }
  return found;
}

/** `$${` is a literal `${`. */
const isEscaped = (text: string, at: number): boolean => text[at - 1] === "$" && text[at - 2] !== "$";

type Quoting = "none" | "single" | "double";

/**
 * The offset after the closing brace. CEL strings may hold braces; inside a YAML scalar in quotes, CEL's own quotes
 * are written `\"` or `''`.
 */
function findEnd(text: string, start: number): number | undefined {
  const lineStart = text.lastIndexOf("\n", start) + 1;
  const before = text.slice(lineStart, start);
  const indent = /^ */.exec(before)![0].length;
  const quoting = quotingOf(before);
  let depth = 0;
  let quote: string | undefined;
  for (let at = start + 1; at < text.length; at++) {
    let character = text[at]!;
    if (character === "\n" && !continues({ text, at, indent, alone: before.trim() === "" })) return undefined;
    if (quoting === "double" && character === "\\") character = text[++at] ?? "";
    else if (quoting === "single" && character === "'" && text[at + 1] === "'") at++;
    if (quote !== undefined) {
      if (character === "\\") at += quoting === "double" && text[at + 1] === "\\" ? 2 : 1;
      else if (character === quote) quote = undefined;
    } else if (character === '"' || character === "'") quote = character;
    else if (character === "{") depth++;
    else if (character === "}" && --depth === 0) return at + 1;
  }
  return undefined;
}

/** Whether the text before an expression on its line opens a YAML quote: `key: "…`, `- '…`, `{ a: "…`. */
function quotingOf(before: string): Quoting {
  let quoting: Quoting = "none";
  for (let at = 0; at < before.length; at++) {
    const character = before[at]!;
    if (quoting === "double") {
      if (character === "\\") at++;
      else if (character === '"') quoting = "none";
    } else if (quoting === "single") {
      if (character === "'") quoting = "none";
    } else if (/(^|[\s,[{:])$/.test(before.slice(0, at).slice(-1))) {
      if (character === '"') quoting = "double";
      else if (character === "'") quoting = "single";
    }
  }
  return quoting;
}

/** A line goes on with a scalar when it is indented deeper than the line where the scalar began, or as deep and no new key or entry. */
function continues(options: { text: string; at: number; indent: number; alone: boolean }): boolean {
  const { text, at, indent, alone } = options;
  const line = /^[^\n]*/.exec(text.slice(at + 1, at + 200))![0];
  const deep = /^ */.exec(line)![0].length;
  if (line.trim() === "" || deep > indent) return true;
  return alone && deep === indent && !/^\s*(- |[\w"'-]+:(\s|$))/.test(line);
}
