/** Hand-written source maps and traces, as short as they can be. */
import type { Json } from "../../generators/expressions/expression.ts";
import type { Path } from "../../generators/ir/types.ts";
import type { SourceMap, StepMap } from "../../generators/source-map.ts";
import type { Attempt, StepStatus, StepTrace, Trace } from "../../runs/trace.ts";

export type Sketch = {
  kind?: string;
  ledger?: string[];
  varies?: string[][];
  title?: string;
  parallel?: Record<string, Record<string, Sketch>>;
  map?: Record<string, Sketch>;
  choice?: Record<string, Sketch>[];
  catch?: Record<string, Sketch>[];
};

/** A source map from nested steps: `{a: {}, p: {parallel: {left: {b: {}}}}}`. */
export function sourceMap(steps: Record<string, Sketch>, more: Partial<SourceMap> = {}): SourceMap {
  const all: StepMap[] = [];
  const visit = (block: Record<string, Sketch>, at: Path, within: readonly string[], map?: string): void => {
    for (const [id, sketch] of Object.entries(block)) {
      const path = [...at, "steps", id];
      const kind =
        sketch.kind ??
        (sketch.parallel && "parallel") ??
        (sketch.map && "map") ??
        (sketch.choice && "choice") ??
        "lambda";
      all.push(stepMap({ id, kind, path, within, sketch, map }));
      const inner = [...within, id];
      for (const [name, branch] of Object.entries(sketch.parallel ?? {}))
        visit(branch, [...path, "parallel", name], inner, map);
      if (sketch.map) visit(sketch.map, [...path, "map"], inner, id);
      for (const [n, way] of (sketch.choice ?? []).entries()) visit(way, [...path, "choice", n], inner, map);
      for (const [n, way] of (sketch.catch ?? []).entries()) visit(way, [...path, "catch", n], inner, map);
    }
  };
  visit(steps, [], []);
  return {
    version: 1,
    pipeline: "demo",
    spec: "pipelines/demo.yaml",
    dagId: "demo",
    steps: all,
    output: [{ task: "output", wrapped: false }],
    outputVaries: [],
    ledger: [],
    ...more,
  };
}

type StepOptions = {
  id: string;
  kind: string;
  path: Path;
  within: readonly string[];
  sketch: Sketch;
  map: string | undefined;
};

function stepMap({ id, kind, path, within, sketch, map }: StepOptions): StepMap {
  return {
    step: id,
    kind,
    ...(sketch.title && { title: sketch.title }),
    path,
    within,
    yaml: [0, 1],
    asl: { states: [{ name: id, role: "step", pointer: `/States/${id}` }], value: { from: "payload" } },
    airflow: {
      tasks: [{ id, role: "step", lines: [1, 2] }],
      value: { task: id, wrapped: false },
      envelope: false,
      loop: false,
    },
    ...(map && { map }),
    type: { kind: "any" },
    varies: sketch.varies ?? [],
    ledger: sketch.ledger ?? [],
  };
}

const clock = (seconds: number): string => new Date(Date.UTC(2026, 10, 21, 12, 0, 0) + seconds * 1000).toISOString();

export function attempt(start: number, end: number, error?: string): Attempt {
  const outcome = error === undefined ? "succeeded" : error === "aborted" ? "aborted" : "failed";
  return {
    start: clock(start),
    end: clock(end),
    outcome,
    ...(outcome === "failed" && { error: { name: error ?? "", cause: "because" } }),
  };
}

export type RunStep = {
  step: string;
  indexes?: readonly number[];
  at?: number;
  status?: StepStatus;
  value?: Json;
  error?: string;
  attempts?: Attempt[];
};

/** One step of a trace: succeeded with one try of half a second, unless told otherwise. */
export function ran({ step, indexes = [], at = 0, status = "succeeded", value, error, attempts }: RunStep): StepTrace {
  const one = status === "aborted" ? [attempt(at, at + 0.5, "aborted")] : [attempt(at, at + 0.5, error)];
  return {
    step,
    indexes,
    status,
    attempts: attempts ?? (status === "notRun" ? [] : one),
    ...(value !== undefined && { value }),
    ...(error !== undefined && { error: { name: error, cause: "because" } }),
    units: status === "notRun" ? [] : [step],
  };
}

export function trace(
  engine: "stepFunctions" | "airflow",
  steps: readonly StepTrace[],
  more: Partial<Trace> = {},
): Trace {
  return {
    version: 1,
    engine,
    pipeline: "demo",
    runId: "demo-1",
    status: "succeeded",
    start: clock(0),
    end: clock(10),
    input: { source: "demo.run" },
    steps,
    units: steps.length,
    ...more,
  };
}

export const failedWith = (name: string): Partial<Trace> => ({ status: "failed", error: { name, cause: "because" } });
