/** `fail`: a task that raises an error under its name; Airflow does not retry it. */
import type { FailStep } from "../../ir/types.ts";
import { pythonOf } from "../code.ts";
import type { At, Context, Emitted } from "../context.ts";
import { Reader } from "../reader.ts";
import { addPythonTask } from "../task.ts";

export function emitFail(context: Context, step: FailStep, at: At): Emitted {
  const { fail } = step;
  const reader = new Reader(context);
  reader.guard(at.guard);
  let raised: string;
  if ("again" in fail) {
    reader.reads(fail.again);
    raised = 'raise StepError(error["name"], error["message"], error["cause"])';
  } else {
    reader.reads(fail.error, fail.cause);
    raised = `raise StepError(${pythonOf(context.needs, reader, fail.error)}, ${pythonOf(context.needs, reader, fail.cause)})`;
  }
  const task = addPythonTask(context, { id: step.id, step, role: "step", reader, body: [raised], at, errors: {} });
  context.fails?.push(task);
  return { entries: [task], value: { kind: "null" } };
}
