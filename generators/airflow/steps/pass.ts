/** `pass`: a task that returns a value. */
import type { PassStep } from "../../ir/types.ts";
import { isFallible } from "../../ir/walk.ts";
import { pythonOf, returning } from "../code.ts";
import type { At, Context, Emitted } from "../context.ts";
import { Reader } from "../reader.ts";
import { reshape } from "../result.ts";
import { addPythonTask } from "../task.ts";

export function emitPass(context: Context, step: PassStep, at: At): Emitted {
  const wrap = at.wrap && !step.result;
  const reader = new Reader(context);
  reader.guard(at.guard);
  reader.reads(step.value);
  const body = [returning(pythonOf(context.needs, reader, step.value), wrap)];
  const errors = isFallible(step.value) ? { errors: {} } : {};
  const task = addPythonTask(context, { id: step.id, step, role: "step", reader, body, at, ...errors });
  const emitted: Emitted = {
    entries: [task],
    exit: task,
    value: { kind: "task", task, ...(wrap ? { wrapped: true } : {}) },
  };
  return reshape(context, step, emitted, at.wrap);
}
