/** Builds one step of any kind, and what every kind has: handlers, `result`, titles. */
import { join, neverType, objectOf, stringType, type Type } from "../expressions/types.ts";
import type {
  ChoiceSpec,
  FailSpec,
  LambdaSpec,
  MapSpec,
  ParallelSpec,
  StepSpec,
  WaitSpec,
} from "../spec/schema/steps.ts";
import { buildBlock } from "./block.ts";
import { checkErrorLists } from "./error-rules.ts";
import { type Frame, inside, name, type Varies, withNames } from "./frame.ts";
import {
  buildChoice,
  buildFail,
  buildLambda,
  buildMap,
  buildParallel,
  buildPass,
  buildSucceed,
  buildWait,
} from "./kinds.ts";
import type { Handler, Path, Step } from "./types.ts";
import { typeOfValue, union, valueAt, variesOfValue } from "./value.ts";

export type StepPlace = {
  readonly id: string;
  readonly spec: StepSpec;
  readonly path: Path;
  readonly kind: Step["kind"];
};

/** A value's type and what of it varies. */
export type Typed = { readonly type: Type; readonly varies: Varies };

export type Common = Pick<Step, "id" | "title" | "description" | "path" | "range" | "within" | "map">;

export function buildStep(frame: Frame, place: StepPlace): Step {
  const { id, spec, path, kind } = place;
  const { title, description } = spec;
  const common: Common = {
    id,
    path,
    range: frame.document.keyRange(path),
    within: frame.within,
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description: description.trim() }),
    ...(frame.map === undefined ? {} : { map: frame.map }),
  };
  switch (kind) {
    case "lambda":
      return buildLambda(frame, common, spec as LambdaSpec);
    case "pass":
      return buildPass(frame, common);
    case "choice":
      return buildChoice(frame, common, spec as ChoiceSpec);
    case "parallel":
      return buildParallel(frame, common, spec as ParallelSpec);
    case "map":
      return buildMap(frame, common, spec as MapSpec);
    case "wait":
      return buildWait(frame, common, spec as WaitSpec);
    case "succeed":
      return buildSucceed(frame, common);
    case "fail":
      return buildFail(frame, common, spec as FailSpec);
  }
}

/** `result`, where the step has it: it sees the raw value as `result` and everything the step sees. */
export function buildResult(frame: Frame, common: Common, raw: Typed): Typed & Pick<Step, "result"> {
  const path = [...common.path, "result"];
  if (frame.document.nodeAt(path) === undefined) return raw;
  const inner = withNames(frame, { result: name(raw.type, raw.varies) });
  const result = valueAt(inner, path);
  return { result, type: typeOfValue(result), varies: variesOfValue(inner, result) };
}

type CatchSpec = NonNullable<LambdaSpec["catch"]>;

/**
 * The handlers of a step. `engineWords`: the step can fail with an error that the engine words itself
 * (States.Timeout, States.QueryEvaluationError), so that its message differs between the engines.
 */
export function buildCatch(
  frame: Frame,
  common: Common,
  options: { spec: CatchSpec | undefined; engineWords: boolean },
): readonly Handler[] {
  const spec = options.spec ?? [];
  const path = [...common.path, "catch"];
  checkErrorLists(
    frame,
    spec.map((entry, index) => ({ errors: entry.errors, path: [...path, index] })),
    "catch",
  );
  const field = { type: stringType };
  const error = objectOf({ name: field, message: field, cause: field, step: field });
  const varies: Varies = [["cause"], ...(options.engineWords ? [["message"]] : [])];
  const inner: Frame = { ...withNames(inside(frame, common.id), { error: name(error, varies) }), handles: common.id };
  return spec.map((entry, index) => {
    const at = [...path, index];
    return {
      errors: entry.errors,
      block: buildBlock(inner, entry.steps, [...at, "steps"]),
      path: at,
      range: frame.document.range(at),
    };
  });
}

/** The type of a step whose value may come from a handler: its own, joined with those of handlers that go on. */
export function withHandlers(own: Typed, handlers: readonly Handler[]): Typed {
  const going = handlers.filter((handler) => handler.block.falls);
  return {
    type: [own.type, ...going.map((handler) => handler.block.type)].reduce(join, neverType),
    varies: union(own.varies, ...going.map((handler) => handler.block.varies)),
  };
}
