/** A project of its own for each test, in a temporary folder, and what a command says in it. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { vi } from "vitest";

const repository = path.join(import.meta.dirname, "..", "..");

export type Project = {
  readonly root: string;
  write(file: string, text: string): void;
  read(file: string): string;
  remove(): void;
};

export const greet =
  "name: greet\ninput: { who: { type: string, default: you } }\nsteps:\n  say: { pass: { text: 'Hello ${input.who}' } }\n";
export const work = "name: work\nsteps:\n  call: { lambda: worker }\n";
export const worker = 'def handler(event, context):\n    return {"done": True}\n';

/** A project with these files; by default two pipelines, one of which calls a function. */
export function project(files: Readonly<Record<string, string>> = {}): Project {
  const root = mkdtempSync(path.join(os.tmpdir(), "parallax-cli-"));
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };
  const all = { "pipelines/greet.yaml": greet, "pipelines/work.yaml": work, "functions/worker.py": worker, ...files };
  for (const [file, text] of Object.entries(all)) write(file, text);
  return {
    root,
    write,
    read: (file) => readFileSync(path.join(root, file), "utf8"),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** What `work` writes to the two streams, and what it throws. */
export function captured(work: () => void): { stdout: string; stderr: string; thrown: unknown } {
  const said = { stdout: "", stderr: "" };
  const spies = (["stdout", "stderr"] as const).map((stream) =>
    vi.spyOn(process[stream], "write").mockImplementation((text) => {
      said[stream] += String(text);
      return true;
    }),
  );
  let thrown: unknown;
  try {
    work();
  } catch (error) {
    thrown = error;
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return { ...said, thrown };
}

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** The real command in a process of its own, as npm starts it: `node --import tsx cli/main.ts …` in the project's folder. */
export function start(root: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const tsx = path.join(repository, "node_modules/tsx/dist/esm/index.mjs");
  const child = spawn(process.execPath, ["--import", tsx, path.join(repository, "cli/main.ts"), ...args], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      HOME: root,
      PARALLAX_HOME: path.join(root, ".parallax"),
      AWS_EC2_METADATA_DISABLED: "true",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => {
    said.stdout += String(chunk);
  });
  child.stderr.on("data", (chunk) => {
    said.stderr += String(chunk);
  });
  const ended = new Promise<Ended>((resolve) => child.on("close", (code) => resolve({ code, ...said })));
  return { child, said, ended };
}

export const parallax = (
  root: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> => start(root, args, env).ended;
