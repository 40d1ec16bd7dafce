/** Parses the values of a step, with the frame's names in scope, and works out their types and what varies. */

import type { Expression, Value } from "../expressions/expression.ts";
import { parseExpression, parseValue } from "../expressions/template.ts";
import { join, listOf, neverType, objectOf, stringType, type Type, typeOfJson } from "../expressions/types.ts";
import { variesPaths } from "../expressions/varies.ts";
import { type Frame, scopeOf, type Varies } from "./frame.ts";
import type { Path } from "./types.ts";

/** The value at a path; an absent one is null. */
export function valueAt(frame: Frame, path: Path): Value {
  const { document, diagnostics } = frame;
  return parseValue({
    node: document.nodeAt(path) ?? null,
    source: document.text,
    document: document.yaml,
    scope: scopeOf(frame),
    diagnostics,
  });
}

/** The expression at a path (`when`, `fail`): exactly one `${…}`; a `condition` is of type boolean. */
export function expressionAt(frame: Frame, path: Path, options: { condition?: boolean } = {}): Expression {
  const { document, diagnostics } = frame;
  const node = document.nodeAt(path) ?? null;
  return parseExpression({
    node,
    source: document.text,
    document: document.yaml,
    scope: scopeOf(frame),
    diagnostics,
    ...options,
  });
}

export function typeOfValue(value: Value): Type {
  switch (value.kind) {
    case "literal":
      return typeOfJson(value.value);
    case "expression":
      return value.type;
    case "text":
      return stringType;
    case "list":
      return listOf(value.items.map(typeOfValue).reduce(join, neverType));
    case "object":
      return objectOf(Object.fromEntries(value.entries.map(([key, entry]) => [key, { type: typeOfValue(entry) }])));
  }
}

/** The paths of the value that differ from run to run. */
export function variesOfValue(frame: Frame, value: Value): Varies {
  return variesPaths(value, (path) => below(frame.names.get(path[0] ?? "")?.paths ?? [], path.slice(1)));
}

/** What varies below `at`: [[]] when the place itself lies inside something that varies. */
export function below(paths: Varies, at: readonly string[]): Varies {
  return paths.flatMap((path) => {
    const shared = Math.min(path.length, at.length);
    const agrees = path.slice(0, shared).every((part, index) => part === at[index] || part === "*");
    if (!agrees) return [];
    return path.length <= at.length ? [[]] : [path.slice(at.length)];
  });
}

/** The paths, each once. */
export function union(...all: readonly Varies[]): Varies {
  const seen = new Map<string, readonly string[]>();
  for (const path of all.flat()) seen.set(JSON.stringify(path), path);
  return [...seen.values()];
}

/** The same paths, one key further in. */
export function under(key: string, paths: Varies): Varies {
  return paths.map((path) => [key, ...path]);
}
