/** `map`: an inline Map state; `as` and `index` reach the item's first state as input and the later ones as variables. */
import { valueToAsl } from "../../expressions/asl-value.ts";
import type { Json } from "../../expressions/expression.ts";
import type { MapStep } from "../../ir/types.ts";
import { readsOf, readsOfBlock, valuesOf } from "../../ir/walk.ts";
import { emitBlock, emitEmptyEnd } from "../block.ts";
import { stateComment } from "../comment.ts";
import { addState, type Context, type Entry, type Exit, type Scope, type State, settled, spellOf } from "../context.ts";
import { finishState } from "../finish.ts";
import { resultAs } from "../result.ts";

/** The item names (`as`, `index`) that the block reads. */
function namesRead(step: MapStep): readonly string[] {
  const roots = new Set(readsOfBlock(step.block).map((path) => path[0]));
  return [step.as, "index"].filter((name) => roots.has(name));
}

/** The names that states after the first one read: those must be in variables. */
function namesKept(step: MapStep, read: readonly string[]): readonly string[] {
  const first = step.block.steps[0];
  if (!first) return [];
  const own = valuesOf({ ...first, ...(first.result ? {} : {}) }).flatMap(readsOf);
  const all = readsOfBlock(step.block);
  const count = (paths: readonly (readonly string[])[], name: string) =>
    paths.filter((path) => path[0] === name).length;
  return read.filter((name) => first.result !== undefined || count(all, name) > count(own, name));
}

export function emitMap(context: Context, step: MapStep, exit: Exit): void {
  const read = namesRead(step);
  const kept = namesKept(step, read);
  const pointer = `${context.scope.pointer}/States/${step.id}/ItemProcessor`;
  const scope: Scope = { states: {}, pointer };
  const first = step.block.steps[0];
  const entry: Entry = Object.fromEntries(kept.map((name) => [`${step.id}__${name}`, `{% $states.input.${name} %}`]));
  // ASL: a state assigns variables when it ends, and the branches of a Parallel run before it ends.
  const apart = kept.length > 0 && first?.kind === "parallel";
  const item = { map: step.id, as: step.as, first: !apart };
  const inner: Context = { ...settled(context), scope, entry: apart ? {} : entry, names: { ...context.names, item } };

  const state: State = { Type: "Map", ...stateComment(step), Items: valueToAsl(step.items, spellOf(context)) };
  addState(context, { step: step.id, role: "step", name: step.id, state });
  if (step.maxConcurrency !== undefined) state.MaxConcurrency = step.maxConcurrency;
  if (read.length > 0) {
    const source: { [name: string]: Json } = {
      [step.as]: "{% $states.context.Map.Item.Value %}",
      index: "{% $states.context.Map.Item.Index %}",
    };
    state.ItemSelector = Object.fromEntries(read.map((name) => [name, source[name] ?? null]));
  }
  const start = apart || !first ? `${step.id}__item` : first.id;
  if (apart) {
    addState(inner, {
      step: step.id,
      role: "item",
      name: start,
      state: { Type: "Pass", Assign: { ...entry }, Next: first.id },
    });
  }
  if (first) emitBlock(inner, step.block, { targets: [] });
  else emitEmptyEnd(inner, { step: step.id, name: start, exit: { targets: [] } });
  state.ItemProcessor = { ProcessorConfig: { Mode: "INLINE" }, StartAt: start, States: scope.states };

  finishState(context, { step, exit, state, raw: "{% $states.result %}", result: resultAs("$states.result") });
  // The result is a Map state's output anyhow.
  if (state.Output === "{% $states.result %}") delete state.Output;
}
