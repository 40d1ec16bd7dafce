/** `wait`: a Wait state by seconds or until a timestamp; its value is null. */
import { valueToAsl } from "../../expressions/asl-value.ts";
import type { WaitStep } from "../../ir/types.ts";
import { stateComment } from "../comment.ts";
import { addState, type Context, type Exit, leave, type State, spellOf } from "../context.ts";

export function emitWait(context: Context, step: WaitStep, exit: Exit): void {
  const { wait } = step;
  const spell = spellOf(context);
  const moment: State =
    wait.by === "duration"
      ? { Seconds: wait.seconds }
      : wait.by === "seconds"
        ? { Seconds: valueToAsl(wait.value, spell) }
        : { Timestamp: valueToAsl(wait.value, spell) };
  const left = leave(context, { step: step.id, exit, value: "{% null %}" });
  addState(context, {
    step: step.id,
    role: "step",
    name: step.id,
    state: { Type: "Wait", ...stateComment(step), ...moment, ...left },
  });
  context.recordValue(step.id, { from: "null" });
}
