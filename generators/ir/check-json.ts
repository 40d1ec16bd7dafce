/** Checks a JSON value against a declared type: inputs of scenarios and of the command line, defaults. */

import type { Json } from "../expressions/expression.ts";
import { describe, type Type } from "../expressions/types.ts";
import type { InputField, Path } from "./types.ts";

export type Mismatch = { readonly path: Path; readonly message: string };

/** Every place where `value` is not what `type` says; unknown fields of objects are let through, as both engines do. */
export function mismatches(value: Json, type: Type, path: Path = []): readonly Mismatch[] {
  const wrong = (): readonly Mismatch[] => [
    { path, message: `must be of type ${describe(type)}, not ${describeJson(value)}` },
  ];
  switch (type.kind) {
    case "any":
    case "never":
      return [];
    case "nullable":
      return value === null ? [] : mismatches(value, type.of, path);
    case "null":
      return value === null ? [] : wrong();
    case "integer":
      return typeof value === "number" && Number.isInteger(value) ? [] : wrong();
    case "list":
      return Array.isArray(value)
        ? value.flatMap((item, index) => mismatches(item, type.element, [...path, index]))
        : wrong();
    case "object": {
      if (value === null || typeof value !== "object" || Array.isArray(value)) return wrong();
      return Object.entries(type.fields).flatMap(([name, field]) => {
        const inner = Object.hasOwn(value, name) ? value[name] : undefined;
        if (inner === undefined) return field.optional ? [] : [{ path: [...path, name], message: "is missing" }];
        return mismatches(inner, field.type, [...path, name]);
      });
    }
    default:
      return typeof value === type.kind ? [] : wrong();
  }
}

/** Every place where a run's input breaks the declarations; an absent field with a default is right. */
export function inputMismatches(input: Json, fields: readonly InputField[]): readonly Mismatch[] {
  if (input === null || typeof input !== "object" || Array.isArray(input)) {
    return [{ path: [], message: `must be an object, not ${describeJson(input)}` }];
  }
  return fields.flatMap((field): readonly Mismatch[] => {
    const value = Object.hasOwn(input, field.name) ? input[field.name] : undefined;
    if (value === undefined) {
      return field.optional || field.default !== undefined
        ? []
        : [{ path: [field.name], message: "is missing, and has no default" }];
    }
    return mismatches(value, field.type, [field.name]);
  });
}

function describeJson(value: Json): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  const text = JSON.stringify(value);
  return `the ${typeof value} ${text.length > 40 ? `${text.slice(0, 37)}…` : text}`;
}
