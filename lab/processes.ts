/** Processes by pid and start time, so that a pid which the system gave to another process is never touched. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** A process, told apart from any later one with the same pid. */
export type ProcessId = {
  readonly pid: number;
  /** Opaque: Linux's start time in clock ticks since boot, elsewhere what `ps` says. */
  readonly start: string;
};

/** Who has this pid now; undefined when nobody (a zombie is nobody). */
export function identify(pid: number): ProcessId | undefined {
  if (process.platform === "linux") {
    try {
      const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
      // The name in parentheses may hold blanks and parentheses: fields count from the last one. State is field 3.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return fields[0] === "Z" || fields[0] === "X" ? undefined : { pid, start: fields[19]! };
    } catch {
      return undefined;
    }
  }
  const listed = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
  const start = listed.stdout?.trim();
  return start ? { pid, start } : undefined;
}

/** This process. */
export function self(): ProcessId {
  return identify(process.pid)!;
}

export function isAlive(id: ProcessId): boolean {
  return identify(id.pid)?.start === id.start;
}

/** Sends a signal to the process (and its group, when it leads one); false when it is gone. */
export function signal(id: ProcessId, name: NodeJS.Signals, group = false): boolean {
  if (!isAlive(id)) return false;
  try {
    process.kill(group ? -id.pid : id.pid, name);
    return true;
  } catch {
    return false;
  }
}

/** Waits until the process is gone; false when it still is there after `timeoutMs`. */
export async function waitForEnd(id: ProcessId, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (isAlive(id)) {
    if (Date.now() > deadline) return false;
    await sleep(20);
  }
  return true;
}

/** Ends a process group: SIGTERM, and SIGKILL for what is left after `graceMs`. */
export async function endGroup(id: ProcessId, graceMs: number): Promise<void> {
  signal(id, "SIGTERM", true);
  await waitForEnd(id, graceMs);
  // The leader may be gone while others of its group are not; the group id is theirs as long as one is left.
  try {
    process.kill(-id.pid, "SIGKILL");
  } catch {
    return;
  }
  await waitForEnd(id, 5_000);
}
