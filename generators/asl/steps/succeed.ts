/** `succeed`: a Succeed state, which ends the innermost run, branch or item. */
import { valueToAsl } from "../../expressions/asl-value.ts";
import type { SucceedStep } from "../../ir/types.ts";
import { stateComment } from "../comment.ts";
import { addState, asOutput, type Context, spellOf } from "../context.ts";

export function emitSucceed(context: Context, step: SucceedStep): void {
  const Output = asOutput(valueToAsl(step.value, spellOf(context)));
  addState(context, {
    step: step.id,
    role: "step",
    name: step.id,
    state: { Type: "Succeed", ...stateComment(step), Output },
  });
  context.recordValue(step.id, { from: "output", state: step.id });
}
