/** Puts together what both emitters recorded: per step its place, its states and its tasks. */

import type { Ref } from "./airflow/context.ts";
import type { AirflowEmission } from "./airflow/emit.ts";
import type { Task } from "./airflow/model.ts";
import { taskLines } from "./airflow/task-lines.ts";
import type { AslEmission } from "./asl/emit.ts";
import type { Pipeline, Step } from "./ir/types.ts";
import { stepsOf } from "./ir/walk.ts";
import { ledgerFor } from "./ledger/apply.ts";
import type { SourceMap, StepMap } from "./source-map.ts";

export function buildSourceMap(options: {
  pipeline: Pipeline;
  asl: AslEmission;
  airflow: AirflowEmission;
  dag: string;
}): SourceMap {
  const { pipeline, asl, airflow, dag } = options;
  const ledger = ledgerFor(pipeline);
  const lines = taskLines(dag);
  const tasks = new Map<string, Task[]>();
  for (const task of airflow.tasks) tasks.set(task.step, [...(tasks.get(task.step) ?? []), task]);
  const stepMap = (step: Step): StepMap => {
    const own = tasks.get(step.id) ?? [];
    const main = own.find((task) => task.id === step.id);
    const value = placeOfValue(airflow, step.id);
    return {
      step: step.id,
      kind: step.kind,
      ...(step.title === undefined ? {} : { title: step.title }),
      path: step.path,
      within: step.within,
      yaml: step.range,
      asl: { states: asl.states.get(step.id) ?? [], value: asl.values.get(step.id) ?? { from: "null" } },
      airflow: {
        tasks: own.map(({ id, role }) => ({ id, role, lines: lines.get(id) ?? [0, 0] })),
        ...(value ? { value } : {}),
        envelope: hasErrors(main, "handlers"),
        loop: hasErrors(main, "rules"),
      },
      ...(step.map === undefined ? {} : { map: step.map }),
      type: step.type,
      varies: step.varies,
      ledger: ledger.steps[step.id] ?? [],
    };
  };
  return {
    version: 1,
    pipeline: pipeline.name,
    spec: pipeline.file,
    dagId: pipeline.name,
    steps: [...stepsOf(pipeline.body)].map(stepMap),
    output: airflow.output.flatMap((ref) => place(ref) ?? []),
    outputVaries: pipeline.outputVaries,
    ledger: ledger.run,
  };
}

function hasErrors(task: Task | undefined, part: "handlers" | "rules"): boolean {
  return task?.form === "task" && (task.errors?.[part] ?? []).length > 0;
}

function placeOfValue(airflow: AirflowEmission, step: string): StepMap["airflow"]["value"] {
  const ref = airflow.values.get(step);
  return ref && place(ref);
}

function place(ref: Ref): { task: string; wrapped: boolean } | undefined {
  if (ref.kind === "task") return { task: ref.task.id, wrapped: ref.wrapped ?? false };
  return ref.kind === "pull" ? { task: ref.task, wrapped: false } : undefined;
}
