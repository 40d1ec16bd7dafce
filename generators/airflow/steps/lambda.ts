/** `lambda`: a task that invokes the function through the Amazon provider's hook. */

import { pythonString } from "../../expressions/literals.ts";
import type { Type } from "../../expressions/types.ts";
import type { LambdaStep } from "../../ir/types.ts";
import { typeOfValue } from "../../ir/value.ts";
import { emitCatch } from "../catch.ts";
import { pythonOf, timedelta } from "../code.ts";
import type { At, Context, Emitted } from "../context.ts";
import type { PythonTask } from "../model.ts";
import { Reader } from "../reader.ts";
import { finish, reshape, reshapesApart } from "../result.ts";
import { loops, retryErrors, retryOptions } from "../retry.ts";
import { addPythonTask } from "../task.ts";

export function emitLambda(context: Context, step: LambdaStep, at: At): Emitted {
  const caught = step.catch.length > 0;
  const apart = reshapesApart(step);
  const wrap = at.wrap && !caught && !apart;
  const task = invocation(context, step, { ...at, wrap });
  const plain: Emitted = {
    entries: [task],
    exit: task,
    value: { kind: "task", task, ...(wrap ? { wrapped: true } : {}) },
  };
  return caught ? emitCatch(context, step, { at, task }) : reshape(context, step, plain, at.wrap);
}

function invocation(context: Context, step: LambdaStep, at: At): PythonTask {
  const loop = loops(step);
  const reader = new Reader(context, { loop });
  reader.guard(at.guard);
  if (loop) reader.context.add("attempt=0");
  reader.reads(step.payload, step.result && !reshapesApart(step) ? step.result : undefined);
  const payload = payloadOf(context, reader, step);
  const limit = loop && step.timeout !== undefined ? `, timeout=${step.timeout}` : "";
  const inline = payload.length <= 60;
  const call = `invoke(${pythonString(step.function)}, ${inline ? payload : "payload"}${limit})`;
  const body = [
    ...(inline ? [] : [`payload = ${payload}`]),
    ...finish(context, { step, reader, code: call, wrap: at.wrap }),
  ];
  const errors = {
    ...retryErrors(step),
    ...(context.mapped && step.catch.length > 0 ? { handlers: handlersOf(step) } : {}),
  };
  const timeout: Record<string, string> =
    step.timeout !== undefined && !loop ? { execution_timeout: timedelta(step.timeout) } : {};
  const options = { ...retryOptions(step, context.version), ...timeout };
  return addPythonTask(context, { id: step.id, step, role: "step", reader, body, at, options, errors });
}

/** JSONata has one kind of number and writes 2.0 as 2; what may hold such a number is sent likewise. */
function payloadOf(context: Context, reader: Reader, step: LambdaStep): string {
  const code = pythonOf(context.needs, reader, step.payload);
  if (!holdsNumber(typeOfValue(step.payload))) return code;
  context.needs.helpers.add("whole_numbers");
  return `whole_numbers(${code})`;
}

function holdsNumber(type: Type): boolean {
  if (type.kind === "nullable") return holdsNumber(type.of);
  if (type.kind === "list") return holdsNumber(type.element);
  if (type.kind === "object") return Object.values(type.fields).some((field) => holdsNumber(field.type));
  return type.kind === "number";
}

/** The first task of each handler, which its tasks inside a map compare with. */
export function handlersOf(step: LambdaStep): readonly { readonly task: string; readonly errors: readonly string[] }[] {
  return step.catch.map((handler, index) => ({
    task: handler.block.steps[0]?.id ?? `${step.id}__catch${index + 1}`,
    errors: handler.errors,
  }));
}
