/** From the source of one expression to what the rest of the compiler uses. */
import type { Diagnostics, Range } from "../../diagnostics/diagnostic.ts";
import type { Expression, Scope } from "./expression.ts";
import { condition, infer } from "./infer.ts";
import { type Locate, parse } from "./parse.ts";
import { readsOfTree } from "./reads.ts";
import type { Node } from "./tree.ts";
import { neverType } from "./types.ts";

export type CompileOptions = {
  readonly source: string;
  readonly scope: Scope;
  readonly diagnostics: Diagnostics;
  /** Offsets of the source to a range of the file. */
  readonly locate: Locate;
  /** It must be true or false; of unknown type it counts only when it is exactly true (expressions.md T8). */
  readonly condition?: boolean;
};

/**
 * Parses and checks one expression. Problems become diagnostics; what is wrong is then replaced by a null of
 * the type `never`, so that a caller may go on and find more.
 */
export function compileExpression(options: CompileOptions): Expression {
  const { source, scope, diagnostics, locate } = options;
  const ast = parse({ source, locate, diagnostics });
  if (ast === undefined) return failed(source, locate(0, source.length));
  const checker = { scope, diagnostics, locate };
  const tree = options.condition
    ? condition(ast, { ...checker, variables: new Map(), facts: new Map() })
    : infer(ast, checker);
  return expressionOf(tree, { source, range: locate(0, source.length) });
}

/** Stands where an expression could not be compiled; a diagnostic has said why. */
export function failed(source: string, range: Range): Expression {
  const tree: Node = { op: "literal", value: null, type: neverType, range, fallible: false };
  return expressionOf(tree, { source, range });
}

function expressionOf(tree: Node, place: { source: string; range: Range }): Expression {
  return {
    kind: "expression",
    source: place.source.trim(),
    range: place.range,
    ast: tree,
    type: tree.type,
    reads: readsOfTree(tree),
    fallible: tree.fallible,
  };
}
