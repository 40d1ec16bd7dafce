/** The IR becomes one state machine definition. */
import { valueToAsl } from "../expressions/asl-value.ts";
import type { Json } from "../expressions/expression.ts";
import type { Pipeline } from "../ir/types.ts";
import { isFallible, isLastValue, readsOf, readsOfBlock, stepsOf } from "../ir/walk.ts";
import type { AslValue, Role } from "../source-map.ts";
import { emitBlock } from "./block.ts";
import { asOutput, type Context, type Exit, type Scope, spellOf } from "./context.ts";
import { inputState } from "./input.ts";
import { jsonText } from "./json-text.ts";

type StateRecord = { readonly name: string; readonly role: Role; readonly pointer: string };

export type AslEmission = {
  readonly definition: { readonly [field: string]: Json };
  readonly text: string;
  readonly states: ReadonlyMap<string, readonly StateRecord[]>;
  readonly values: ReadonlyMap<string, AslValue>;
};

/** Compiles a pipeline to ASL. The same input gives the same text. */
export function emitAsl(pipeline: Pipeline): AslEmission {
  const states = new Map<string, StateRecord[]>();
  const values = new Map<string, AslValue>();
  const scope: Scope = { states: {}, pointer: "" };
  const input = inputState(pipeline);
  const ids = new Set([...stepsOf(pipeline.body)].map((step) => step.id));
  const apart = needsOutputState(pipeline);
  const context: Context = {
    scope,
    read: new Set(rootsRead(pipeline, apart).filter((root) => ids.has(root))),
    names: { input: input ? "$input" : "$states.context.Execution.Input" },
    entry: {},
    record: (step, state) => states.set(step, [...(states.get(step) ?? []), state]),
    recordValue: (step, value) => values.set(step, value),
  };
  if (input) scope.states.input = input;
  const exit: Exit = {
    ...(apart ? { next: "output" } : {}),
    targets: [],
    ...(pipeline.output && !apart && !isLastValue(pipeline) ? { output: pipeline.output } : {}),
  };
  emitBlock(context, pipeline.body, exit);
  if (apart && pipeline.output) {
    scope.states.output = { Type: "Pass", Output: asOutput(valueToAsl(pipeline.output, spellOf(context))), End: true };
  }
  const definition = {
    Comment: `${pipeline.name}: ${pipeline.description}`,
    QueryLanguage: "JSONata",
    StartAt: input ? "input" : (pipeline.body.steps[0]?.id ?? ""),
    ...(pipeline.timeout === undefined ? {} : { TimeoutSeconds: pipeline.timeout }),
    States: scope.states,
  };
  return { definition, text: jsonText(definition), states, values };
}

/**
 * Whether `output` needs a state of its own. The last state can work it out itself when it is a Task: its own value
 * still shows in the history. With Retry or Catch only if it cannot fail: `Output` stands outside them (lab.md).
 */
function needsOutputState(pipeline: Pipeline): boolean {
  const { output, body } = pipeline;
  if (!output || !body.falls || isLastValue(pipeline)) return false;
  const last = body.steps.at(-1);
  if (last?.kind !== "lambda" || last.result || last.catch.length > 0) return true;
  return isFallible(output) && last.retry.length > 0;
}

/** The names whose value some state reads from a variable. */
function rootsRead({ body, output }: Pipeline, apart: boolean): readonly string[] {
  const last = body.steps.at(-1)?.id;
  // Folded into the last state: that step's own value is at hand as the state's result.
  const byOutput = output ? readsOf(output).filter(([root]) => apart || root !== last) : [];
  return [...readsOfBlock(body), ...byOutput].map(([root]) => root ?? "");
}
