/** `result`: a step's value is reshaped in its own state where that cannot fail, else in a state after it. */
import { valueToAsl } from "../expressions/asl-value.ts";
import type { Json } from "../expressions/expression.ts";
import type { Step } from "../ir/types.ts";
import { isFallible } from "../ir/walk.ts";
import { addState, type Context, type Exit, leave, settled, spellOf } from "./context.ts";
import type { AslNames } from "./names.ts";

/** Spells `result` as one piece of code that answers no member by itself. */
export function resultAs(code: string): NonNullable<AslNames["result"]> {
  return () => ({ code, used: 1 });
}

export type Shaped = {
  /** What the step's own state assigns and returns. */
  readonly value: Json;
  /** Where the step's own state goes. */
  readonly exit: Exit;
  /** Variables that the step's own state assigns in any case. */
  readonly keep: { readonly [name: string]: Json };
};

/**
 * Works out what the step's own state does with its raw value, and writes `X__result` where one is needed:
 * ASL evaluates `Output` outside the state's Retry and Catch (lab.md), so that an expression that may fail stands apart.
 */
export function shape(
  context: Context,
  options: { step: Step; exit: Exit; raw: Json; result: NonNullable<AslNames["result"]> },
): Shaped {
  const { step, exit, raw, result } = options;
  if (!step.result) return { value: raw, exit, keep: {} };
  if (!isFallible(step.result)) {
    return { value: valueToAsl(step.result, spellOf(context, { result })), exit, keep: {} };
  }
  const name = `${step.id}__result`;
  const after = settled(context);
  const value = valueToAsl(step.result, spellOf(after, { result: resultAs(`$${step.id}`) }));
  addState(after, {
    step: step.id,
    role: "result",
    name,
    state: { Type: "Pass", ...leave(after, { step: step.id, exit, value }) },
  });
  return { value: raw, exit: { next: name, targets: [] }, keep: { [step.id]: raw } };
}

/** Where the trace finds the value of a step whose raw value may have been reshaped. */
export function recordShaped(context: Context, options: { step: Step; exit: Exit; read: boolean }): void {
  const { step, exit, read } = options;
  if (read || exit.targets.length > 0) {
    context.recordValue(step.id, { from: "variable", name: read ? step.id : (exit.targets[0] ?? step.id) });
    return;
  }
  const state = step.result && isFallible(step.result) ? `${step.id}__result` : step.id;
  context.recordValue(step.id, { from: "output", state });
}
