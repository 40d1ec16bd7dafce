/**
 * The lab as a command sees it: real engines on this machine, started when needed, shared by commands that run
 * at once, stopped after the last one unless `lab up` keeps them warm.
 */
import { spawn } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import type { Target } from "../engines/engine.ts";
import { buildLab } from "./build.ts";
import type { LabPlan } from "./engine-set.ts";
import type { Progress } from "./environments.ts";
import { withFileLock } from "./file-lock.ts";
import { makeDirectory, remove, tail, writeFile } from "./files.ts";
import { LabProblem } from "./lab-problem.ts";
import { dropLease, type Lease, liveLeases, takeLease } from "./leases.ts";
import { type LabPaths, labPaths } from "./paths.ts";
import { endGroup, identify, isAlive, type ProcessId, signal, waitForEnd } from "./processes.ts";
import { credentials, defaultAirflowVersion, mwaaEnvironment, region } from "./settings.ts";
import { type LabState, liveState, readState } from "./state.ts";

export type Lab = {
  readonly target: Target;
  /** It was running already. */
  readonly warm: boolean;
  /** What befell an engine since this command joined, in plain words; undefined when all is well. */
  engineHealth(): string | undefined;
  /** Ends the use; stops the lab when nobody else uses it and nothing keeps it warm. May be called twice. */
  release(): Promise<void>;
};

type Options = {
  readonly airflowVersion?: string;
  /** Keep it running after `release`, as `lab up` does. */
  readonly keepWarm?: boolean;
  readonly onProgress?: Progress;
};

/**
 * A running lab: joined when there is one, else built (once per machine) and started. If this process ends
 * without `release`, even by SIGKILL, the lab's supervisor notices. Throws LabProblem.
 */
export async function ensureLab(options: Options = {}): Promise<Lab> {
  const { airflowVersion = defaultAirflowVersion, keepWarm = false, onProgress } = options;
  const plan = await buildLab(airflowVersion, onProgress);
  const paths = labPaths(airflowVersion);
  const { lease, warm } = await join({ plan, paths, keepWarm, ...(onProgress === undefined ? {} : { onProgress }) });
  let released: Promise<void> | undefined;
  const release = () => {
    released ??= leave(paths, lease);
    return released;
  };
  try {
    const state = await untilReady(paths, warm ? undefined : onProgress);
    const seen = state.incidents.length;
    return { target: targetOf(state), warm, engineHealth: () => health(paths, state, seen), release };
  } catch (error) {
    if (keepWarm) remove(paths.keep);
    await release();
    throw error;
  }
}

type Join = { plan: LabPlan; paths: LabPaths; keepWarm: boolean; onProgress?: Progress };

/** Takes a lease of the running lab, or starts one. */
async function join({ plan, paths, keepWarm, onProgress }: Join): Promise<{ lease: Lease; warm: boolean }> {
  for (;;) {
    const joined = await withFileLock({ file: paths.lock, timeoutMs: 60_000 }, async () => {
      const state = liveState(paths);
      if (state !== undefined && !isUsable(state, plan, paths)) return { leaving: state.supervisor };
      const lease = takeLease(paths);
      if (keepWarm) writeFile(paths.keep, "");
      if (state !== undefined) return { lease, warm: state.phase === "ready" };
      // Left by a lab that was killed, or by one before the machine was started anew.
      if (!keepWarm) remove(paths.keep);
      onProgress?.("starting the engines");
      try {
        await startSupervisor(plan, paths);
      } catch (error) {
        dropLease(lease);
        throw error;
      }
      return { lease, warm: false };
    });
    if (joined.leaving === undefined) return joined;
    if (!(await waitForEnd(joined.leaving, 60_000))) {
      const message = `The lab's supervisor (process ${joined.leaving.pid}) does not end.`;
      throw new LabProblem({ code: "LAB-BUSY", message });
    }
  }
}

/** A lab that is ending, has failed or is outdated cannot be joined; the last two are told to end. */
function isUsable(state: LabState, plan: LabPlan, paths: LabPaths): boolean {
  if (state.phase === "stopping") return false;
  const outdated = state.build !== plan.build && liveLeases(paths).length === 0;
  if (state.phase !== "failed" && !outdated) return true;
  signal(state.supervisor, "SIGTERM");
  return false;
}

/** Starts a supervisor, and waits until it has written its state. Leftovers of a killed one are ended first. */
async function startSupervisor(plan: LabPlan, paths: LabPaths): Promise<void> {
  await endLeftovers(paths);
  keepLastLogs(paths);
  const file = path.join(paths.logs, "supervisor.log");
  const log = fs.openSync(file, "a");
  const script = path.join(import.meta.dirname, "supervisor.ts");
  const child = spawn(process.execPath, ["--import", tsxLoader(), script, JSON.stringify(plan)], {
    cwd: paths.root,
    stdio: ["ignore", log, log],
    detached: true,
  });
  fs.closeSync(log);
  child.unref();
  const id = child.pid === undefined ? undefined : identify(child.pid);
  const deadline = Date.now() + 30_000;
  while (readState(paths)?.supervisor.pid !== child.pid) {
    if (id === undefined || !isAlive(id) || Date.now() > deadline) {
      throw new LabProblem({ code: "LAB-START", message: `The supervisor did not start:\n${tail(file, 10)}` });
    }
    await sleep(20);
  }
}

/** The logs of the lab before stay beside the new ones, for one more start. */
function keepLastLogs(paths: LabPaths): void {
  const before = `${paths.logs}-before`;
  if (fs.existsSync(paths.logs)) {
    remove(before);
    fs.renameSync(paths.logs, before);
  }
  makeDirectory(paths.logs);
}

/** tsx's loader, found from here whatever the supervisor's folder is; vitest has no `import.meta.resolve`. */
function tsxLoader(): string {
  const tsx = createRequire(import.meta.url).resolve("tsx/package.json");
  return pathToFileURL(path.join(path.dirname(tsx), "dist", "loader.mjs")).href;
}

async function endLeftovers(paths: LabPaths): Promise<void> {
  const state = readState(paths);
  if (state !== undefined) await Promise.all(state.engines.map((engine) => endGroup(engine.process, 2_000)));
  remove(paths.state);
}

async function untilReady(paths: LabPaths, onProgress?: Progress): Promise<LabState> {
  let shown = 0;
  for (;;) {
    const state = liveState(paths);
    if (state === undefined) throw died(paths);
    for (const line of state.progress.slice(shown)) onProgress?.(line);
    shown = state.progress.length;
    if (state.phase === "ready") return state;
    if (state.phase === "failed") throw problemOf(state);
    if (state.phase === "stopping") {
      throw new LabProblem({ code: "LAB-BUSY", message: "The lab was stopped while it started." });
    }
    await sleep(50);
  }
}

function problemOf({ problem }: LabState): LabProblem {
  return new LabProblem({
    code: problem!.code as "LAB-START",
    message: problem!.message,
    fix: problem!.fix,
  });
}

function died(paths: LabPaths): LabProblem {
  const log = path.join(paths.logs, "supervisor.log");
  return new LabProblem({
    code: "LAB-DIED",
    message: `The lab's supervisor died; see ${log}.\n${tail(log, 5)}`.trim(),
  });
}

function health(paths: LabPaths, joined: LabState, seen: number): string | undefined {
  const state = liveState(paths);
  if (state === undefined || state.startedAt !== joined.startedAt) return "the lab ended";
  const words = state.incidents.slice(seen).map((incident) => {
    const then = incident.restarted ? "it was started again" : "it was not started again";
    return `${incident.engine} died (${incident.how}), see ${incident.log}; ${then}`;
  });
  if (state.phase === "failed") words.push(state.problem?.message ?? "the lab failed");
  return words.length === 0 ? undefined : words.join("; ");
}

/** Gives the lease back; when it was the last one and nothing keeps the lab warm, waits until all has ended. */
async function leave(paths: LabPaths, lease: Lease): Promise<void> {
  dropLease(lease);
  const state = liveState(paths);
  if (state === undefined || fs.existsSync(paths.keep) || liveLeases(paths).length > 0) return;
  await waitForEnd(state.supervisor, 20_000);
}

function targetOf(state: LabState): Target {
  return {
    name: "lab",
    region,
    endpoint: state.endpoint!,
    mwaaEndpoint: state.mwaaEndpoint!,
    mwaaEnvironment,
    credentials,
    airflowUrl: state.airflowUrl!,
  };
}

/** `lab up`: starts the lab and keeps it running until `lab down`. */
export async function labUp(options: Omit<Options, "keepWarm"> = {}): Promise<LabStatus> {
  const lab = await ensureLab({ ...options, keepWarm: true });
  await lab.release();
  return labStatus(options.airflowVersion);
}

/**
 * `lab down`: no longer keeps the lab warm. Answers "stopped", "not running", or "in use" when other commands
 * use it: it then ends after the last of them, or now with `force`.
 */
export async function labDown(options: { airflowVersion?: string; force?: boolean } = {}) {
  const paths = labPaths(options.airflowVersion ?? defaultAirflowVersion);
  remove(paths.keep);
  const state = liveState(paths);
  if (state === undefined) {
    await endLeftovers(paths);
    return "not running" as const;
  }
  if (liveLeases(paths).length > 0 && options.force !== true) return "in use" as const;
  await endSupervisor(state.supervisor);
  await endLeftovers(paths);
  return "stopped" as const;
}

async function endSupervisor(supervisor: ProcessId): Promise<void> {
  signal(supervisor, "SIGTERM");
  if (!(await waitForEnd(supervisor, 20_000))) await endGroup(supervisor, 0);
}

export type LabStatus = {
  readonly airflowVersion: string;
  readonly phase: LabState["phase"] | "down";
  readonly keptWarm: boolean;
  /** The pids of the commands that use it now. */
  readonly users: readonly number[];
  readonly engines: readonly { name: string; pid: number; alive: boolean; restarts: number; log: string }[];
  readonly incidents: LabState["incidents"];
  readonly target?: Target;
  readonly problem?: LabState["problem"];
};

/** `lab status`: what runs, as of now. */
export function labStatus(airflowVersion = defaultAirflowVersion): LabStatus {
  const paths = labPaths(airflowVersion);
  const state = liveState(paths);
  return {
    airflowVersion,
    phase: state?.phase ?? "down",
    keptWarm: fs.existsSync(paths.keep),
    users: liveLeases(paths).map((lease) => lease.holder.pid),
    engines: (state?.engines ?? []).map(({ name, process: id, restarts, log }) => {
      return { name, pid: id.pid, alive: isAlive(id), restarts, log };
    }),
    incidents: state?.incidents ?? [],
    ...(state?.phase === "ready" ? { target: targetOf(state) } : {}),
    ...(state?.problem === undefined ? {} : { problem: state.problem }),
  };
}

/** `lab logs`: the last lines of each log of the lab, or of those whose name holds `name`. */
export function labLogs(options: { airflowVersion?: string; name?: string; lines?: number } = {}) {
  const { logs } = labPaths(options.airflowVersion ?? defaultAirflowVersion);
  const names = fs.existsSync(logs) ? fs.readdirSync(logs).filter((name) => name.endsWith(".log")) : [];
  return names
    .filter((name) => name.includes(options.name ?? ""))
    .sort()
    .map((name) => ({ name, file: path.join(logs, name), text: tail(path.join(logs, name), options.lines ?? 20) }));
}
