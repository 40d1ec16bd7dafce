/** Hand-written source maps of the two pipelines whose histories were recorded (fixtures/). */
import type { AslValue, Role, SourceMap, StepMap } from "../../generators/source-map.ts";

type Draft = {
  step: string;
  kind: string;
  path?: readonly (string | number)[];
  within?: readonly string[];
  map?: string;
  states?: readonly (readonly [name: string, role: Role])[];
  tasks?: readonly (readonly [id: string, role: Role])[];
  asl: AslValue;
  airflow?: { task: string; wrapped: boolean };
  envelope?: boolean;
  loop?: boolean;
};

export function stepMap(draft: Draft): StepMap {
  const { step, kind, within = [], states = [[step, "step"]], tasks = [[step, "step"]] } = draft;
  return {
    step,
    kind,
    path: draft.path ?? ["steps", step],
    within,
    yaml: [0, 0],
    asl: { states: states.map(([name, role]) => ({ name, role, pointer: `/States/${name}` })), value: draft.asl },
    airflow: {
      tasks: tasks.map(([id, role]) => ({ id, role, lines: [1, 1] as const })),
      value: draft.airflow ?? { task: step, wrapped: false },
      envelope: draft.envelope ?? false,
      loop: draft.loop ?? false,
    },
    ...(draft.map === undefined ? {} : { map: draft.map }),
    type: { kind: "any" },
    varies: [],
    ledger: [],
  };
}

export function sourceMap(pipeline: string, steps: readonly StepMap[], output: SourceMap["output"]): SourceMap {
  return {
    version: 1,
    pipeline,
    spec: `pipelines/${pipeline}.yaml`,
    dagId: pipeline,
    steps,
    output,
    outputVaries: [],
    ledger: [],
  };
}

export const retryReport = sourceMap(
  "retry-report",
  [
    stepMap({ step: "clean_orders", kind: "lambda", asl: { from: "payload" } }),
    stepMap({
      step: "summarize_report",
      kind: "lambda",
      asl: { from: "variable", name: "summarize_report" },
      tasks: [
        ["summarize_report", "step"],
        ["summarize_report__catch", "catch"],
      ],
    }),
    stepMap({
      step: "handle_failure",
      kind: "pass",
      path: ["steps", "summarize_report", "catch", 0, "steps", "handle_failure"],
      within: ["summarize_report"],
      asl: { from: "variable", name: "handle_failure" },
    }),
    stepMap({
      step: "finish_handled",
      kind: "succeed",
      path: ["steps", "summarize_report", "catch", 0, "steps", "finish_handled"],
      within: ["summarize_report"],
      asl: { from: "output", state: "finish_handled" },
    }),
    stepMap({ step: "notify_success", kind: "pass", asl: { from: "output", state: "notify_success" } }),
  ],
  [{ task: "output", wrapped: false }],
);

export const parallelMapReport = sourceMap(
  "parallel-map-report",
  [
    stepMap({ step: "generate_datasets", kind: "lambda", asl: { from: "payload" } }),
    stepMap({ step: "process", kind: "parallel", asl: { from: "variable", name: "process" } }),
    stepMap({
      step: "reports",
      kind: "map",
      within: ["process"],
      path: ["steps", "process", "parallel", "reports"],
      asl: { from: "output", state: "reports" },
      tasks: [
        ["reports__items", "items"],
        ["reports", "step"],
      ],
    }),
    stepMap({
      step: "clean_dataset",
      kind: "lambda",
      within: ["process", "reports"],
      path: ["steps", "process", "parallel", "reports", "map", "steps", "clean_dataset"],
      map: "reports",
      asl: { from: "payload" },
    }),
    stepMap({
      step: "summarize_dataset",
      kind: "lambda",
      within: ["process", "reports"],
      path: ["steps", "process", "parallel", "reports", "map", "steps", "summarize_dataset"],
      map: "reports",
      asl: { from: "output", state: "summarize_dataset" },
      airflow: { task: "summarize_dataset", wrapped: true },
    }),
    stepMap({
      step: "audit",
      kind: "pass",
      within: ["process"],
      path: ["steps", "process", "parallel", "audit"],
      asl: { from: "output", state: "audit" },
    }),
    stepMap({ step: "emit_execution_summary", kind: "lambda", asl: { from: "payload" } }),
  ],
  [{ task: "output", wrapped: false }],
);
