/** Airflow's four programs, forked from one process that has imported Airflow once (airflow_host.py). */
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { type AirflowComponent, componentArguments } from "./airflow.ts";
import { type AirflowSettings, airflowEnvironment } from "./airflow-environment.ts";
import type { EngineProcess } from "./engine-process.ts";
import { makeDirectory } from "./files.ts";
import { endGroup, identify } from "./processes.ts";

export type AirflowHost = {
  /** The process that the components are forked from. */
  readonly engine: EngineProcess;
  /** Starts a component; AIRFLOW_HOME must hold a migrated database. Throws when the host has ended. */
  start(component: AirflowComponent): Promise<EngineProcess>;
  /** Ends the components and the host. */
  stop(): Promise<void>;
};

/** How a component ended that went with its host. */
export const hostEnded = "its host ended";

type Options = {
  /** The Airflow environment's interpreter. */
  readonly python: string;
  readonly settings: AirflowSettings;
  readonly logs: string;
};

type Message = { started?: AirflowComponent; ended?: AirflowComponent; pid?: number; how?: string };

type Started = { process: EngineProcess; set(how: string): void };

export function startAirflowHost({ python, settings, logs }: Options): AirflowHost {
  makeDirectory(logs);
  makeDirectory(settings.home);
  const log = path.join(logs, "airflow-host.log");
  const file = fs.openSync(log, "a");
  const child = spawn(python, ["-m", "parallax_lab.airflow_host"], {
    cwd: settings.home,
    env: { ...airflowEnvironment(settings), PARALLAX_PARENT: String(process.pid) },
    stdio: ["pipe", "pipe", file],
    detached: true,
  });
  fs.closeSync(file);
  const engine = started("Airflow", child.pid ?? -1, log);
  const waiting = new Map<AirflowComponent, (engine: EngineProcess | undefined) => void>();
  const running = new Map<number, Started>();

  createInterface({ input: child.stdout! }).on("line", (line) => {
    const { started: name, ended, pid, how } = JSON.parse(line) as Message;
    if (name !== undefined && pid !== undefined) {
      const component = started(`Airflow's ${name}`, pid, path.join(logs, `${name}.log`));
      running.set(pid, component);
      waiting.get(name)?.(component.process);
    }
    if (ended !== undefined && pid !== undefined) running.get(pid)?.set(how ?? "ended");
  });
  child.stdin!.on("error", () => {});
  const onEnd = (how: string) => {
    engine.set(how);
    for (const one of running.values()) {
      one.set(`${hostEnded}: ${how}`);
      void endGroup(one.process.id, 2_000);
    }
    for (const resolve of waiting.values()) resolve(undefined);
  };
  child.on("error", (error) => onEnd(error.message));
  child.on("exit", (status, signal) => onEnd(signal ?? `exit ${status}`));

  return {
    engine: engine.process,
    async start(component) {
      const argv = componentArguments(component, settings.port);
      const command = { start: component, argv, log: path.join(logs, `${component}.log`) };
      const answer = new Promise<EngineProcess | undefined>((resolve) => waiting.set(component, resolve));
      child.stdin!.write(`${JSON.stringify(command)}\n`);
      const process = engine.process.ended() === undefined ? await answer : undefined;
      waiting.delete(component);
      return process ?? { ...engine.process, name: `Airflow's ${component}` };
    },
    async stop() {
      child.stdin!.end();
      await endGroup(engine.process.id, 5_000);
      await Promise.all([...running.values()].map((one) => endGroup(one.process.id, 0)));
    },
  };
}

/** A process that somebody else tells us about. */
function started(name: string, pid: number, log: string): Started {
  let how: string | undefined;
  let resolveEnd: (how: string) => void = () => {};
  const end = new Promise<string>((resolve) => {
    resolveEnd = resolve;
  });
  return {
    process: { name, id: identify(pid) ?? { pid, start: "" }, log, ended: () => how, end },
    set(words) {
      how ??= words;
      resolveEnd(how);
    },
  };
}
