/** `wait`: a WaitSensor, or a DateTimeSensorAsync until a moment that a small task works out. */

import { pythonString } from "../../expressions/literals.ts";
import type { WaitStep } from "../../ir/types.ts";
import { pythonOf, timedelta } from "../code.ts";
import { type At, addTask, type Context, type Emitted, mappedOptions } from "../context.ts";
import type { PythonTask, Task } from "../model.ts";
import { Reader } from "../reader.ts";
import { addPythonTask } from "../task.ts";
import { isAirflow2 } from "../versions.ts";

/** Above this the wait is deferred to the triggerer and holds no worker. airflow-patterns.md, trap 11. */
const deferAbove = 60;

export function emitWait(context: Context, step: WaitStep, at: At): Emitted {
  const { wait } = step;
  const plain = wait.by === "duration" && !at.guard && !isAirflow2(context.version);
  const { entry, sensor } = plain ? waitSensor(context, step, wait.seconds, at) : untilSensor(context, step, at);
  if (!at.wrap) return { entries: [entry], exit: sensor, value: { kind: "null" } };
  // A join inside a map tells by its value that this way was taken, and a sensor has none.
  const task = addPythonTask(context, {
    id: `${step.id}__ok`,
    step,
    role: "ok",
    reader: new Reader(context),
    body: ['return {"value": None}'],
    at: { after: sensor },
  });
  return { entries: [entry], exit: task, value: { kind: "task", task, wrapped: true } };
}

function waitSensor(context: Context, step: WaitStep, seconds: number, at: At): { entry: Task; sensor: Task } {
  const options = { time_to_wait: timedelta(seconds), ...(seconds > deferAbove ? { deferrable: "True" } : {}) };
  const sensor = addTask(context, operator(context, step, "WaitSensor", options), at.after);
  return { entry: sensor, sensor };
}

function operator(
  context: Context,
  step: WaitStep,
  name: "WaitSensor" | "DateTimeSensorAsync",
  options: Record<string, string>,
) {
  return {
    form: "operator",
    id: step.id,
    step: step.id,
    role: "step",
    operator: name,
    options: { ...options, ...mappedOptions(context) },
  } as const;
}

/** TimeDeltaSensorAsync counts from the run's date, so the moment is worked out when the wait begins (trap 11). */
function untilSensor(context: Context, step: WaitStep, at: At): { entry: Task; sensor: Task } {
  const { wait } = step;
  if (wait.by === "timestamp" && wait.value.kind === "literal" && !at.guard) {
    const fixed = { target_time: pythonString(String(wait.value.value)) };
    const sensor = addTask(context, operator(context, step, "DateTimeSensorAsync", fixed), at.after);
    return { entry: sensor, sensor };
  }
  const entry = until(context, step, at);
  const mapped = context.mapped ? ", map_indexes=ti.map_index" : "";
  const target = `"{{ ti.xcom_pull(task_ids='${entry.id}'${mapped}) }}"`;
  const sensor = addTask(context, operator(context, step, "DateTimeSensorAsync", { target_time: target }), entry);
  return { entry, sensor };
}

function until(context: Context, step: WaitStep, at: At): PythonTask {
  const { wait } = step;
  const reader = new Reader(context);
  reader.guard(at.guard);
  if (wait.by !== "duration") reader.reads(wait.value);
  const code = wait.by === "duration" ? String(wait.seconds) : pythonOf(context.needs, reader, wait.value);
  const body = [`return ${wait.by === "timestamp" ? "moment_at" : "moment_after"}(${code})`];
  const errors = wait.by === "duration" ? {} : { errors: {} };
  return addPythonTask(context, { id: `${step.id}__until`, step, role: "until", reader, body, at, ...errors });
}
