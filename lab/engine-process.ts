/** One engine's process: its own group, its output in a log file, its end noticed. */
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { makeDirectory, tail } from "./files.ts";
import { LabProblem } from "./lab-problem.ts";
import { identify, type ProcessId } from "./processes.ts";

export type EngineProcess = {
  readonly name: string;
  readonly id: ProcessId;
  readonly log: string;
  /** How it ended, in words ("exit 1", "SIGKILL"); undefined while it runs. */
  ended(): string | undefined;
  readonly end: Promise<string>;
};

/** The exit status of our emulator launcher when its port is taken. */
const portTaken = 71;

export type EngineCommand = {
  readonly name: string;
  readonly command: string;
  readonly argv: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly directory: string;
  readonly log: string;
};

/** Starts an engine. It ends with this process where the system can do that (parent.py). */
export function startEngine(engine: EngineCommand): EngineProcess {
  makeDirectory(path.dirname(engine.log));
  makeDirectory(engine.directory);
  const log = fs.openSync(engine.log, "a");
  const child = spawn(engine.command, engine.argv, {
    cwd: engine.directory,
    env: { ...engine.environment, PARALLAX_PARENT: String(process.pid) },
    stdio: ["ignore", log, log],
    // A group of its own: Ctrl-C in a terminal does not reach it, and it can be ended with all its children.
    detached: true,
  });
  fs.closeSync(log);
  let how: string | undefined;
  const end = new Promise<string>((resolve) => {
    const set = (words: string) => {
      how ??= words;
      resolve(how);
    };
    child.on("error", (error) => set(error.message));
    child.on("exit", (status, signal) =>
      set(signal ?? (status === portTaken ? "its port is taken" : `exit ${status}`)),
    );
  });
  const id = (child.pid === undefined ? undefined : identify(child.pid)) ?? { pid: child.pid ?? -1, start: "" };
  return { name: engine.name, id, log: engine.log, ended: () => how, end };
}

/** Waits until `ready` says yes; LabProblem LAB-START when the process ends before, or after `timeoutMs`. */
export async function waitUntilReady(options: {
  engine: EngineProcess;
  ready: () => Promise<boolean>;
  timeoutMs: number;
  signal?: AbortSignal;
}): Promise<void> {
  const { engine, ready, timeoutMs } = options;
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    options.signal?.throwIfAborted();
    const how = engine.ended();
    if (how !== undefined) throw startProblem(engine, `it ended (${how})`);
    if (await ready()) return;
    if (Date.now() > deadline) throw startProblem(engine, `it was not ready after ${Math.round(timeoutMs / 1000)} s`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export function startProblem(engine: EngineProcess, why: string): LabProblem {
  const words = tail(engine.log, 15);
  return new LabProblem({
    code: "LAB-START",
    message: `${engine.name} did not start: ${why}. The end of ${engine.log}:\n${words}`,
  });
}
