/** `parallel`: the branches side by side, each in a task group, and a task that gathers their values by name. */

import { pythonString } from "../../expressions/literals.ts";
import type { ParallelStep } from "../../ir/types.ts";
import { maySucceedEarly } from "../../ir/walk.ts";
import { emitBlock } from "../block.ts";
import { type At, addEdge, type Context, type Emitted } from "../context.ts";
import { addJoin, type Way } from "../join.ts";
import type { Task, WiringScope } from "../model.ts";
import { Reader } from "../reader.ts";
import { finish, reshape, reshapesApart } from "../result.ts";
import { addPythonTask } from "../task.ts";

type Branch = ParallelStep["branches"][number];

export function emitParallel(context: Context, step: ParallelStep, at: At): Emitted {
  const branches = step.branches.map((branch) => ({ branch, emitted: emitBranch(context, { step, branch, at }) }));
  const reader = new Reader(context);
  const empty = branches.every(({ emitted }) => emitted === undefined);
  if (empty) reader.guard(at.guard);
  const entries: string[] = [];
  for (const { branch, emitted } of branches) {
    if (emitted?.value.kind === "task" && emitted.exit) {
      reader.take(branch.name, emitted.value.task);
      entries.push(`${pythonString(branch.name)}: ${branch.name}${emitted.value.wrapped ? '["value"]' : ""}`);
    } else entries.push(`${pythonString(branch.name)}: None`);
  }
  if (step.result && !reshapesApart(step)) reader.reads(step.result);
  const wrap = at.wrap && !reshapesApart(step);
  const body = finish(context, { step, reader, code: `{${entries.join(", ")}}`, wrap });
  const task = addPythonTask(context, { id: step.id, step, role: "step", reader, body, ...(empty ? { at } : {}) });
  for (const { emitted } of branches)
    if (emitted?.exit && emitted.value.kind !== "task") addEdge(context, emitted.exit, task);
  const first = branches.flatMap(({ emitted }) => emitted?.entries ?? []);
  const goesOn = branches.every(({ emitted }) => emitted === undefined || emitted.exit !== undefined);
  const emitted: Emitted = {
    entries: empty ? [task] : first,
    ...(goesOn ? { exit: task } : {}),
    value: { kind: "task", task, ...(wrap ? { wrapped: true } : {}) },
  };
  return goesOn ? reshape(context, step, emitted, at.wrap) : emitted;
}

function emitBranch(context: Context, options: { step: ParallelStep; branch: Branch; at: At }): Emitted | undefined {
  const { step, branch, at } = options;
  if (branch.block.steps.length === 0) return undefined;
  const early = maySucceedEarly(branch.block);
  const scope: WiringScope = { items: [], edges: context.scope.edges };
  const ends: Task[] = [];
  const inner: Context = { ...context, scope, ends };
  const wrap = early && context.mapped !== undefined;
  const emitted = emitBlock(inner, branch.block, { ...at, wrap });
  const ways: Way[] = [
    ...(emitted.exit ? [{ exit: emitted.exit, value: emitted.value }] : []),
    ...ends.map((end): Way => ({ exit: end, value: { kind: "task", task: end, ...(wrap ? { wrapped: true } : {}) } })),
  ];
  let done = emitted;
  const [only] = ways;
  if (ends.length > 0 && ways.length === 1 && only) done = { ...emitted, exit: only.exit, value: only.value };
  else if (ends.length > 0) {
    const join = addJoin(inner, { id: `${branch.name}__end`, step, role: "end", ways, wrap: false });
    done = { entries: emitted.entries, exit: join, value: { kind: "task", task: join } };
  }
  // A branch of one task needs no group; one with `steps` has a name that no task has.
  const grouped = branch.block.steps.every((inside) => inside.id !== branch.name);
  if (grouped && scope.items.length > 1)
    context.scope.items.push({ kind: "group", id: branch.name, scope: { items: scope.items, edges: [] } });
  else context.scope.items.push(...scope.items);
  return done;
}
