/** The supervisor over engines that do not start. That it works with real ones, test/engines shows. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { LabPlan } from "../../lab/engine-set.ts";
import { operations } from "../../lab/files.ts";
import { dropLease, takeLease } from "../../lab/leases.ts";
import { labPaths } from "../../lab/paths.ts";
import { readState } from "../../lab/state.ts";
import { supervise } from "../../lab/supervisor.ts";
import { script, useScratch } from "./scratch.ts";

const scratch = useScratch();
/** Seconds that nobody else sleeps. */
const marker = `sleep 60.${process.pid}`;

afterEach(() => {
  expect(leftovers()).toEqual([]);
  vi.restoreAllMocks();
  for (const name of ["SIGTERM", "SIGINT", "SIGHUP"]) process.removeAllListeners(name);
});

/** What is left of the engines of a test. */
function leftovers(): string[] {
  const listed = spawnSync("ps", ["-eo", "pid,args"], { encoding: "utf8" }).stdout.split("\n");
  return listed.filter((line) => line.includes(marker));
}

function planOf(emulator: string, airflow: string): LabPlan {
  const template = path.join(scratch.folder, "template");
  fs.mkdirSync(template);
  fs.writeFileSync(path.join(template, "airflow.db"), "");
  return {
    airflowVersion: "3.2.1",
    emulatorPython: script(path.join(scratch.folder, "emulator-python"), emulator),
    airflowPython: script(path.join(scratch.folder, "airflow-python"), airflow),
    template,
    build: "test",
  };
}

describe("supervise", () => {
  it("tells which engine did not start, with the end of its log, and ends with its last client", async () => {
    const paths = labPaths("3.2.1");
    const lease = takeLease(paths);
    const running = supervise(planOf("echo 'EmulatorMismatch: no such thing' >&2; exit 70", marker), paths);
    while (readState(paths)?.phase !== "failed") await sleep(20);
    const { problem } = readState(paths)!;
    expect(problem?.code).toBe("LAB-START");
    expect(problem?.message).toMatch(/^the emulator did not start: it ended \(exit 70\)\. The end of .*emulator\.log:/);
    expect(problem?.message).toContain("EmulatorMismatch: no such thing");
    dropLease(lease);
    await running;
    expect(readState(paths)).toBeUndefined();
  });

  it("tries other ports when one is taken", async () => {
    const paths = labPaths("3.2.1");
    const lease = takeLease(paths);
    const running = supervise(planOf(`echo x >> ${scratch.folder}/tries; exit 71`, marker), paths);
    while (readState(paths)?.phase !== "failed") await sleep(20);
    expect(fs.readFileSync(path.join(scratch.folder, "tries"), "utf8")).toBe("x\nx\nx\n");
    dropLease(lease);
    await running;
  });

  it("ends at once when its only client ends while the engines start", async () => {
    const paths = labPaths("3.2.1");
    const lease = takeLease(paths);
    const running = supervise(planOf(marker, marker), paths);
    while ((readState(paths)?.engines.length ?? 0) < 2) await sleep(20);
    const started = Date.now();
    dropLease(lease);
    await running;
    expect(Date.now() - started).toBeLessThan(5_000);
    expect(readState(paths)).toBeUndefined();
  });

  it("ends, and says why, when the disk is full", async () => {
    const paths = labPaths("3.2.1");
    const lease = takeLease(paths);
    const said = vi.spyOn(console, "error").mockImplementation(() => {});
    vi.spyOn(operations, "writeFileSync").mockImplementation(() => {
      throw Object.assign(new Error("no space"), { code: "ENOSPC" });
    });
    await supervise(planOf(marker, marker), paths);
    expect(said).toHaveBeenCalledWith(expect.stringMatching(/state\.json: the disk is full \(ENOSPC\)/));
    expect(readState(paths)).toBeUndefined();
    vi.restoreAllMocks();
    dropLease(lease);
  });
});
