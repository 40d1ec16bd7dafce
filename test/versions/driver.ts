/** One Python process per Airflow version that imports and runs generated DAGs (driver.py). */
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Json } from "../../generators/expressions/expression.ts";
import { airflowBase } from "../../lab/airflow-environment.ts";
import { copyTemplate, ensureAirflowTemplate } from "../../lab/airflow-template.ts";
import { engineEnvironment } from "../../lab/child-environment.ts";
import type { DagTestRun } from "../../lab/dag-test.ts";
import { ensureEnvironment } from "../../lab/environments.ts";

export type TaskFacts = {
  readonly trigger_rule: string;
  readonly retries: number;
  /** Seconds. */
  readonly retry_delay: number;
  readonly max_active: number | null;
  readonly upstream: readonly string[];
  /** Within a mapped group; a task that is mapped by itself is not. */
  readonly mapped: boolean;
};

export type Imported = {
  /** By file name. */
  readonly errors: Readonly<Record<string, string>>;
  /** By DAG id, then by task id. */
  readonly dags: Readonly<Record<string, Readonly<Record<string, TaskFacts>>>>;
};

export type Driver = {
  /** As Airflow itself tells it. */
  readonly version: string;
  /** A folder for DAG files, removed by `close`. */
  readonly folder: string;
  importAll(files: readonly string[]): Promise<Imported>;
  /** Runs the one DAG of a file; `functions` are the sources of its Lambda functions by name. */
  run(options: { file: string; conf: Json; functions: Readonly<Record<string, string>> }): Promise<DagTestRun>;
  close(): Promise<void>;
};

/** Starts the process with a database of its own. Throws LabProblem when the version cannot be installed. */
export async function startDriver(release: string): Promise<Driver> {
  const onProgress = (line: string) => process.stderr.write(`${line}\n`);
  const environment = await ensureEnvironment({ name: `airflow-${release}`, onProgress });
  const template = await ensureAirflowTemplate({ version: release, environment, onProgress });
  const home = fs.mkdtempSync(path.join(os.tmpdir(), `parallax-airflow-${release}-`));
  copyTemplate(template, home);
  const dags = path.join(home, "dags");
  const folder = path.join(home, "generated");
  for (const one of [dags, folder]) fs.mkdirSync(one);
  const log = path.join(home, "log");
  const file = fs.openSync(log, "a");
  const child = spawn(environment.python, [path.join(import.meta.dirname, "driver.py")], {
    cwd: home,
    env: engineEnvironment({
      ...airflowBase(home),
      AIRFLOW__CORE__DAGS_FOLDER: dags,
      AWS_EC2_METADATA_DISABLED: "true",
    }),
    stdio: ["pipe", "pipe", file],
  });
  fs.closeSync(file);
  const ended = new Promise<void>((resolve) => child.on("close", () => resolve()));
  const close = async (): Promise<void> => {
    child.stdin!.end();
    await ended;
    fs.rmSync(home, { recursive: true, force: true });
  };
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  const answer = async (): Promise<{ error?: string; ready?: string }> => {
    const { value, done } = await lines.next();
    if (!done) return JSON.parse(value);
    throw new Error(`Airflow ${release} ended:\n${fs.readFileSync(log, "utf8").slice(-3_000)}`);
  };
  const ask = async (command: object): Promise<unknown> => {
    child.stdin!.write(`${JSON.stringify(command)}\n`);
    const result = await answer();
    if (result.error === undefined) return result;
    throw new Error(`${result.error}\n${fs.readFileSync(log, "utf8").slice(-3_000)}`);
  };
  try {
    const { ready = "" } = await answer();
    return {
      version: ready,
      folder,
      close,
      importAll: async (files) => (await ask({ import: files })) as Imported,
      run: async (command) => (await ask(command)) as DagTestRun,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
