/** What runs where: one JSON file per lab, written by its supervisor, read by every client. */
import { readJson, writeFile } from "./files.ts";
import type { LabPaths } from "./paths.ts";
import { isAlive, type ProcessId } from "./processes.ts";

/** Changes when the file's shape does: a lab of another version is ended and started anew. */
export const stateVersion = 1;

type Phase = "starting" | "ready" | "stopping" | "failed";

type EngineState = {
  readonly name: string;
  readonly process: ProcessId;
  readonly log: string;
  readonly startedAt: string;
  readonly restarts: number;
};

/** An engine that ended although nobody asked it to. */
type Incident = {
  readonly engine: string;
  readonly at: string;
  /** As in "SIGKILL" or "exit 1". */
  readonly how: string;
  readonly log: string;
  readonly restarted: boolean;
};

export type LabState = {
  readonly version: number;
  readonly phase: Phase;
  readonly airflowVersion: string;
  /** Of the Python environments that the engines run in. */
  readonly build: string;
  readonly supervisor: ProcessId;
  readonly startedAt: string;
  readonly readyAt?: string;
  readonly engines: readonly EngineState[];
  /** The emulator's address. */
  readonly endpoint?: string;
  readonly mwaaEndpoint?: string;
  readonly airflowUrl?: string;
  readonly incidents: readonly Incident[];
  /** Lines about the start, for the clients that wait. */
  readonly progress: readonly string[];
  /** Why the phase is failed. */
  readonly problem?: { readonly code: string; readonly message: string; readonly fix: string };
};

/** The state on disk, whether its supervisor lives or not; undefined when there is none or it is not ours to read. */
export function readState(paths: LabPaths): LabState | undefined {
  const state = readJson<LabState>(paths.state);
  return state?.version === stateVersion ? state : undefined;
}

export function writeState(paths: LabPaths, state: LabState): void {
  writeFile(paths.state, `${JSON.stringify(state, null, 2)}\n`);
}

/** The state when a supervisor stands behind it. */
export function liveState(paths: LabPaths): LabState | undefined {
  const state = readState(paths);
  return state !== undefined && isAlive(state.supervisor) ? state : undefined;
}
