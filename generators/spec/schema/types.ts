/** The type syntax of `input` and `returns`: `string`, `[T]`, `{field: T}`, or long: `{type: T, default, …}`. */
import * as z from "zod";
import { nearest } from "../../../diagnostics/suggest.ts";
import type { Json } from "../../expressions/expression.ts";
import { isMapping, keyed, strict } from "./keyed.ts";
import { fieldRule, named } from "./names.ts";
import { flag, json, oneOf } from "./values.ts";

const simpleTypes = ["string", "integer", "number", "boolean", "any"] as const;

export type LongType = {
  type: TypeSpec;
  default?: Json | undefined;
  optional?: boolean | undefined;
  nullable?: boolean | undefined;
  varies?: boolean | undefined;
  description?: string | undefined;
};
export type TypeSpec = (typeof simpleTypes)[number] | TypeSpec[] | LongType | { [field: string]: TypeSpec };

const longKeys = ["type", "default", "optional", "nullable", "varies", "description"];
const phrase = `a type: ${simpleTypes.join(", ")}, [T] for a list, {field: T} for an object, or {type: T, …}`;

const inner: z.ZodType<TypeSpec> = z.lazy(() => typeSpec);
const simple = oneOf(simpleTypes, "A simple type.");
const list = z
  .array(inner, { error: phrase })
  .length(1, { error: "a list of one type, such as [string]" })
  .meta({ description: "A list whose elements have this type." });
const fields = z.record(z.string(), inner, { error: phrase }).meta({ description: "An object with these fields." });
const long = strict("a type in its long form", {
  type: inner,
  default: json("Replaces an absent value (never a null). Only for fields of `input`.").optional(),
  optional: flag("The field may be absent.").optional(),
  nullable: flag("The value may be null.").optional(),
  varies: flag("The value differs from run to run: compared by presence and type only.").optional(),
  description: z
    .string({ error: "text" })
    .meta({ description: "What the value means; shown in Airflow's form." })
    .optional(),
}).meta({ description: "A type in its long form." });

/**
 * A mapping with a `type` key is the long form, unless its other keys say that it is an object that happens to have a
 * field called `type`: then at least one of them is neither a word of the long form nor nearly one, and all hold types.
 */
export function isLongType(value: unknown): value is LongType {
  if (!isMapping(value) || !Object.hasOwn(value, "type")) return false;
  const others = Object.keys(value).filter((key) => !longKeys.includes(key));
  if (others.length === 0 || others.some((key) => nearest(key, longKeys) !== undefined)) return true;
  return !Object.values(value).every(looksLikeType);
}

const looksLikeType = (value: unknown): boolean =>
  (typeof value === "string" && simpleTypes.some((type) => type === value)) ||
  (typeof value === "object" && value !== null);

export const typeSpec: z.ZodType<TypeSpec> = keyed({ simple, list, long, fields }, (value) => {
  if (typeof value === "string") return { option: "simple" };
  if (Array.isArray(value)) return { option: "list" };
  if (isMapping(value)) return { option: isLongType(value) ? "long" : "fields" };
  return { problem: { code: "wrong-shape", at: "value", message: `This must be ${phrase}.` } };
}).meta({
  id: "Type",
  description: "A type: string, integer, number, boolean, any, [T], {field: T}, or {type: T, …}.",
});

export const inputSpec = named({
  rule: fieldRule,
  value: typeSpec,
  error: "a mapping from input fields to types",
}).meta({
  description:
    "What a run is given: an object with these fields. A field without default is required unless it is optional.",
});
