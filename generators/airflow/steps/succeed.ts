/** `succeed`: a task whose value is the output of the innermost run, branch or item. */
import type { SucceedStep } from "../../ir/types.ts";
import { isFallible } from "../../ir/walk.ts";
import { pythonOf, returning } from "../code.ts";
import type { At, Context, Emitted } from "../context.ts";
import { Reader } from "../reader.ts";
import { addPythonTask } from "../task.ts";

/** The task has no edge to a join of its block: what follows there is skipped. */
export function emitSucceed(context: Context, step: SucceedStep, at: At): Emitted {
  const wrap = context.mapped !== undefined;
  const reader = new Reader(context);
  reader.guard(at.guard);
  reader.reads(step.value);
  const body = [returning(pythonOf(context.needs, reader, step.value), wrap)];
  const errors = isFallible(step.value) ? { errors: {} } : {};
  const task = addPythonTask(context, { id: step.id, step, role: "step", reader, body, at, ...errors });
  context.ends.push(task);
  return { entries: [task], value: { kind: "task", task, ...(wrap ? { wrapped: true } : {}) } };
}
