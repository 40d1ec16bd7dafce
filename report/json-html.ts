/** A JSON value as indented HTML with the places marked that differ, are excused, or are declared to vary. */
import type { Json } from "../generators/expressions/expression.ts";
import { isObject } from "../runs/json-diff.ts";
import { escapeHtml } from "./escape.ts";
import { printable } from "./words.ts";

export type Mark = "unexplained" | "explained" | "varied";
export type Marks = ReadonlyMap<string, Mark>;
type At = readonly (string | number)[];

export const markKey = (path: At): string => JSON.stringify(path);

const words: Readonly<Record<Mark, string>> = {
  unexplained: "different: ",
  explained: "different, explained: ",
  varied: "varies: ",
};

/** Enough to read; the whole value is in the page's data. */
const maxLines = 300;
const shortLine = 48;

/**
 * The value as text for a `<pre>`. Marks are for paths within it; a marked place that this side does not have is shown
 * as `(nothing)` where it would stand.
 */
export function jsonHtml(value: Json | undefined, marks: Marks): string {
  if (value === undefined) return marked('<span class="nothing">(nothing)</span>', marks.get(markKey([])));
  let lines = 1;

  const visit = (json: Json, path: At): string => {
    const mark = marks.get(markKey(path));
    return marked(Array.isArray(json) || isObject(json) ? group(json, path) : scalar(json), mark);
  };

  const group = (json: Json[] | { [key: string]: Json }, path: At): string => {
    const list = Array.isArray(json);
    const [open, close] = list ? ["[", "]"] : ["{", "}"];
    const entries: (readonly [string | number, Json | undefined])[] = list ? [...json.entries()] : Object.entries(json);
    const missing = absent(json, path, marks).map((key) => [key, undefined] as const);
    const inside = (key: string | number, inner: Json | undefined): string => {
      const shown =
        inner === undefined
          ? jsonHtml(undefined, new Map([["[]", marks.get(markKey([...path, key])) ?? "varied"]]))
          : visit(inner, [...path, key]);
      return list ? shown : `<span class="key">${scalar(String(key))}</span>: ${shown}`;
    };
    if (entries.length + missing.length === 0) return open + close;
    if (JSON.stringify(json).length <= shortLine && missing.length === 0) {
      const gap = list ? "" : " ";
      return `${open}${gap}${entries.map(([key, inner]) => inside(key, inner)).join(", ")}${gap}${close}`;
    }
    const indent = "  ".repeat(path.length + 1);
    const parts: string[] = [];
    for (const [key, inner] of [...entries, ...missing]) {
      lines += 1;
      if (lines > maxLines) {
        parts.push(`${indent}<span class="nothing">… (cut here)</span>`);
        break;
      }
      parts.push(indent + inside(key, inner));
    }
    return `${open}\n${parts.join(",\n")}\n${"  ".repeat(path.length)}${close}`;
  };

  return visit(value, []);
}

/** Keys or positions directly below `path` that are marked but not there. */
function absent(json: Json[] | { [key: string]: Json }, path: At, marks: Marks): (string | number)[] {
  const found: (string | number)[] = [];
  for (const text of marks.keys()) {
    const at = JSON.parse(text) as (string | number)[];
    const key = at[path.length];
    if (key === undefined || at.length !== path.length + 1 || !path.every((part, n) => part === at[n])) continue;
    if (!Object.hasOwn(json, key)) found.push(key);
  }
  return found;
}

const scalar = (json: null | boolean | number | string): string => escapeHtml(printable(JSON.stringify(json)));

function marked(html: string, mark: Mark | undefined): string {
  return mark === undefined ? html : `<mark class="${mark}"><span class="unseen">${words[mark]}</span>${html}</mark>`;
}
