/** The pipeline's `input` as the DAG's params: a wrong conf is then refused with HTTP 400 (airflow-patterns.md). */
import type { Json } from "../expressions/expression.ts";
import { pythonJson, pythonString } from "../expressions/literals.ts";
import type { Type } from "../expressions/types.ts";
import type { InputField } from "../ir/types.ts";

/** Entries of `params={…}`. An optional field has none: a Param without a value would make it null. */
export function printParams(fields: readonly InputField[]): string | undefined {
  const entries = fields
    .filter((field) => !field.optional)
    .map((field) => `${pythonString(field.name)}: ${param(field)}`);
  return entries.length === 0 ? undefined : `{${entries.map((entry) => `${entry},`).join(" ")}}`;
}

function param(field: InputField): string {
  const schema = Object.entries(schemaOf(field.type)).map(([key, value]) => `${key}=${pythonJson(value)}`);
  const description = field.description === undefined ? [] : [`description=${pythonString(field.description)}`];
  const value = field.default === undefined ? [] : [pythonJson(field.default)];
  return `Param(${[...value, ...schema, ...description].join(", ")})`;
}

/** JSON Schema of a type. */
function schemaOf(type: Type): { readonly [key: string]: Json } {
  switch (type.kind) {
    case "nullable": {
      const inner = schemaOf(type.of);
      return typeof inner.type === "string" ? { ...inner, type: ["null", inner.type] } : inner;
    }
    case "list": {
      const items = schemaOf(type.element);
      return { type: "array", ...(Object.keys(items).length > 0 ? { items: { ...items } } : {}) };
    }
    case "object": {
      const required = Object.entries(type.fields)
        .filter(([, field]) => !field.optional)
        .map(([name]) => name);
      const properties = Object.fromEntries(
        Object.entries(type.fields).map(([name, field]) => [name, { ...schemaOf(field.type) }]),
      );
      return {
        type: "object",
        ...(Object.keys(properties).length > 0 ? { properties } : {}),
        ...(required.length > 0 ? { required } : {}),
      };
    }
    case "any":
    case "never":
      return {};
    default:
      return { type: type.kind };
  }
}
