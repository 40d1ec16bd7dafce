/** The type syntax of the spec (`string`, `[T]`, `{field: T}`, long form) becomes types. */

import type { Json } from "../expressions/expression.ts";
import { type Field, listOf, nullableOf, objectOf, type Type } from "../expressions/types.ts";
import { isLongType, type TypeSpec } from "../spec/schema/types.ts";

export type DeclaredField = Field & { readonly default?: Json };

/** A declared type with what stands beside it in the long form. */
export function fieldOf(spec: TypeSpec): DeclaredField {
  if (!isLongType(spec)) return { type: typeOf(spec) };
  const type = typeOf(spec.type);
  return {
    type: spec.nullable ? nullableOf(type) : type,
    ...(spec.optional ? { optional: true } : {}),
    ...(spec.varies ? { varies: true } : {}),
    ...(spec.description === undefined ? {} : { description: spec.description }),
    ...(spec.default === undefined ? {} : { default: spec.default }),
  };
}

function typeOf(spec: TypeSpec): Type {
  if (typeof spec === "string") return { kind: spec };
  if (Array.isArray(spec)) return listOf(spec[0] === undefined ? { kind: "any" } : fieldOf(spec[0]).type);
  if (isLongType(spec)) return fieldOf(spec).type;
  return objectOf(Object.fromEntries(Object.entries(spec).map(([name, inner]) => [name, fieldOf(inner as TypeSpec)])));
}
