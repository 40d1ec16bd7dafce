import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { withFileLock } from "../../lab/file-lock.ts";
import { identify, isAlive, self } from "../../lab/processes.ts";
import { useScratch } from "./scratch.ts";

const scratch = useScratch();
const file = () => path.join(scratch.folder, "some.lock");

describe("withFileLock", () => {
  it("lets one in at a time, and tells the other once whom it waits for", async () => {
    let inside = 0;
    const waits: number[] = [];
    const enter = () =>
      withFileLock({ file: file(), onWait: (holder) => waits.push(holder.pid) }, async () => {
        inside += 1;
        expect(inside).toBe(1);
        await sleep(20);
        inside -= 1;
      });
    await Promise.all([enter(), enter(), enter()]);
    expect(waits).toEqual([process.pid, process.pid]);
    expect(fs.existsSync(file())).toBe(false);
  });

  it("gives the lock back when the work fails", async () => {
    const failing = withFileLock({ file: file() }, () => Promise.reject(new Error("no")));
    await expect(failing).rejects.toThrow("no");
    expect(fs.existsSync(file())).toBe(false);
  });

  it("takes over the lock of a dead process", async () => {
    const child = spawn("true");
    await new Promise((resolve) => child.on("exit", resolve));
    fs.writeFileSync(file(), JSON.stringify({ pid: child.pid, start: "1" }));
    expect(await withFileLock({ file: file() }, () => "mine")).toBe("mine");
  });

  it("takes over the lock of a process whose pid somebody else has now", async () => {
    fs.writeFileSync(file(), JSON.stringify({ pid: process.pid, start: "long ago" }));
    expect(await withFileLock({ file: file() }, () => "mine")).toBe("mine");
  });

  it("takes over a lock that says nothing", async () => {
    fs.writeFileSync(file(), "");
    expect(await withFileLock({ file: file() }, () => "mine")).toBe("mine");
  });

  it("gives up with a plain message when the holder does not end", async () => {
    fs.writeFileSync(file(), JSON.stringify(self()));
    await expect(withFileLock({ file: file(), timeoutMs: 100 }, () => "mine")).rejects.toMatchObject({
      code: "LAB-BUSY",
      message: expect.stringContaining(`Process ${process.pid} has held`),
    });
  });
});

describe("processes", () => {
  it("knows a process from a later one with the same pid", () => {
    const me = self();
    expect(isAlive(me)).toBe(true);
    expect(isAlive({ pid: me.pid, start: "another" })).toBe(false);
    expect(identify(2 ** 22 + 1)).toBeUndefined();
  });
});
