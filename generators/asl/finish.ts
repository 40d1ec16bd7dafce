/** The last fields of a state that holds other states: what it assigns, returns, catches, and where it goes. */
import type { Json } from "../expressions/expression.ts";
import type { Step } from "../ir/types.ts";
import { emitCatch } from "./catch.ts";
import { type Context, type Exit, leave, type State } from "./context.ts";
import type { AslNames } from "./names.ts";
import { recordShaped, shape } from "./result.ts";

type Options = {
  readonly step: Step;
  readonly exit: Exit;
  /** The state itself, which is filled in. */
  readonly state: State;
  readonly raw: Json;
  readonly result: NonNullable<AslNames["result"]>;
};

/** Completes a Parallel or Map state whose inner states are written. */
export function finishState(context: Context, { step, exit, state, raw, result }: Options): void {
  const shaped = shape(context, { step, exit, raw, result });
  const { Assign, Next, End, ...rest } = leave(context, { step: step.id, exit: shaped.exit, value: shaped.value });
  const assign = { ...shaped.keep, ...((Assign ?? {}) as { [name: string]: Json }) };
  if (Object.keys(assign).length > 0) state.Assign = assign;
  Object.assign(state, rest, emitCatch(context, step, exit));
  if (Next === undefined) state.End = End as Json;
  else state.Next = Next;
  recordShaped(context, { step, exit, read: context.read.has(step.id) });
}
