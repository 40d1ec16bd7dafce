/**
 * The neutral trace: what one run did, in the spec's own words. Both engines' histories are folded into it
 * (with the source map), and nothing after it sees engine data.
 */
import type { Json } from "../generators/expressions/expression.ts";

export type RunStatus = "succeeded" | "failed" | "timedOut" | "aborted";
export type StepStatus = "succeeded" | "failed" | "caught" | "notRun" | "aborted";

export type ErrorInfo = {
  /** ASL's name: a Lambda's exception class, `States.Timeout`, … */
  readonly name: string;
  /** The raw cause; '' when there is none. Never compared. */
  readonly cause: string;
};

export type Attempt = {
  /** ISO 8601, UTC. */
  readonly start: string;
  readonly end: string;
  readonly outcome: "succeeded" | "failed" | "aborted";
  readonly error?: ErrorInfo;
};

/** One step, or one step within one map item. */
export type StepTrace = {
  readonly step: string;
  /** Item indexes of the enclosing maps, outermost first; [] outside a map. */
  readonly indexes: readonly number[];
  readonly status: StepStatus;
  /** Tries in order: those of the function for a `lambda` step, one for any other step that ran. */
  readonly attempts: readonly Attempt[];
  /** The step's value when it has one; absent when it did not end well or nothing recorded it. */
  readonly value?: Json;
  readonly error?: ErrorInfo;
  /** What the engine itself calls the units of this step: state names or task ids. */
  readonly units: readonly string[];
};

export type Trace = {
  readonly version: 1;
  readonly engine: "stepFunctions" | "airflow" | "simulator";
  readonly pipeline: string;
  readonly runId: string;
  readonly status: RunStatus;
  readonly start: string;
  readonly end: string;
  readonly input: Json;
  /** The run's output when it succeeded. */
  readonly output?: Json;
  readonly error?: ErrorInfo;
  readonly steps: readonly StepTrace[];
  /** What the engine counts and bills: state transitions, or task instances that ran. Shown, never judged. */
  readonly units: number;
  /** Where a person can look at this run. */
  readonly link?: string;
  /** The engine itself misbehaved (a killed worker, a lost process): a comparison is then worth nothing. */
  readonly engineFault?: string;
};
