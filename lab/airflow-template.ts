/** A migrated Airflow database, made once per environment and copied for each lab: migrating takes seconds. */
import { spawn } from "node:child_process";
import path from "node:path";
import { airflowBase } from "./airflow-environment.ts";
import { engineEnvironment } from "./child-environment.ts";
import { endsWithUs } from "./ends-with-us.ts";
import type { Environment, Progress } from "./environments.ts";
import { withFileLock } from "./file-lock.ts";
import { copyFile, makeDirectory, readFile, remove, writeFile } from "./files.ts";
import { LabProblem } from "./lab-problem.ts";
import { labHome } from "./paths.ts";

type Options = { readonly version: string; readonly environment: Environment; readonly onProgress?: Progress };

/** The template's folder, made when it is not there. Throws LabProblem LAB-START with the end of the output. */
export async function ensureAirflowTemplate(options: Options): Promise<string> {
  const { version, environment, onProgress } = options;
  const folder = path.join(labHome(), "templates", `airflow-${version}-${environment.hash}`);
  const done = path.join(folder, "done");
  if (readFile(done) !== undefined) return folder;
  const onWait = () => onProgress?.("waiting for another command, which is making Airflow's database");
  return withFileLock({ file: `${folder}.lock`, onWait }, async () => {
    if (readFile(done) !== undefined) return folder;
    const started = Date.now();
    onProgress?.(`making a database for Airflow ${version} (once)`);
    remove(folder);
    makeDirectory(folder);
    await migrate(environment.python, folder);
    writeFile(done, "");
    onProgress?.(`made the database in ${((Date.now() - started) / 1000).toFixed(1)} s`);
    return folder;
  });
}

/** A fresh AIRFLOW_HOME with the template's database and configuration file. */
export function copyTemplate(template: string, home: string): void {
  remove(home);
  copyFile(path.join(template, "airflow.db"), path.join(home, "airflow.db"));
  // Airflow writes a configuration file that is not there, with its home's path in many lines.
  const configuration = readFile(path.join(template, "airflow.cfg")) ?? "";
  writeFile(path.join(home, "airflow.cfg"), configuration.replaceAll(template, home));
}

async function migrate(python: string, home: string): Promise<void> {
  const child = spawn(python, ["-m", "airflow", "db", "migrate"], {
    cwd: home,
    env: engineEnvironment(airflowBase(home)),
    stdio: ["ignore", "pipe", "pipe"],
  });
  endsWithUs(child);
  const output: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => output.push(chunk));
  const status = await new Promise((resolve) => {
    child.on("error", resolve);
    child.on("close", resolve);
  });
  if (status === 0) return;
  const words = Buffer.concat(output).toString("utf8").trim().split("\n").slice(-15).join("\n");
  throw new LabProblem({ code: "LAB-START", message: `Airflow's database could not be made (${status}):\n${words}` });
}
