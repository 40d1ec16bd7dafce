/**
 * One process per lab that owns its engines: `node --import tsx lab/supervisor.ts '<plan as JSON>'`. It starts
 * them, starts a dead one again, and ends everything when nobody uses the lab and nothing keeps it warm.
 */
import fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { hostEnded } from "./airflow-host.ts";
import type { EngineProcess } from "./engine-process.ts";
import { type EngineKey, type EngineSet, type LabPlan, startEngines } from "./engine-set.ts";
import { withFileLock } from "./file-lock.ts";
import { remove } from "./files.ts";
import { LabProblem } from "./lab-problem.ts";
import { liveLeases } from "./leases.ts";
import { type LabPaths, labPaths } from "./paths.ts";
import { self } from "./processes.ts";
import { type EngineState, type LabState, stateVersion, writeState } from "./state.ts";

const pollMs = 200;
/** How often one engine is started again before the lab counts as failed. */
const maxRestarts = 3;

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
  update({});

  const fail = (error: unknown) => {
    const problem = error instanceof LabProblem ? error : new LabProblem({ code: "LAB-START", message: String(error) });
    update({ phase: "failed", problem: { code: problem.code, message: problem.message, fix: problem.fix } });
  };

  const started = (key: EngineKey, engine: EngineProcess) => {
    const earlier = state.engines.find((one) => one.name === key);
    const entry: EngineState = {
      name: key,
      process: engine.id,
      log: engine.log,
      startedAt: new Date().toISOString(),
      restarts: earlier === undefined ? 0 : earlier.restarts + 1,
    };
    update({ engines: [...state.engines.filter((one) => one.name !== key), entry] });
  };

  let engines: EngineSet | undefined;
  const dead = new Set<EngineKey>();
  let recovering = false;

  const recover = async (set: EngineSet) => {
    if (recovering) return;
    recovering = true;
    // Who joins meanwhile waits as for any start.
    update({ phase: "starting" });
    while (dead.size > 0 && !stopped.signal.aborted) {
      // One death often comes with others: those of a host's components.
      await sleep(pollMs);
      const keys = [...dead];
      dead.clear();
      try {
        await set.restart(keys);
      } catch (error) {
        // What died again is in `dead` again.
        if (dead.size === 0 || state.phase === "failed") {
          if (!stopped.signal.aborted) fail(error);
          return;
        }
      }
    }
    recovering = false;
    if (!stopped.signal.aborted && state.phase === "starting") update({ phase: "ready" });
  };

  const died = (key: EngineKey, engine: EngineProcess, how: string) => {
    // While everything starts, startEngines itself notices.
    if (engines === undefined || state.phase === "failed" || stopped.signal.aborted) return;
    const restarts = state.engines.find((one) => one.name === key)?.restarts ?? 0;
    const restarted = restarts < maxRestarts;
    if (!how.startsWith(hostEnded)) {
      const incident = { engine: engine.name, at: new Date().toISOString(), how, log: engine.log, restarted };
      update({ incidents: [...state.incidents, incident] });
    }
    if (!restarted) {
      const message = `${engine.name} died ${restarts + 1} times (${how}); see ${engine.log}.`;
      return fail(new LabProblem({ code: "LAB-DIED", message }));
    }
    dead.add(key);
    void recover(engines);
  };

  const start = () =>
    startEngines({
      plan,
      paths,
      signal: stopped.signal,
      events: { started, died, progress: (line) => update({ progress: [...state.progress, line] }) },
    });

  try {
    engines = await withOtherPorts(start);
    const { endpoint, mwaaEndpoint, airflowUrl } = engines;
    update({ phase: "ready", readyAt: new Date().toISOString(), endpoint, mwaaEndpoint, airflowUrl });
  } catch (error) {
    if (!stopped.signal.aborted) fail(error);
  }

  // Once it says "stopping", clients wait for its end and start a lab of their own.
  const stopIfUnused = () =>
    withFileLock({ file: paths.lock }, () => {
      if (!inUse(paths)) update({ phase: "stopping" });
    });
  while (!stopped.signal.aborted && state.phase !== "stopping") {
    if (inUse(paths)) await sleep(pollMs);
    else await stopIfUnused();
  }
  if (state.phase !== "stopping") update({ phase: "stopping" });
  await engines?.stop();
  remove(paths.state);
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

/** Whether a client lives or the lab is kept warm. Clients join under the lock: only there is a "no" final. */
function inUse(paths: LabPaths): boolean {
  return fs.existsSync(paths.keep) || liveLeases(paths).length > 0;
}

const [given] = process.argv.slice(2);
if (given !== undefined && process.argv[1] === import.meta.filename) {
  const plan = JSON.parse(given) as LabPlan;
  await supervise(plan, labPaths(plan.airflowVersion));
  process.exit(0);
}
