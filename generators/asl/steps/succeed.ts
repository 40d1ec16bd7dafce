/** `succeed`: a Succeed state, which ends the innermost run, branch or item. */
import { valueToAsl } from "../../expressions/asl-value.ts";
import type { SucceedStep } from "../../ir/types.ts";
import { stateComment } from "../comment.ts";
import { addState, type Context, spellOf } from "../context.ts";

export function emitSucceed(context: Context, step: SucceedStep): void {
  const Output = valueToAsl(step.value, spellOf(context));
  addState(context, { step: step.id, role: "step", name: step.id, state: { Type: "Succeed", ...stateComment(step), Output } });
  context.recordValue(step.id, { from: "output", state: step.id });
}
