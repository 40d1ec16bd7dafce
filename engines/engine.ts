/** One engine, seen the same way on AWS and in the lab: only endpoints and credentials differ. */
import type { Json } from "../generators/expressions/expression.ts";
import type { SourceMap } from "../generators/source-map.ts";
import type { Trace } from "../runs/trace.ts";

/** Where the two engines are. In the lab every address is a loopback address of ours. */
export type Target = {
  readonly name: "lab" | "aws";
  readonly region: string;
  /** One address for every AWS service (the emulator); absent on AWS. */
  readonly endpoint?: string;
  /** The address of the MWAA API (ours in the lab); absent on AWS. */
  readonly mwaaEndpoint?: string;
  readonly mwaaEnvironment: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Where people look: Airflow's pages in the lab. */
  readonly airflowUrl?: string;
};

/** What one change of a deployment did, or would do. */
export type Change = { readonly what: string; readonly action: "create" | "update" | "unchanged" };

export type RunHandle = { readonly runId: string; readonly startedAt: number };

export type Engine = {
  readonly name: "stepFunctions" | "airflow";
  /** Starts a run; the run id is ours, so that a repeated request cannot start a second run. */
  start(options: { map: SourceMap; runId: string; input: Json }): Promise<RunHandle>;
  /**
   * Waits for the end of the run; `onProgress` hears of steps as they start and end. When `signal` aborts, or after
   * `limitSeconds` (an hour), the run is stopped and the promise rejected.
   */
  follow(options: {
    map: SourceMap;
    run: RunHandle;
    signal?: AbortSignal;
    limitSeconds?: number;
    onProgress?: (line: string) => void;
  }): Promise<void>;
  /** Reads the run's history and folds it. */
  history(options: { map: SourceMap; run: RunHandle; input: Json }): Promise<Trace>;
  /** Stops a run that is still going on. */
  stop(options: { map: SourceMap; run: RunHandle }): Promise<void>;
};
