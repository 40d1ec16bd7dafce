/** `fail`: a Fail state, or a caught error raised again under its own name and cause. */
import { valueToAsl } from "../../expressions/asl-value.ts";
import type { FailStep } from "../../ir/types.ts";
import { stateComment } from "../comment.ts";
import { addState, type Context, type State, spellOf } from "../context.ts";

export function emitFail(context: Context, step: FailStep): void {
  const { fail } = step;
  const spell = spellOf(context);
  const fields: State =
    "again" in fail
      ? { Error: `{% ${spell(["error"]).code}.name %}`, Cause: `{% ${spell(["error"]).code}.cause %}` }
      : { Error: valueToAsl(fail.error, spell), Cause: valueToAsl(fail.cause, spell) };
  addState(context, {
    step: step.id,
    role: "step",
    name: step.id,
    state: { Type: "Fail", ...stateComment(step), ...fields },
  });
  context.recordValue(step.id, { from: "null" });
}
