/**
 * One process per lab that owns its engines: `node --import tsx lab/supervisor.ts '<plan as JSON>'`. It starts
 * them, starts a dead one again, and ends everything when nobody uses the lab and nothing keeps it warm.
 */
import fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { type EngineSet, type LabPlan, startEngines } from "./engine-set.ts";
import { withFileLock } from "./file-lock.ts";
import { remove } from "./files.ts";
import { LabProblem } from "./lab-problem.ts";
import { liveLeases } from "./leases.ts";
import { type LabPaths, labPaths } from "./paths.ts";
import { self } from "./processes.ts";
import { makeRecovery } from "./recovery.ts";
import { type LabState, stateVersion, writeState } from "./state.ts";

const pollMs = 200;

/** Returns when the lab has ended: it is not used any more, or a signal came, or it could not write its state. */
export async function supervise(plan: LabPlan, paths: LabPaths): Promise<void> {
  const stopped = new AbortController();
  for (const name of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(name, () => stopped.abort());

  let state: LabState = {
    version: stateVersion,
    phase: "starting",
    airflowVersion: plan.airflowVersion,
    build: plan.build,
    supervisor: self(),
    startedAt: new Date().toISOString(),
    engines: [],
    incidents: [],
    progress: [],
  };
  const update = (change: Partial<LabState>) => {
    state = { ...state, ...change };
    try {
      writeState(paths, state);
    } catch (error) {
      // Without its state nobody can find the lab (a full disk): it ends, and the log says why.
      console.error((error as Error).message);
      stopped.abort();
    }
  };
  const fail = (error: unknown) => {
    const problem = error instanceof LabProblem ? error : new LabProblem({ code: "LAB-START", message: String(error) });
    update({ phase: "failed", problem: { code: problem.code, message: problem.message, fix: problem.fix } });
  };
  const recovery = makeRecovery({ state: () => state, update, fail, stopped: stopped.signal });
  const progress = (line: string) => update({ progress: [...state.progress, line] });

  let engines: EngineSet | undefined;
  const start = async () => {
    try {
      engines = await withOtherPorts(() => {
        update({ engines: [] });
        return startEngines({ plan, paths, signal: stopped.signal, events: { ...recovery, progress } });
      });
      recovery.watch(engines);
      const { endpoint, mwaaEndpoint, airflowUrl } = engines;
      if (state.phase !== "starting") return;
      update({ phase: "ready", readyAt: new Date().toISOString(), endpoint, mwaaEndpoint, airflowUrl });
    } catch (error) {
      if (!stopped.signal.aborted) fail(error);
    }
  };

  update({});
  const starting = start();
  await unusedOrStopped({ paths, stopped: stopped.signal, stop: () => update({ phase: "stopping" }) });
  stopped.abort();
  await starting;
  await engines?.stop();
  remove(paths.state);
}

/** Waits. `stop` is called under the lock under which clients join: who joins later sees that the lab ends. */
async function unusedOrStopped(options: { paths: LabPaths; stopped: AbortSignal; stop: () => void }): Promise<void> {
  const { paths, stopped, stop } = options;
  const inUse = () => fs.existsSync(paths.keep) || liveLeases(paths).length > 0;
  while (!stopped.aborted) {
    if (inUse()) await sleep(pollMs);
    else {
      const unused = await withFileLock({ file: paths.lock }, () => {
        if (inUse()) return false;
        stop();
        return true;
      });
      if (unused) return;
    }
  }
  stop();
}

/** A port was free when it was chosen, and may be taken by somebody else before the engine has it: then others are. */
async function withOtherPorts(start: () => Promise<EngineSet>): Promise<EngineSet> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await start();
    } catch (error) {
      const taken = error instanceof LabProblem && /its port is taken|address already in use/i.test(error.message);
      if (!taken || tries === 3) throw error;
    }
  }
}

const [given] = process.argv.slice(2);
if (given !== undefined && process.argv[1] === import.meta.filename) {
  const plan = JSON.parse(given) as LabPlan;
  await supervise(plan, labPaths(plan.airflowVersion));
  process.exit(0);
}
