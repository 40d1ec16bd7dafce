/** The engines of one lab: started together, watched, started again when one dies. */
import fs from "node:fs";
import path from "node:path";
import { type AirflowComponent, airflowComponents, airflowUrl, healthyComponents, warmTaskRoutes } from "./airflow.ts";
import { type AirflowSettings, newSecret } from "./airflow-environment.ts";
import { type AirflowHost, startAirflowHost } from "./airflow-host.ts";
import { copyTemplate } from "./airflow-template.ts";
import { emulatorReady, emulatorUrl, makeMwaaBucket, startEmulator } from "./emulator.ts";
import { type EngineProcess, startProblem, waitUntilReady } from "./engine-process.ts";
import { makeDirectory } from "./files.ts";
import { LabProblem } from "./lab-problem.ts";
import { type MwaaEndpoint, startMwaaEndpoint } from "./mwaa-endpoint.ts";
import type { LabPaths } from "./paths.ts";
import { freePort } from "./ports.ts";
import { endGroup } from "./processes.ts";
import { mwaaEnvironment } from "./settings.ts";

/** What a supervisor is told by the client that starts it. */
export type LabPlan = {
  readonly airflowVersion: string;
  readonly emulatorPython: string;
  readonly airflowPython: string;
  /** The folder of the migrated database. */
  readonly template: string;
  readonly build: string;
};

/** "airflow" is the process that Airflow's components are forked from: it takes them with it when it dies. */
export type EngineKey = "emulator" | "airflow" | AirflowComponent;

export type EngineEvents = {
  started(key: EngineKey, engine: EngineProcess): void;
  progress(line: string): void;
  /** It has ended, and nobody asked it to. */
  died(key: EngineKey, engine: EngineProcess, how: string): void;
};

export type EngineSet = {
  readonly endpoint: string;
  readonly mwaaEndpoint: string;
  readonly airflowUrl: string;
  /** Starts these engines anew, and waits until all are ready. */
  restart(keys: readonly EngineKey[]): Promise<void>;
  /** Ends all of them. */
  stop(): Promise<void>;
};

/** Generous: a cold disk and a busy machine. An engine that ends is noticed at once. */
const startTimeoutMs = 180_000;

/** Starts everything; throws LabProblem LAB-START when one engine does not come up, with all the others ended. */
export async function startEngines(options: {
  plan: LabPlan;
  paths: LabPaths;
  events: EngineEvents;
  signal: AbortSignal;
}): Promise<EngineSet> {
  const { plan, paths, events, signal } = options;
  const running = new Map<EngineKey, EngineProcess>();
  const stopping = { now: false };
  const emulatorPort = await freePort();
  const airflowPort = await freePort();
  const settings: AirflowSettings = {
    home: paths.airflow,
    port: airflowPort,
    endpoint: emulatorUrl(emulatorPort),
    jwtSecret: newSecret(),
  };
  const emulatorLog = path.join(paths.logs, "emulator.log");
  const began = Date.now();
  const since = () => `${((Date.now() - began) / 1000).toFixed(1)} s`;

  const watch = (key: EngineKey, engine: EngineProcess) => {
    running.set(key, engine);
    events.started(key, engine);
    void engine.end.then((how) => {
      if (!stopping.now && running.get(key) === engine) events.died(key, engine, how);
    });
    return engine;
  };

  const startOfEmulator = async () => {
    const offset = fs.existsSync(emulatorLog) ? fs.statSync(emulatorLog).size : 0;
    const engine = watch(
      "emulator",
      startEmulator({ python: plan.emulatorPython, port: emulatorPort, directory: paths.emulator, log: emulatorLog }),
    );
    const ready = () => emulatorReady({ log: emulatorLog, port: emulatorPort, offset });
    await waitUntilReady({ engine, ready, timeoutMs: startTimeoutMs, signal });
    await makeMwaaBucket(emulatorPort);
  };

  let host: AirflowHost | undefined;
  const startOfAirflow = async (component: AirflowComponent) => {
    // The start goes on for a moment after its stop: nothing new may come of it.
    if (stopping.now) throw new LabProblem({ code: "LAB-START", message: "The lab was stopped while it started." });
    if (host === undefined || host.engine.ended() !== undefined) {
      host = startAirflowHost({ python: plan.airflowPython, settings, logs: paths.logs });
      watch("airflow", host.engine);
    }
    watch(component, await host.start(component));
  };

  const apiReady = async () => {
    const engine = running.get("api-server")!;
    await waitUntilReady({ engine, ready: () => warmTaskRoutes(airflowPort), timeoutMs: startTimeoutMs, signal });
  };

  const airflowReady = async () => {
    await apiReady();
    const engine = running.get("api-server")!;
    const ready = async () => {
      // Any component may be the one that fails: say which.
      const dead = airflowComponents.map((name) => running.get(name)!).find((one) => one.ended() !== undefined);
      if (dead !== undefined) throw startProblem(dead, `it ended (${dead.ended()})`);
      const healthy = await healthyComponents(airflowPort);
      return healthy.length === airflowComponents.length;
    };
    await waitUntilReady({ engine, ready, timeoutMs: startTimeoutMs, signal });
  };

  const stop = async () => {
    stopping.now = true;
    const emulator = running.get("emulator");
    await Promise.all([host?.stop(), emulator === undefined ? undefined : endGroup(emulator.id, 300)]);
  };

  let mwaa: MwaaEndpoint | undefined;
  try {
    makeDirectory(paths.logs);
    copyTemplate(plan.template, paths.airflow);
    const withoutBucket = async () => {
      // The api-server takes longest, so it goes first.
      for (const component of ["api-server", "scheduler", "triggerer"] as const) await startOfAirflow(component);
    };
    const withBucket = async () => {
      await startOfEmulator();
      events.progress(`the emulator is ready after ${since()}`);
    };
    const first = withoutBucket();
    // S3DagBundle: the dag processor needs the bucket.
    await Promise.all([
      first.then(apiReady),
      Promise.all([first, withBucket()]).then(() => startOfAirflow("dag-processor")),
    ]);
    await airflowReady();
    events.progress(`Airflow ${plan.airflowVersion} is ready after ${since()}`);
    mwaa = await startMwaaEndpoint({
      environment: mwaaEnvironment,
      airflowVersion: plan.airflowVersion,
      airflowUrl: airflowUrl(airflowPort),
    });
  } catch (error) {
    await stop();
    throw error;
  }

  return {
    endpoint: settings.endpoint,
    mwaaEndpoint: mwaa.url,
    airflowUrl: airflowUrl(airflowPort),
    async restart(keys) {
      if (keys.includes("emulator")) await startOfEmulator();
      for (const component of airflowComponents.filter((name) => keys.includes(name))) await startOfAirflow(component);
      await airflowReady();
    },
    async stop() {
      await Promise.all([stop(), mwaa.close()]);
    },
  };
}
