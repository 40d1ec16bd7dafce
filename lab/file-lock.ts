/** One process at a time: a lock file that names its holder, taken over when the holder is dead. */
import fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { createFile, readFile } from "./files.ts";
import { LabProblem } from "./lab-problem.ts";
import { isAlive, type ProcessId, self } from "./processes.ts";

type Options = {
  readonly file: string;
  /** Called once when another process holds the lock. */
  readonly onWait?: (holder: ProcessId) => void;
  /** In ms; LabProblem LAB-BUSY after it. */
  readonly timeoutMs?: number;
};

/** Runs `work` while this process holds the lock; the lock is given back whatever happens. */
export async function withFileLock<T>(options: Options, work: () => T | Promise<T>): Promise<T> {
  const text = await acquire(options);
  try {
    return await work();
  } finally {
    if (readFile(options.file) === text) fs.rmSync(options.file, { force: true });
  }
}

let counter = 0;

async function acquire({ file, onWait, timeoutMs = 1_800_000 }: Options): Promise<string> {
  counter += 1;
  const text = JSON.stringify({ ...self(), counter });
  const deadline = Date.now() + timeoutMs;
  let told = false;
  while (!createFile(file, text)) {
    const held = readFile(file);
    if (held === undefined) continue;
    const holder = parse(held);
    if (holder === undefined || !isAlive(holder)) {
      takeAway(file, held);
      continue;
    }
    if (!told) onWait?.(holder);
    told = true;
    if (Date.now() > deadline) {
      throw new LabProblem({ code: "LAB-BUSY", message: `Process ${holder.pid} has held ${file} for too long.` });
    }
    await sleep(50);
  }
  return text;
}

function parse(text: string): ProcessId | undefined {
  try {
    const holder = JSON.parse(text) as ProcessId;
    return typeof holder.pid === "number" ? holder : undefined;
  } catch {
    return undefined;
  }
}

/** Removes a dead process's lock, unless a third process was quicker and the lock is its own by now. */
function takeAway(file: string, stale: string): void {
  const aside = `${file}.${process.pid}.stale`;
  try {
    fs.renameSync(file, aside);
    if (readFile(aside) !== stale) fs.linkSync(aside, file);
  } catch {
    // Somebody else took it away, or took it: the next round will see.
  } finally {
    fs.rmSync(aside, { force: true });
  }
}
