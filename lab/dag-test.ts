/** A warm process that runs DAGs with Airflow's own `dag.test()`, for tests of many small DAGs (dagtest.py). */
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Json } from "../generators/expressions/expression.ts";
import { airflowBase } from "./airflow-environment.ts";
import { copyTemplate } from "./airflow-template.ts";
import { buildLab } from "./build.ts";
import { engineEnvironment } from "./child-environment.ts";
import type { Progress } from "./environments.ts";
import { makeDirectory, tail } from "./files.ts";
import { LabProblem } from "./lab-problem.ts";
import { credentials, defaultAirflowVersion, region } from "./settings.ts";

export type DagTestRun = {
  readonly dag_id: string;
  readonly run_id: string;
  readonly state: string;
  /** In the order in which they started. */
  readonly tasks: readonly {
    readonly task_id: string;
    readonly map_index: number;
    readonly state: string | null;
    readonly try_number: number;
    readonly start: string | null;
    readonly end: string | null;
  }[];
  readonly xcoms: readonly { task_id: string; map_index: number; key: string; value: Json }[];
};

export type DagTester = {
  readonly airflowVersion: string;
  /** Runs the one DAG of a file. Throws an Error with Airflow's words when it cannot be imported or run. */
  run(options: { file: string; conf?: { readonly [key: string]: Json }; runId?: string }): Promise<DagTestRun>;
  close(): Promise<void>;
};

type Answer = { ready?: string; error?: string } & Partial<DagTestRun>;

/**
 * Starts the process, with a database of its own (a few seconds). `endpoint` is where its AWS connection leads: an
 * emulator's address. Throws LabProblem as `buildLab` does, and LAB-START.
 */
export async function startDagTester(
  options: { airflowVersion?: string; endpoint?: string; onProgress?: Progress } = {},
): Promise<DagTester> {
  const { airflowVersion = defaultAirflowVersion, endpoint = "http://127.0.0.1:9" } = options;
  const plan = await buildLab(airflowVersion, options.onProgress);
  const home = fs.mkdtempSync(path.join(os.tmpdir(), "parallax-dags-"));
  copyTemplate(plan.template, home);
  const dags = path.join(home, "dags");
  makeDirectory(dags);
  const log = path.join(home, "log");
  const file = fs.openSync(log, "a");
  const child = spawn(plan.airflowPython, ["-m", "parallax_lab.dagtest"], {
    cwd: home,
    env: engineEnvironment({ ...airflowBase(home), AIRFLOW__CORE__DAGS_FOLDER: dags, ...awsSettings(endpoint) }),
    stdio: ["pipe", "pipe", file],
  });
  fs.closeSync(file);
  const ended = new Promise<void>((resolve) => child.on("close", () => resolve()));
  const close = async () => {
    child.stdin!.end();
    await ended;
    fs.rmSync(home, { recursive: true, force: true });
  };

  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  const answer = async (): Promise<Answer> => {
    const { value, done } = await lines.next();
    if (!done) return JSON.parse(value) as Answer;
    throw new LabProblem({ code: "LAB-DIED", message: `The process for dag.test() ended:\n${tail(log, 15)}` });
  };
  try {
    await answer();
  } catch (error) {
    await close();
    throw error;
  }

  // One DAG at a time: answers come in the order of the commands.
  let last: Promise<unknown> = Promise.resolve();
  return {
    airflowVersion,
    close,
    run({ file, conf = {}, runId }) {
      const next = last.then(async () => {
        const command = { file: path.resolve(file), conf, ...(runId === undefined ? {} : { run_id: runId }) };
        child.stdin!.write(`${JSON.stringify(command)}\n`);
        const result = await answer();
        if (result.error !== undefined) throw new Error(result.error);
        return result as DagTestRun;
      });
      last = next.catch(() => {});
      return next;
    },
  };
}

function awsSettings(endpoint: string): Record<string, string> {
  return {
    AIRFLOW_CONN_AWS_DEFAULT: JSON.stringify({
      conn_type: "aws",
      login: credentials.accessKeyId,
      password: credentials.secretAccessKey,
      extra: { region_name: region, endpoint_url: endpoint },
    }),
    AWS_EC2_METADATA_DISABLED: "true",
  };
}
