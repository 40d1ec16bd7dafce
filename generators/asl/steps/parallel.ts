import type { ParallelStep } from "../../ir/types.ts";
import { emitBlock, emitEmptyEnd } from "../block.ts";
import { stateComment } from "../comment.ts";
import { addState, type Context, type Exit, type Scope, type State, settled } from "../context.ts";
import { finishState } from "../finish.ts";

export function emitParallel(context: Context, step: ParallelStep, exit: Exit): void {
  const names = step.branches.map((branch) => branch.name);
  const raw = Object.fromEntries(names.map((name, index) => [name, `{% $states.result[${index}] %}`]));
  const whole = `{${names.map((name, index) => `'${name}': $states.result[${index}]`).join(", ")}}`;
  const result = (path: readonly string[]) => {
    const index = names.indexOf(path[1] ?? "");
    return index < 0 ? { code: `(${whole})`, used: 1 } : { code: `$states.result[${index}]`, used: 2 };
  };
  const state: State = { Type: "Parallel", ...stateComment(step) };
  addState(context, { step: step.id, role: "step", name: step.id, state });
  state.Branches = step.branches.map((branch, index) => {
    const pointer = `${context.scope.pointer}/States/${step.id}/Branches/${index}`;
    const scope: Scope = { states: {}, pointer };
    const inner = { ...settled(context), scope };
    const first = branch.block.steps[0]?.id ?? `${step.id}__branch${index + 1}`;
    if (branch.block.steps.length === 0) emitEmptyEnd(inner, { step: step.id, name: first, exit: { targets: [] } });
    else emitBlock(inner, branch.block, { targets: [] });
    return { StartAt: first, States: scope.states };
  });
  finishState(context, { step, exit, state, raw, result });
}
