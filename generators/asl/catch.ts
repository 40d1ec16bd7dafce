/** ASL's Catcher: the error goes into a variable of the step, the handler's states follow. */
import type { Json } from "../expressions/expression.ts";
import type { Block, Handler, Step } from "../ir/types.ts";
import { readsOf, stepsOf, valuesOf } from "../ir/walk.ts";
import { emitBlock, emitEmptyEnd, entryOf } from "./block.ts";
import { type Context, type Exit, type State, settled, targetsOf } from "./context.ts";

const cause = "$exists($states.errorOutput.Cause) ? $states.errorOutput.Cause : ''";

/** What a handler can read of an error. `message`: a Lambda's own words stand inside the JSON text of its cause. */
const fields: { readonly [field: string]: (step: string) => string } = {
  name: () => "{% $states.errorOutput.Error %}",
  message: () =>
    `{% ($cause := ${cause}; $substring($cause, 0, 1) = '{' and $contains($cause, '"errorMessage"') ? $parse($cause).errorMessage : $cause) %}`,
  cause: () => `{% ${cause} %}`,
  step: (step) => step,
};

/** The fields of `error` that a handler's block reads; all of them where it reads the whole. */
function errorFieldsRead(block: Block): readonly string[] {
  const read = new Set<string>();
  for (const step of stepsOf(block)) {
    if (step.kind === "fail" && "again" in step.fail) for (const field of ["name", "cause"]) read.add(field);
    else {
      for (const path of valuesOf(step).flatMap(readsOf)) {
        if (path[0] !== "error") continue;
        for (const field of path[1] === undefined ? Object.keys(fields) : [path[1]]) read.add(field);
      }
    }
  }
  return Object.keys(fields).filter((field) => read.has(field));
}

/** Writes the handlers' states and answers with the step's `Catch`. */
export function emitCatch(context: Context, step: Step, exit: Exit): State {
  if (step.catch.length === 0) return {};
  const targets = targetsOf(context, step.id, exit);
  return {
    Catch: step.catch.map((handler, index) => catcher(context, { step, handler, index, exit: { ...exit, targets } })),
  };
}

function catcher(context: Context, options: { step: Step; handler: Handler; index: number; exit: Exit }): Json {
  const { step, handler, index, exit } = options;
  const inner = { ...settled(context), names: { ...settled(context).names, error: `${step.id}__error` } };
  const error = Object.fromEntries(
    errorFieldsRead(handler.block).map((field) => [field, fields[field]?.(step.id) ?? ""]),
  );
  const assign: { [name: string]: Json } = { ...context.entry };
  if (Object.keys(error).length > 0) assign[`${step.id}__error`] = error;
  const empty = handler.block.steps.length === 0;
  const end = `${step.id}__catch${index + 1}`;
  if (empty && exit.next === undefined) emitEmptyEnd(inner, { step: step.id, name: end, exit });
  else if (empty) for (const target of exit.targets) assign[target] = null;
  else emitBlock(inner, handler.block, exit);
  return {
    ErrorEquals: [...handler.errors],
    ...(Object.keys(assign).length > 0 ? { Assign: assign } : {}),
    Next: entryOf(handler.block, exit) ?? end,
  };
}
