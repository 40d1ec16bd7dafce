/** Source maps written by hand, for histories written by hand. */
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
