/** `pass`: a Pass state; its value goes into a variable, or out of the scope. */
import { valueToAsl } from "../../expressions/asl-value.ts";
import type { PassStep } from "../../ir/types.ts";
import { stateComment } from "../comment.ts";
import { addState, asOutput, type Context, type Exit, leave, settled, spellOf } from "../context.ts";
import { recordShaped, resultAs } from "../result.ts";

export function emitPass(context: Context, step: PassStep, exit: Exit): void {
  const raw = valueToAsl(step.value, spellOf(context));
  const read = context.read.has(step.id);
  if (step.result) {
    // Reshaped in a state of its own: within one state an expression cannot read what the state assigns.
    const name = `${step.id}__result`;
    const after = settled(context);
    const value = valueToAsl(step.result, spellOf(after, { result: resultAs(`$${step.id}`) }));
    const keep = { Assign: { ...context.entry, [step.id]: raw } };
    addState(context, {
      step: step.id,
      role: "step",
      name: step.id,
      state: { Type: "Pass", ...stateComment(step), ...keep, Next: name },
    });
    addState(after, {
      step: step.id,
      role: "result",
      name,
      state: { Type: "Pass", ...leave(after, { step: step.id, exit, value }) },
    });
    if (read || exit.targets.length > 0) recordShaped(context, { step, exit, read });
    else context.recordValue(step.id, { from: "output", state: name });
    return;
  }
  const left = leave(context, { step: step.id, exit, value: raw });
  // A value that nobody reads still shows in the console when the state returns it.
  const shown = left.Next !== undefined && left.Assign === undefined ? { Output: asOutput(raw), ...left } : left;
  addState(context, {
    step: step.id,
    role: "step",
    name: step.id,
    state: { Type: "Pass", ...stateComment(step), ...shown },
  });
  recordShaped(context, { step, exit, read });
}
