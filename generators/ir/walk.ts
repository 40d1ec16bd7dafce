/** Walks over the IR: every step, every block, every value with an expression in it. */
import type { Expression, Value } from "../expressions/expression.ts";
import type { Block, Pipeline, Step } from "./types.ts";

/** The blocks right inside a step, in the order of the YAML: paths, branches, a map's body, then handlers. */
function blocksOf(step: Step): readonly Block[] {
  const handlers = step.catch.map((handler) => handler.block);
  switch (step.kind) {
    case "choice":
      return [...step.rules.map((rule) => rule.block), ...(step.default ? [step.default] : []), ...handlers];
    case "parallel":
      return [...step.branches.map((branch) => branch.block), ...handlers];
    case "map":
      return [step.block, ...handlers];
    default:
      return handlers;
  }
}

/** Every step of a block and of the blocks inside it, parents first, in the order of the YAML. */
export function* stepsOf(block: Block): Generator<Step> {
  for (const step of block.steps) {
    yield step;
    for (const inner of blocksOf(step)) yield* stepsOf(inner);
  }
}

/** The values of the step itself, not of the blocks inside it. */
export function valuesOf(step: Step): readonly Value[] {
  const own = (): readonly Value[] => {
    switch (step.kind) {
      case "lambda":
        return [step.payload];
      case "pass":
      case "succeed":
        return [step.value];
      case "choice":
        return step.rules.map((rule) => rule.when);
      case "map":
        return [step.items];
      case "wait":
        return step.wait.by === "duration" ? [] : [step.wait.value];
      case "fail":
        return "again" in step.fail ? [step.fail.again] : [step.fail.error, step.fail.cause];
      case "parallel":
        return [];
    }
  };
  return step.result ? [...own(), step.result] : own();
}

/** Every expression inside a value. */
function* expressionsOf(value: Value): Generator<Expression> {
  switch (value.kind) {
    case "expression":
      yield value;
      break;
    case "text":
      for (const part of value.parts) if (typeof part !== "string") yield part;
      break;
    case "list":
      for (const item of value.items) yield* expressionsOf(item);
      break;
    case "object":
      for (const [, entry] of value.entries) yield* expressionsOf(entry);
      break;
    default:
      break;
  }
}

/** The names that a value reads, each with its longest constant member path. */
export function readsOf(value: Value): readonly (readonly string[])[] {
  return [...expressionsOf(value)].flatMap((expression) => expression.reads);
}

/** True when working the value out can fail at run time (States.QueryEvaluationError). */
export function isFallible(value: Value): boolean {
  return [...expressionsOf(value)].some((expression) => expression.fallible);
}

/** Every name path that a block reads, its inner blocks included. */
export function readsOfBlock(block: Block): readonly (readonly string[])[] {
  return [...stepsOf(block)].flatMap((step) => valuesOf(step).flatMap(readsOf));
}

/** True when some way through the block, once begun, ends the run, branch or item instead of going on. */
export function mayExit(block: Block): boolean {
  return block.steps.some((step) => {
    if (step.kind === "succeed" || step.kind === "fail") return true;
    if (step.kind === "choice") return blocksOf(step).some(mayExit);
    return step.catch.some((handler) => mayExit(handler.block));
  });
}

/** True when some way through the block ends it early but well (`succeed`), so that the block has several ends. */
export function maySucceedEarly(block: Block): boolean {
  return succeedsOf(block).length > 0;
}

/** The `succeed` steps that end this very block's run, branch or item: not those of branches and items inside it. */
export function succeedsOf(block: Block): readonly Step[] {
  return block.steps.flatMap((step): readonly Step[] => {
    if (step.kind === "succeed") return [step];
    if (step.kind === "choice") return blocksOf(step).flatMap(succeedsOf);
    return step.catch.flatMap((handler) => succeedsOf(handler.block));
  });
}

/** `output: ${last}`: the value of the last step is the run's output as it stands. */
export function isLastValue(pipeline: Pipeline): boolean {
  const { output, body } = pipeline;
  return output?.kind === "expression" && output.source.trim() === body.steps.at(-1)?.id;
}
