/**
 * The tree of one expression after checking: every node knows its type, its place in the file and whether it
 * can fail, every function is resolved, every macro variable has a name that collides with nothing. The
 * printers need nothing else.
 */
import type { Range } from "../../diagnostics/diagnostic.ts";
import type { Type } from "./types.ts";

export type Comparison = "==" | "!=" | "<" | "<=" | ">" | ">=";
export type Arithmetic = "+" | "-" | "*" | "/" | "%";
export type Macro = "map" | "filter" | "all" | "exists";
/** A constant step into a value: the name of a field, or the position in a list. */
export type Member = string | number;

type Shape =
  | { readonly op: "literal"; readonly value: null | boolean | number | string }
  /** A root name of the scope. */
  | { readonly op: "root"; readonly name: string }
  /** A macro variable under its final name. */
  | { readonly op: "variable"; readonly name: string }
  /** `proven`: declared, not optional, in an object that is known to be one; reading it cannot fail. */
  | { readonly op: "field"; readonly of: Node; readonly key: string; readonly proven: boolean }
  | { readonly op: "index"; readonly of: Node; readonly at: Node }
  /** A field whose name is worked out. */
  | { readonly op: "lookup"; readonly of: Node; readonly key: Node }
  | { readonly op: "list"; readonly items: readonly Node[] }
  | { readonly op: "object"; readonly entries: readonly (readonly [key: string, value: Node])[] }
  | { readonly op: "not"; readonly of: Node }
  | { readonly op: "negate"; readonly of: Node }
  /** `= true` for a condition of unknown type: what is no boolean counts as not true on both engines (T8). */
  | { readonly op: "isTrue"; readonly of: Node }
  | { readonly op: "and" | "or"; readonly left: Node; readonly right: Node }
  | { readonly op: "compare"; readonly by: Comparison; readonly left: Node; readonly right: Node }
  /** Numbers only. */
  | { readonly op: "arithmetic"; readonly by: Arithmetic; readonly left: Node; readonly right: Node }
  | { readonly op: "concat"; readonly left: Node; readonly right: Node }
  | { readonly op: "append"; readonly left: Node; readonly right: Node }
  | { readonly op: "in"; readonly item: Node; readonly of: Node }
  | { readonly op: "choose"; readonly when: Node; readonly then: Node; readonly otherwise: Node }
  | { readonly op: "has"; readonly of: Node; readonly path: readonly Member[] }
  /** `a.?b.?c.orValue(d)`. */
  | { readonly op: "orElse"; readonly of: Node; readonly path: readonly string[]; readonly otherwise: Node }
  | { readonly op: "macro"; readonly macro: Macro; readonly list: Node; readonly variable: string; readonly body: Node }
  /** A function, or a method with its receiver as the first argument. */
  | { readonly op: "call"; readonly name: string; readonly args: readonly Node[] };

export type Node = Shape & { readonly type: Type; readonly range: Range; readonly fallible: boolean };
export type NodeOf<Op extends Node["op"]> = Extract<Node, { op: Op }>;

/** The nodes directly under this one, in the order in which they are evaluated. */
export function childrenOf(node: Node): readonly Node[] {
  switch (node.op) {
    case "literal":
    case "root":
    case "variable":
      return [];
    case "field":
    case "not":
    case "negate":
    case "isTrue":
    case "has":
      return [node.of];
    case "index":
      return [node.of, node.at];
    case "lookup":
      return [node.of, node.key];
    case "list":
      return node.items;
    case "object":
      return node.entries.map(([, value]) => value);
    case "in":
      return [node.item, node.of];
    case "choose":
      return [node.when, node.then, node.otherwise];
    case "orElse":
      return [node.of, node.otherwise];
    case "macro":
      return [node.list, node.body];
    case "call":
      return node.args;
    default:
      return [node.left, node.right];
  }
}
