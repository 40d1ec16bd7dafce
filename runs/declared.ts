/** Whether functions return what the spec declares: the compiler trusts `returns`, so a breach is worth a warning. */
import type { Json } from "../generators/expressions/expression.ts";
import { describe, type Field, type Type } from "../generators/expressions/types.ts";
import type { Block, Pipeline } from "../generators/ir/types.ts";
import { blocksWithin } from "../generators/ledger/groups.ts";
import { isObject, jsonType } from "./json-diff.ts";
import type { Trace } from "./trace.ts";

/** Per step: the function it calls, and what that is declared to return. */
export type DeclaredReturns = Readonly<Record<string, { readonly function: string; readonly returns: Field }>>;

/** One place where a function's result is not of its declared type. */
export type DeclarationBreach = {
  readonly engine: Trace["engine"];
  readonly step: string;
  readonly indexes: readonly number[];
  readonly function: string;
  readonly path: readonly (string | number)[];
  readonly declared: string;
  readonly actual: string;
};

/** The declarations of a pipeline's functions, for every step whose value is the function's result as it came. */
export function declaredReturns(pipeline: Pipeline): DeclaredReturns {
  const functions = new Map(pipeline.functions.map((spec) => [spec.name, spec.returns]));
  const found: Record<string, DeclaredReturns[string]> = {};
  const visit = (block: Block): void => {
    for (const step of block.steps) {
      const returns = step.kind === "lambda" ? functions.get(step.function) : undefined;
      if (step.kind === "lambda" && returns !== undefined && step.result === undefined) {
        found[step.id] = { function: step.function, returns };
      }
      for (const inner of blocksWithin(step)) visit(inner);
    }
  };
  visit(pipeline.body);
  return found;
}

/** Results of one run that break their declaration. Fields beyond the declared ones are no breach. */
export function declarationBreaches(functions: DeclaredReturns, trace: Trace): readonly DeclarationBreach[] {
  return trace.steps.flatMap((run) => {
    const declared = Object.hasOwn(functions, run.step) ? functions[run.step] : undefined;
    // A caught step's value is its handler's.
    if (declared === undefined || run.status !== "succeeded" || run.value === undefined) return [];
    return breaches(run.value, declared.returns.type, []).map((breach) => ({
      engine: trace.engine,
      step: run.step,
      indexes: run.indexes,
      function: declared.function,
      ...breach,
    }));
  });
}

type Place = Pick<DeclarationBreach, "path" | "declared" | "actual">;

function breaches(value: Json, type: Type, path: DeclarationBreach["path"]): readonly Place[] {
  const wrong: readonly Place[] = [{ path, declared: describe(type), actual: jsonType(value) }];
  switch (type.kind) {
    case "any":
      return [];
    case "never":
      return wrong;
    case "nullable":
      return value === null ? [] : breaches(value, type.of, path);
    case "integer":
      return typeof value === "number" && Number.isInteger(value) ? [] : wrong;
    case "list":
      if (!Array.isArray(value)) return wrong;
      return value.flatMap((element, at) => breaches(element, type.element, [...path, at]));
    case "object":
      if (!isObject(value)) return wrong;
      return Object.entries(type.fields).flatMap(([key, field]) => {
        const inner = Object.hasOwn(value, key) ? value[key] : undefined;
        if (inner !== undefined) return breaches(inner, field.type, [...path, key]);
        return field.optional === true
          ? []
          : [{ path: [...path, key], declared: describe(field.type), actual: "missing" }];
      });
    default:
      return jsonType(value) === type.kind ? [] : wrong;
  }
}
