/** `lambda`: a Task state with the optimised Lambda integration. */
import { valueToAsl } from "../../expressions/asl-value.ts";
import type { Json } from "../../expressions/expression.ts";
import type { LambdaStep } from "../../ir/types.ts";
import { emitCatch } from "../catch.ts";
import { stateComment } from "../comment.ts";
import { addState, type Context, type Exit, leave, type State, settled, spellOf } from "../context.ts";
import { recordShaped, resultAs, shape } from "../result.ts";
import { emitRetry } from "../retry.ts";

const payload = "$states.result.Payload";

/** lab.md: the emulator's result lacks SDK metadata, AWS's has it; only `Payload` is ever read. */
export function emitLambda(context: Context, step: LambdaStep, exit: Exit): void {
  const state: State = {};
  addState(context, { step: step.id, role: "step", name: step.id, state });
  const shaped = shape(context, { step, exit, raw: `{% ${payload} %}`, result: resultAs(payload) });
  const output = exit.output && valueToAsl(exit.output, spellOf(settled(context), { own: { [step.id]: payload } }));
  const left = leave(context, {
    step: step.id,
    exit: shaped.exit,
    value: shaped.value,
    ...(output === undefined ? {} : { output }),
  });
  const assign = { ...shaped.keep, ...((left.Assign ?? {}) as { [name: string]: Json }) };
  const { Next, End, ...rest }: State = {
    Type: "Task",
    ...stateComment(step),
    Resource: "arn:aws:states:::lambda:invoke",
    Arguments: { FunctionName: step.function, Payload: valueToAsl(step.payload, spellOf(context)) },
    ...(step.timeout === undefined ? {} : { TimeoutSeconds: step.timeout }),
    ...left,
    ...(Object.keys(assign).length > 0 ? { Assign: assign } : {}),
    ...emitRetry(step.retry),
    ...emitCatch(context, step, exit),
  };
  Object.assign(state, rest, Next === undefined ? { End: End as Json } : { Next });
  if (step.result) recordShaped(context, { step, exit, read: context.read.has(step.id) });
  else context.recordValue(step.id, { from: "payload" });
}
