/**
 * What of an expression may still differ between the engines, found by its types: every entry is a difference
 * that no guard takes away, so a ledger entry must stand for it. Declared types make most of them vanish.
 */
import type { Expression, Value } from "./expression.ts";
import { childrenOf, type Node } from "./tree.ts";
import { isNumeric, isUnsure, type Type, withoutNull } from "./types.ts";

export const residuals = {
  "member-of-list":
    "A field is read from a value of unknown type. Should that be a list, JSONata reads the field of every element, where Python fails.",
  "text-order":
    "Texts are ordered. JSONata compares UTF-16 units and Python code points, which differ for emoji against a few rare characters.",
  "key-order":
    "An object becomes JSON text. JavaScript puts keys that look like whole numbers first, Python keeps their order.",
  "letter-case": "Letters change case, for which each engine has its own version of the Unicode tables.",
} as const;

export type Residual = keyof typeof residuals;

/** The residual differences that a value may meet, each once, in the order of the table. */
export function residualsOf(value: Value): readonly Residual[] {
  const found = new Set(expressionsIn(value).flatMap((expression) => ofTree(expression.ast)));
  return (Object.keys(residuals) as Residual[]).filter((name) => found.has(name));
}

function expressionsIn(value: Value): readonly Expression[] {
  switch (value.kind) {
    case "literal":
      return [];
    case "expression":
      return [value];
    case "text":
      return value.parts.filter((part) => typeof part !== "string");
    case "list":
      return value.items.flatMap(expressionsIn);
    case "object":
      return value.entries.flatMap(([, inner]) => expressionsIn(inner));
  }
}

function ofTree(node: Node): readonly Residual[] {
  const own = ofNode(node);
  return [...(own === undefined ? [] : [own]), ...childrenOf(node).flatMap(ofTree)];
}

function ofNode(node: Node): Residual | undefined {
  switch (node.op) {
    case "field":
    case "lookup":
    case "orElse":
      return isUnsure(node.of.type) ? "member-of-list" : undefined;
    case "has":
      // Whatever lies beyond the first step of a path is as good as unknown.
      return node.path.length > 1 || isUnsure(node.of.type) ? "member-of-list" : undefined;
    case "compare":
      if (node.by === "==" || node.by === "!=") return undefined;
      return isNumeric(node.left.type) || isNumeric(node.right.type) ? undefined : "text-order";
    case "call":
      return ofCall(node.name, node.args[0]!.type);
    default:
      return undefined;
  }
}

function ofCall(name: string, type: Type): Residual | undefined {
  if (name === "sort") return type.kind === "list" && isNumeric(type.element) ? undefined : "text-order";
  if (name === "keys") return "text-order";
  if (name === "lower" || name === "upper") return "letter-case";
  return (name === "json_encode" || name === "string") && holdsObject(type) ? "key-order" : undefined;
}

function holdsObject(type: Type): boolean {
  const known = withoutNull(type);
  if (known.kind === "list") return holdsObject(known.element);
  // The keys of a declared object are known, and none of them may look like a number.
  if (known.kind === "object")
    return (
      known.open || Object.entries(known.fields).some(([key, field]) => /^\d+$/.test(key) || holdsObject(field.type))
    );
  return known.kind === "any";
}
