/** The trace of a finished DAG run. */
import type { Json } from "../../generators/expressions/expression.ts";
import type { SourceMap } from "../../generators/source-map.ts";
import type { ErrorInfo, RunStatus, StepTrace, Trace } from "../../runs/trace.ts";
import { errorLeaving } from "../settle.ts";
import { iso } from "./attempts.ts";
import { foldInstances } from "./fold.ts";
import type { RunRecord, TaskInstance } from "./record.ts";
import { errorIn, returned } from "./xcoms.ts";

/** Written into the run when we stop it: Airflow itself calls such a run failed. */
export const stopNote = "Stopped by Parallax";

export function foldDagRun(options: {
  map: SourceMap;
  runId: string;
  input: Json;
  record: RunRecord;
  link?: string;
}): Trace {
  const { map, runId, input, record, link } = options;
  const status = statusOf(record);
  const stopped = status === "aborted" || status === "timedOut";
  const steps = foldInstances({ map, record, stopped });
  const error = runError({ map, record, steps, status });
  const output = status === "succeeded" ? outputOf(map, record) : undefined;
  const fault = stopped ? undefined : faultOf(map, record);
  const start = iso(record.run.start_date ?? record.run.queued_at ?? null);
  return {
    version: 1,
    engine: "airflow",
    pipeline: map.pipeline,
    runId,
    status,
    start,
    end: iso(record.run.end_date) || start,
    input,
    ...(output === undefined ? {} : { output }),
    ...(error === undefined ? {} : { error }),
    steps,
    units: record.instances.filter(({ try_number }) => try_number > 0).length,
    ...(link === undefined ? {} : { link }),
    ...(fault === undefined ? {} : { engineFault: fault }),
  };
}

/** Airflow says failed for a run that ran out of time too: then nothing in it has failed, and it lasted that long. */
function statusOf({ run, instances, runTimeout }: RunRecord): RunStatus {
  if (run.state === "success") return "succeeded";
  if (run.note === stopNote || run.state !== "failed") return "aborted";
  const lasted = (Date.parse(run.end_date ?? "") - Date.parse(run.start_date ?? "")) / 1_000;
  const complete = instances.some(({ state }) => state === "failed" || state === "upstream_failed");
  return runTimeout !== undefined && lasted >= runTimeout && !complete ? "timedOut" : "failed";
}

/** The first of the output's tasks that succeeded; a result of None leaves no XCom. */
function outputOf(map: SourceMap, record: RunRecord): Json | undefined {
  for (const { task, wrapped } of map.output) {
    const instance = record.instances.find(({ task_id, state }) => task_id === task && state === "success");
    if (instance === undefined) continue;
    const value = returned(record, instance) ?? null;
    if (!wrapped) return value;
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value.value ?? null) : null;
  }
  return undefined;
}

function runError(options: {
  map: SourceMap;
  record: RunRecord;
  steps: readonly StepTrace[];
  status: RunStatus;
}): ErrorInfo | undefined {
  const { map, record, steps, status } = options;
  if (status === "timedOut") return { name: "States.Timeout", cause: "" };
  if (status !== "failed") return undefined;
  const top = steps.filter((trace) => map.steps.some(({ step, within }) => step === trace.step && within.length === 0));
  const leaving = top.flatMap((trace) => {
    const step = map.steps.find((one) => one.step === trace.step)!;
    return errorLeaving({ map, step, trace, traces: steps });
  });
  const others = failedOutside(map, record).flatMap((instance) => {
    const error = errorIn(record, instance);
    return error === undefined ? [] : [{ error, at: iso(instance.end_date) }];
  });
  const first = [...leaving, ...others].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))[0];
  return first?.error.name === "" ? undefined : first?.error;
}

/** Failed tasks that belong to no step: the one that works out the run's output. */
function failedOutside(map: SourceMap, record: RunRecord): TaskInstance[] {
  const tasks = new Set(map.steps.flatMap(({ airflow }) => airflow.tasks.map(({ id }) => id)));
  return record.instances.filter(({ task_id, state }) => state === "failed" && !tasks.has(task_id));
}

/** A task of ours records its error before it fails; one that could not was killed. */
function faultOf(map: SourceMap, record: RunRecord): string | undefined {
  const gates = new Set(
    map.steps.flatMap(({ airflow }) => airflow.tasks.flatMap(({ id, role }) => (role === "catch" ? [id] : []))),
  );
  const silent = record.instances.find(
    (instance) =>
      instance.state === "failed" && !gates.has(instance.task_id) && errorIn(record, instance) === undefined,
  );
  if (silent === undefined) return undefined;
  const item = silent.map_index < 0 ? "" : `[${silent.map_index}]`;
  return `Airflow's task ${silent.task_id}${item} failed without recording an error: its process was killed, or the engine lost it.`;
}
