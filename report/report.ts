/** One comparison with all that a report tells of it; every kind of report is made from this and nothing else. */
import type { SourceMap } from "../generators/source-map.ts";
import type { Comparison } from "../runs/comparison.ts";
import type { Cost } from "../runs/cost.ts";
import type { Trace } from "../runs/trace.ts";

export type Report = {
  readonly pipeline: string;
  readonly description?: string;
  /** The scenario's name; absent for input given by hand. */
  readonly scenario?: string;
  readonly target: "lab" | "aws";
  readonly map: SourceMap;
  /** Step Functions' run. */
  readonly left: Trace;
  /** Airflow's run. */
  readonly right: Trace;
  readonly comparison: Comparison;
  readonly cost: Cost;
};

/** `retry-report · transient`. */
export const heading = ({ pipeline, scenario }: Pick<Report, "pipeline" | "scenario">): string =>
  scenario === undefined ? pipeline : `${pipeline} · ${scenario}`;
