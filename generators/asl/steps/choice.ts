/** `choice`: a Choice state; the taken path's last state assigns the value, so no state is needed where paths meet. */

import { valueToAsl } from "../../expressions/asl-value.ts";
import type { Json } from "../../expressions/expression.ts";
import { toJsonata } from "../../expressions/jsonata.ts";
import type { Block, ChoiceStep } from "../../ir/types.ts";
import { emitBlock, emitEmptyEnd, entryOf } from "../block.ts";
import { stateComment } from "../comment.ts";
import { addState, type Context, type Exit, leave, type State, settled, spellOf, targetsOf } from "../context.ts";
import { recordShaped, resultAs } from "../result.ts";

export function emitChoice(context: Context, step: ChoiceStep, exit: Exit): void {
  const read = context.read.has(step.id);
  const inner = settled(context);
  // With `result` the paths meet in a state that reshapes the value they all left in the step's variable.
  const meet: Exit = step.result
    ? { next: `${step.id}__result`, targets: [step.id] }
    : { ...exit, targets: targetsOf(context, step.id, exit) };

  const way = (block: Block, name: string): State => {
    const empty = block.steps.length === 0;
    const assign: { [name: string]: Json } = { ...context.entry };
    if (empty && meet.next === undefined) emitEmptyEnd(inner, { step: step.id, name, exit: meet });
    else if (empty) for (const target of meet.targets) assign[target] = null;
    else emitBlock(inner, block, meet);
    return { ...(Object.keys(assign).length > 0 ? { Assign: assign } : {}), Next: entryOf(block, meet) ?? name };
  };

  const spell = spellOf(context);
  const state: State = { Type: "Choice", ...stateComment(step) };
  addState(context, { step: step.id, role: "step", name: step.id, state });
  state.Choices = step.rules.map((rule, index) => ({
    Condition: `{% ${toJsonata(rule.when, spell)} %}`,
    ...way(rule.block, `${step.id}__when${index + 1}`),
  }));
  if (step.default) {
    const { Assign, Next } = way(step.default, `${step.id}__else`);
    // ASL: the Assign of the Choice state itself is for its Default.
    if (Assign !== undefined) state.Assign = Assign;
    state.Default = Next as Json;
  }
  if (step.result) {
    const value = valueToAsl(step.result, spellOf(inner, { result: resultAs(`$${step.id}`) }));
    const name = `${step.id}__result`;
    addState(inner, {
      step: step.id,
      role: "result",
      name,
      state: { Type: "Pass", ...leave(inner, { step: step.id, exit, value }) },
    });
    if (read || exit.targets.length > 0) recordShaped(context, { step, exit, read });
    else context.recordValue(step.id, { from: "output", state: name });
  } else if (meet.targets.length > 0) {
    context.recordValue(step.id, { from: "variable", name: meet.targets[0] ?? step.id });
  } else {
    context.recordValue(step.id, { from: "output", state: "" });
  }
}
