/** The lab's Python environments: built once from lock files with hashes, built anew when half-built or outdated. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { installerEnvironment } from "./child-environment.ts";
import { endsWithUs } from "./ends-with-us.ts";
import { withFileLock } from "./file-lock.ts";
import { readFile, readJson, remove, writeFile } from "./files.ts";
import { LabProblem } from "./lab-problem.ts";
import { labHome, lockFile } from "./paths.ts";
import { uvSettings } from "./pip-settings.ts";
import { findPython, type Places, type Python } from "./python-find.ts";

/** The Airflow versions that have a lock file: those of the MWAA images. */
export const airflowVersions = ["2.11.2", "3.0.6", "3.2.1", "3.3.1"] as const;

export type EnvironmentName = "uv" | "emulator" | `airflow-${string}`;

/** Lines for people; each says what happens now, or what took how long. */
export type Progress = (line: string) => void;

export type Environment = {
  /** The environment's own interpreter. */
  readonly python: string;
  /** Changes with the packages and with the Python version. */
  readonly hash: string;
};

type Stamp = { readonly hash: string; readonly lock: string; readonly version: string; readonly base: string };

const pythons: Record<"uv" | "emulator" | "airflow", readonly string[]> = {
  uv: ["3.13", "3.12"],
  emulator: ["3.13"],
  // Airflow: MWAA runs it on 3.12.
  airflow: ["3.12", "3.13"],
};

/** Airflow 2.11.2 has no build for Python 3.13 among its locked packages that was tried. */
function pythonsFor(name: EnvironmentName): readonly string[] {
  if (name === "uv" || name === "emulator") return pythons[name];
  return name.startsWith("airflow-2.") ? ["3.12"] : pythons.airflow;
}

type Options = { readonly name: EnvironmentName; readonly onProgress?: Progress; readonly places?: Places };

/**
 * The environment, built when it is not there. Two commands at once: the second waits, and says so. Throws
 * LabProblem: LAB-NO-PYTHON, LAB-INSTALL with the end of the installer's output, LAB-WRITE.
 */
export async function ensureEnvironment(options: Options): Promise<Environment> {
  const ready = finished(options.name);
  if (ready !== undefined) return ready;
  const { name, onProgress } = options;
  return withFileLock(
    {
      file: path.join(labHome(), "environments", `${name}.lock`),
      onWait: (holder) => onProgress?.(`waiting for process ${holder.pid}, which is installing ${titleOf(name)}`),
    },
    async () => finished(name) ?? (await build(options)),
  );
}

/** The environment when it is complete and up to date. Runs nothing. */
export function finished(name: EnvironmentName): Environment | undefined {
  const lock = lockHash(name);
  const stamp = readJson<Stamp>(stampOf(name));
  if (stamp?.lock !== lock) return undefined;
  const python = pythonOf(name);
  // The interpreter is a link to the base Python, which may have been removed.
  return fs.existsSync(python) ? { python, hash: stamp.hash } : undefined;
}

async function build(options: Options): Promise<Environment> {
  const { name, onProgress, places } = options;
  const base = await findPython({
    versions: pythonsFor(name),
    for: titleOf(name),
    ...(places === undefined ? {} : { places }),
  });
  const started = Date.now();
  onProgress?.(`installing ${titleOf(name)} on Python ${base.version} (once)`);
  remove(stampOf(name));
  remove(folderOf(name));
  if (name === "uv") await installUv(base);
  else await installWithUv(options, base);
  const lock = lockHash(name);
  const hash = createHash("sha256").update(`${lock} ${base.version}`).digest("hex").slice(0, 16);
  const stamp: Stamp = { hash, lock, version: base.version, base: base.executable };
  writeFile(stampOf(name), `${JSON.stringify(stamp, null, 2)}\n`);
  onProgress?.(`installed ${titleOf(name)} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return { python: pythonOf(name), hash };
}

/** uv itself, from PyPI into an environment of its own, by the pip that Python brings. */
async function installUv(base: Python): Promise<void> {
  const folder = folderOf("uv");
  await install("uv", base.executable, ["-m", "venv", "--clear", folder], {});
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"];
  await install("uv", pythonOf("uv"), [...pip, "--require-hashes", "-r", lockFile("uv")], {});
}

async function installWithUv(options: Options, base: Python): Promise<void> {
  const { name } = options;
  const { python } = await ensureEnvironment({ ...options, name: "uv" });
  const settings = { ...(await uvSettings(python)), UV_PYTHON_DOWNLOADS: "never", UV_NO_PROGRESS: "1" };
  const uv = path.join(path.dirname(python), "uv");
  await install(name, uv, ["venv", "--quiet", "--python", base.executable, folderOf(name)], settings);
  const target = ["--python", pythonOf(name), "--require-hashes"];
  await install(name, uv, ["pip", "sync", "--quiet", ...target, lockFile(name)], settings);
}

/** Runs an installer; LabProblem LAB-INSTALL with the end of its output when it fails. */
async function install(
  name: EnvironmentName,
  command: string,
  argv: readonly string[],
  settings: Record<string, string>,
): Promise<void> {
  const child = spawn(command, argv, {
    // An address in the settings of uv may hold a password: it goes by environment, never by argument.
    env: installerEnvironment(settings),
    stdio: ["ignore", "pipe", "pipe"],
  });
  endsWithUs(child);
  const output: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => output.push(chunk));
  const ended = await new Promise<{ status: number | null; error?: Error }>((resolve) => {
    child.on("error", (error) => resolve({ status: null, error }));
    child.on("close", (status) => resolve({ status }));
  });
  if (ended.status === 0) return;
  const words = Buffer.concat(output).toString("utf8").trim().split("\n").slice(-12).join("\n");
  throw new LabProblem({
    code: "LAB-INSTALL",
    message: `Installing ${titleOf(name)} failed (${path.basename(command)}: ${ended.error?.message ?? `exit ${ended.status}`}):\n${words}`,
  });
}

function titleOf(name: EnvironmentName): string {
  if (name === "uv") return "uv, the installer";
  return name === "emulator" ? "the AWS emulator" : name.replace("airflow-", "Airflow ");
}

const folderOf = (name: EnvironmentName) => path.join(labHome(), "environments", name);
const pythonOf = (name: EnvironmentName) => path.join(folderOf(name), "bin", "python");
const stampOf = (name: EnvironmentName) => path.join(labHome(), "environments", `${name}.json`);

function lockHash(name: EnvironmentName): string {
  const text = readFile(lockFile(name));
  if (text !== undefined) return createHash("sha256").update(text).digest("hex");
  throw new LabProblem({
    code: "LAB-AIRFLOW-VERSION",
    message: `The lab has no ${titleOf(name)}; it has Airflow ${airflowVersions.join(", ")}.`,
  });
}
