import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { dropLease, liveLeases, takeLease } from "../../lab/leases.ts";
import { labPaths } from "../../lab/paths.ts";
import { identify } from "../../lab/processes.ts";
import { useScratch } from "./scratch.ts";

useScratch();

describe("leases", () => {
  it("counts every use of a process of its own", () => {
    const paths = labPaths("3.2.1");
    const one = takeLease(paths);
    const other = takeLease(paths);
    expect(liveLeases(paths)).toHaveLength(2);
    dropLease(one);
    expect(liveLeases(paths)).toEqual([other]);
    dropLease(other);
    dropLease(other);
    expect(liveLeases(paths)).toEqual([]);
  });

  it("does not count, and removes, those of dead processes", async () => {
    const paths = labPaths("3.2.1");
    const child = spawn("sleep", ["30"]);
    const holder = identify(child.pid!)!;
    fs.mkdirSync(paths.leases, { recursive: true });
    fs.writeFileSync(path.join(paths.leases, "child.json"), JSON.stringify(holder));
    expect(liveLeases(paths).map((lease) => lease.holder.pid)).toEqual([child.pid]);
    child.kill("SIGKILL");
    await new Promise((resolve) => child.on("exit", resolve));
    expect(liveLeases(paths)).toEqual([]);
    expect(fs.readdirSync(paths.leases)).toEqual([]);
  });
});
