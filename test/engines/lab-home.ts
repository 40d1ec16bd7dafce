/** A lab of the tests' own, beside any that the developer keeps warm: same environments, other folder. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { buildLab } from "../../lab/build.ts";
import type { LabPlan } from "../../lab/engine-set.ts";
import { labHome } from "../../lab/paths.ts";

/** Builds what is missing, and sets PARALLAX_HOME to a folder that shares what was built. */
export async function useLabHome(version: string): Promise<{ folder: string; plan: LabPlan; remove(): void }> {
  const plan = await buildLab(version);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "parallax-home-"));
  for (const name of ["environments", "templates"]) fs.symlinkSync(path.join(labHome(), name), path.join(folder, name));
  process.env.PARALLAX_HOME = folder;
  return {
    folder,
    plan,
    remove() {
      delete process.env.PARALLAX_HOME;
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * The pids of all processes that belong to the lab in `folder`: they work in it, or their arguments or their
 * environment name it (Airflow's programs overwrite both with a title).
 */
export function labProcesses(folder: string): number[] {
  const belongs = (pid: string) => {
    const cwd = readable(() => [fs.readlinkSync(`/proc/${pid}/cwd`)]);
    const texts = ["environ", "cmdline"].flatMap((file) =>
      readable(() => [fs.readFileSync(`/proc/${pid}/${file}`, "latin1")]),
    );
    return [...cwd, ...texts].some((text) => text.includes(folder));
  };
  const pids = fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  return pids.filter(belongs).map(Number);
}

/** Polls until `probe` gives something; fails after so many seconds. */
export async function until<T>(seconds: number, probe: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const found = await probe();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`not within ${seconds} s`);
    await sleep(100);
  }
}

/** The addresses on which the processes listen, as /proc prints them: `0100007F:1F90` is 127.0.0.1:8080. */
export function listeners(pids: readonly number[]): string[] {
  const sockets = new Set<string>();
  for (const pid of pids) {
    for (const descriptor of readable(() => fs.readdirSync(`/proc/${pid}/fd`))) {
      const [link] = readable(() => [fs.readlinkSync(`/proc/${pid}/fd/${descriptor}`)]);
      const inode = /^socket:\[(\d+)\]$/.exec(link ?? "")?.[1];
      if (inode !== undefined) sockets.add(inode);
    }
  }
  const rows = ["tcp", "tcp6"].flatMap((table) =>
    fs.readFileSync(`/proc/net/${table}`, "utf8").trim().split("\n").slice(1),
  );
  return rows
    .map((row) => row.trim().split(/\s+/))
    .filter((fields) => fields[3] === "0A" && sockets.has(fields[9]!))
    .map((fields) => fields[1]!);
}

function readable(read: () => string[]): string[] {
  try {
    return read();
  } catch {
    return [];
  }
}
