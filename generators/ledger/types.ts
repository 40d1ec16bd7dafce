/** What a ledger entry is: a difference between the engines that is known, explained, and bounded. */
import type { Difference, Pair, RunField, StepField } from "../../runs/comparison.ts";
import type { Trace } from "../../runs/trace.ts";
import type { SourceMap } from "../source-map.ts";

/** What an excuse may look at: both runs whole, so that it excuses no more than it must. Left is Step Functions. */
export type RunContext = {
  readonly map: SourceMap;
  readonly left: Trace;
  readonly right: Trace;
  readonly pairs: readonly Pair[];
  /** The pair of one step and item, if the pipeline has it. */
  readonly find: (step: string, indexes: readonly number[]) => Pair | undefined;
};

export type StepExcuse = {
  /** `step`: the entry must stand on the step itself. `anyStep`: on the run, and then for every step of it. */
  readonly scope: "step" | "anyStep";
  readonly fields: readonly StepField[];
  readonly when: (difference: Difference, pair: Pair, context: RunContext) => boolean;
};

export type RunExcuse = {
  /** The entry must stand on the run. */
  readonly scope: "run";
  readonly fields: readonly RunField[];
  readonly when: (difference: Difference, context: RunContext) => boolean;
};

export type LedgerEntry = {
  readonly title: string;
  /** The reason, in terms of both engines. */
  readonly why: string;
  /** Whose behaviour cannot be had exactly. */
  readonly side: "stepFunctions" | "airflow" | "both";
  /** What the Step Functions console shows. */
  readonly stepFunctions: string;
  /** What Airflow's pages show. */
  readonly airflow: string;
  /** Which fields of the trace may differ, and how; the rules below say the same to the machine. */
  readonly excuses: string;
  /** [] where nothing that is compared differs: the entry is only shown. */
  readonly rules: readonly (StepExcuse | RunExcuse)[];
  /** When a report mentions the entry beside a step although it excuses nothing there. */
  readonly noteStep?: (pair: Pair, context: RunContext) => boolean;
  /** The same for the run. */
  readonly noteRun?: (context: RunContext) => boolean;
};
