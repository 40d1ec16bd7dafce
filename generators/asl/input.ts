/** The state `input`: puts defaults in, and refuses an input that breaks the declared types. */

import type { Json } from "../expressions/expression.ts";
import { jsonataField, jsonataString } from "../expressions/literals.ts";
import { describe, type Type } from "../expressions/types.ts";
import type { InputField, Pipeline } from "../ir/types.ts";
import type { State } from "./context.ts";

/** The state, or nothing where the pipeline declares no input. */
export function inputState(pipeline: Pipeline): State | undefined {
  if (pipeline.input.length === 0) return undefined;
  const defaults = pipeline.input.filter((field) => field.default !== undefined);
  const object = `{${defaults.map((field) => `${jsonataString(field.name)}: ${jsonataJson(field.default ?? null)}`).join(", ")}}`;
  const merged = defaults.length === 0 ? "$states.input" : `$merge([${object}, $states.input])`;
  const checks = pipeline.input.flatMap(check);
  const code = checks.length === 0 ? merged : `($input := ${merged}; ${checks.join("; ")}; $input)`;
  return { Type: "Pass", Assign: { input: `{% ${code} %}` }, Next: pipeline.body.steps[0]?.id ?? "" };
}

/** JSONata: `$assert` raises its message as an error of the expression, so States.QueryEvaluationError. */
function check(field: InputField): readonly string[] {
  const code = at("$input", field.name);
  const test = typeTest(field.type, code, 0);
  const article = `input.${field.name} must be ${phrase(field.type)}`;
  const given = field.optional
    ? [`$not($exists(${code}))`, ...(test === undefined ? [] : [test])].join(" or ")
    : (test ?? `$exists(${code})`);
  return field.optional && test === undefined ? [] : [`$assert(${given}, ${jsonataString(article)})`];
}

/** `a string`, `an integer`, `of type list of string`. */
function phrase(type: Type): string {
  const words = describe(type);
  if (!/^[a-z]+$/.test(words)) return `of type ${words}`;
  return `${/^[aeiou]/.test(words) ? "an" : "a"} ${words}`;
}

/** A field name in a path; one that JSONata cannot spell is looked up. */
function at(code: string, name: string): string {
  const field = jsonataField(name);
  return field === undefined ? `$lookup(${code}, ${jsonataString(name)})` : `${code}.${field}`;
}

/** A JSONata test that `code` has the type; undefined where every value has it. */
function typeTest(type: Type, code: string, depth: number): string | undefined {
  switch (type.kind) {
    case "any":
    case "never":
      return undefined;
    case "integer":
      return `$type(${code}) = 'number' and $floor(${code}) = ${code}`;
    case "list": {
      const item = `$x${depth}`;
      const inner = typeTest(type.element, item, depth + 1);
      const list = `$type(${code}) = 'array'`;
      return inner === undefined
        ? list
        : `${list} and $not($exists($filter(${code}, function(${item}){$not(${inner})})))`;
    }
    case "object": {
      const fields = Object.entries(type.fields).flatMap(([name, field]) => {
        const place = at(code, name);
        const inner = typeTest(field.type, place, depth) ?? `$exists(${place})`;
        return field.optional
          ? [`($not($exists(${place})) or ${inner})`]
          : [`${inner.includes(" or ") ? `(${inner})` : inner}`];
      });
      return [`$type(${code}) = 'object'`, ...fields].join(" and ");
    }
    case "nullable": {
      const inner = typeTest(type.of, code, depth);
      return inner === undefined ? `$exists(${code})` : `($type(${code}) = 'null' or ${inner})`;
    }
    default:
      return `$type(${code}) = '${type.kind}'`;
  }
}

function jsonataJson(value: Json): string {
  if (typeof value === "string") return jsonataString(value);
  if (value === null || typeof value !== "object") return String(value);
  if (Array.isArray(value)) return `[${value.map(jsonataJson).join(", ")}]`;
  return `{${Object.entries(value)
    .map(([key, entry]) => `${jsonataString(key)}: ${jsonataJson(entry)}`)
    .join(", ")}}`;
}
