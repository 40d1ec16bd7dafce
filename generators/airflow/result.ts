/** `result`: worked out in the step's own task where it cannot fail, else in a task after it. */
import type { Step } from "../ir/types.ts";
import { isFallible } from "../ir/walk.ts";
import { pythonOf, returning } from "./code.ts";
import type { Context, Emitted } from "./context.ts";
import { Reader } from "./reader.ts";
import { addPythonTask } from "./task.ts";

/** True when the step needs `X__result`: its expression may fail, and then outside the step's own retry and catch. */
export function reshapesApart(step: Step): boolean {
  return step.result !== undefined && (isFallible(step.result) || step.kind === "choice" || step.kind === "pass");
}

/** The last lines of a task whose raw value is `code`. */
export function finish(
  context: Context,
  options: { step: Step; reader: Reader; code: string; wrap: boolean },
): readonly string[] {
  const { step, reader, code, wrap } = options;
  if (!step.result || reshapesApart(step)) return [returning(code, wrap && !reshapesApart(step))];
  return [`result = ${code}`, returning(pythonOf(context.needs, reader, step.result), wrap)];
}

/** Adds `X__result` behind the step where its expression needs a task of its own. */
export function reshape(context: Context, step: Step, emitted: Emitted, wrap: boolean): Emitted {
  if (!step.result || !reshapesApart(step) || !emitted.exit) return emitted;
  const reader = new Reader(context);
  reader.guard(emitted.guard);
  reader.ref("result", emitted.value);
  reader.reads(step.result);
  const body = [returning(pythonOf(context.needs, reader, step.result), wrap)];
  const task = addPythonTask(context, {
    id: `${step.id}__result`,
    step,
    role: "result",
    reader,
    body,
    at: { after: emitted.exit },
    ...(isFallible(step.result) ? { errors: {} } : {}),
  });
  emitted.onNext?.([task]);
  return { entries: emitted.entries, exit: task, value: { kind: "task", task, ...(wrap ? { wrapped: true } : {}) } };
}
