import fs from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { copyFile, createFile, operations, readJson, tail, writeFile } from "../../lab/files.ts";
import { takeLease } from "../../lab/leases.ts";
import { labPaths } from "../../lab/paths.ts";
import { self } from "../../lab/processes.ts";
import { type LabState, readState, stateVersion, writeState } from "../../lab/state.ts";
import { useScratch } from "./scratch.ts";

const scratch = useScratch();
const inScratch = (name: string) => path.join(scratch.folder, name);

function full(): never {
  throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
}

/** Writes half of the text, as a full disk does. */
function halfThenFull(file: string, text: string): never {
  fs.writeFileSync(file, text.slice(0, text.length / 2));
  full();
}

afterEach(() => vi.restoreAllMocks());

describe("writing when the disk is full", () => {
  it("says so in plain words, and leaves what was there before", () => {
    writeFile(inScratch("state.json"), "old");
    vi.spyOn(operations, "writeFileSync").mockImplementation(halfThenFull);
    const write = () => writeFile(inScratch("state.json"), "something new");
    expect(write).toThrowError(expect.objectContaining({ code: "LAB-WRITE" }));
    expect(write).toThrowError(/Cannot write .*state\.json: the disk is full \(ENOSPC\)\.$/);
    expect(fs.readFileSync(inScratch("state.json"), "utf8")).toBe("old");
    expect(fs.readdirSync(scratch.folder)).toEqual(["state.json"]);
  });

  it("leaves nothing half-copied", () => {
    writeFile(inScratch("airflow.db"), "database");
    vi.spyOn(operations, "copyFileSync").mockImplementation((_from, to) => halfThenFull(to, "database"));
    expect(() => copyFile(inScratch("airflow.db"), inScratch("home/airflow.db"))).toThrowError(/the disk is full/);
    expect(fs.readdirSync(inScratch("home"))).toEqual([]);
  });

  it.each(["writeFileSync", "renameSync"] as const)("keeps the lab's state readable when %s fails", (operation) => {
    const paths = labPaths("3.2.1");
    const state: LabState = {
      version: stateVersion,
      phase: "ready",
      airflowVersion: "3.2.1",
      build: "b",
      supervisor: self(),
      startedAt: "2026-01-01T00:00:00.000Z",
      engines: [],
      incidents: [],
      progress: [],
    };
    writeState(paths, state);
    vi.spyOn(operations, operation).mockImplementation(full);
    expect(() => writeState(paths, { ...state, phase: "stopping" })).toThrowError(/the disk is full/);
    expect(readState(paths)).toEqual(state);
  });

  it("takes no half lease", () => {
    const paths = labPaths("3.2.1");
    vi.spyOn(operations, "renameSync").mockImplementation(full);
    expect(() => takeLease(paths)).toThrowError(expect.objectContaining({ code: "LAB-WRITE" }));
    expect(fs.readdirSync(paths.leases)).toEqual([]);
  });
});

describe("files", () => {
  it("creates a file once", () => {
    expect(createFile(inScratch("a/lock"), "one")).toBe(true);
    expect(createFile(inScratch("a/lock"), "two")).toBe(false);
    expect(fs.readFileSync(inScratch("a/lock"), "utf8")).toBe("one");
    expect(fs.readdirSync(inScratch("a"))).toEqual(["lock"]);
  });

  it("reads JSON that is not there, or broken, as nothing", () => {
    fs.writeFileSync(inScratch("broken"), "{");
    expect(readJson(inScratch("broken"))).toBeUndefined();
    expect(readJson(inScratch("missing"))).toBeUndefined();
  });

  it("gives the last lines of a log", () => {
    fs.writeFileSync(inScratch("log"), "one\ntwo\nthree\n");
    expect(tail(inScratch("log"), 2)).toBe("two\nthree");
    expect(tail(inScratch("none"), 2)).toBe("");
  });
});
