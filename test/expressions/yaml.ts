/** Parses one value of a YAML text for tests, as the IR does. */
import { type Document, isMap, type Node, parseDocument } from "yaml";
import { Diagnostics } from "../../diagnostics/diagnostic.ts";
import type { Expression, Value } from "../../generators/expressions/expression.ts";
import { parseExpression, parseValue } from "../../generators/expressions/template.ts";
import type { Type } from "../../generators/expressions/types.ts";
import { scopeOf } from "./support.ts";

export type Found = {
  readonly code: string;
  /** `line:column` of the first character, from 1. */
  readonly at: string;
  /** The text of the file that is marked. */
  readonly text: string;
};

type Parsed<What> = { readonly value: What; readonly found: readonly Found[] };

function prepare(source: string, types: Readonly<Record<string, Type>>) {
  const document: Document = parseDocument(source, { keepSourceTokens: true });
  if (document.errors.length > 0) throw document.errors[0];
  const node = (isMap(document.contents) ? document.contents.get("value", true) : document.contents) as Node | null;
  const diagnostics = new Diagnostics("test.yaml");
  return { options: { node, document, source, scope: scopeOf(types), diagnostics }, diagnostics };
}

function foundIn(source: string, diagnostics: Diagnostics): readonly Found[] {
  return diagnostics.all.map(({ code, range: [start, end] }) => {
    const before = source.slice(0, start).split("\n");
    return { code, at: `${before.length}:${before.at(-1)!.length + 1}`, text: source.slice(start, end) };
  });
}

/** The value of the key `value`. */
export function valueIn(source: string, types: Readonly<Record<string, Type>> = {}): Parsed<Value> {
  const { options, diagnostics } = prepare(source, types);
  const value = parseValue(options);
  return { value, found: foundIn(source, diagnostics) };
}

/** The expression of the key `value`. */
export function expressionIn(
  source: string,
  types: Readonly<Record<string, Type>> = {},
  condition = false,
): Parsed<Expression> {
  const { options, diagnostics } = prepare(source, types);
  const value = parseExpression({ ...options, condition });
  return { value, found: foundIn(source, diagnostics) };
}
