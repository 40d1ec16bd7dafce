import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { WriteProblem } from "../../cli/problem.ts";
import { type Disk, disk, requireWritable, writeWhole } from "../../cli/write-outputs.ts";
import { type Project, project } from "./project.ts";

let here: Project;
beforeEach(() => {
  here = project({ "out/a.txt": "old a", "out/b.txt": "old b" });
});
afterEach(() => here.remove());

const files = [
  { file: "out/a.txt", text: "new a" },
  { file: "out/b.txt", text: "new b" },
  { file: "fresh/c.txt", text: "new c" },
];

/** The disk, on which the operation fails from its `from`th use on. */
function failing(operation: keyof Disk, from: number, code = "ENOSPC"): Disk {
  let used = 0;
  const broken = (...args: [string, string]): void => {
    used += 1;
    if (used >= from) throw Object.assign(new Error(`${code}: as the test wants`), { code });
    disk[operation](...args);
  };
  return { ...disk, [operation]: broken };
}

const left = () => readdirSync(path.join(here.root, "out")).sort();

describe("whole", () => {
  test("every file is written, its folder made, and nothing else is left", () => {
    writeWhole(here.root, files);
    expect(files.map(({ file }) => here.read(file))).toEqual(["new a", "new b", "new c"]);
    expect(left()).toEqual(["a.txt", "b.txt"]);
    expect(readdirSync(path.join(here.root, "fresh"))).toEqual(["c.txt"]);
  });

  test("no files are no work", () => {
    writeWhole(here.root, [], { to: failing("write", 1) });
  });
});

describe("or not at all", () => {
  test.each<[keyof Disk, number]>([
    ["write", 1],
    ["write", 2],
    ["write", 3],
    ["copy", 1],
    ["copy", 2],
    ["rename", 1],
    ["rename", 2],
    ["rename", 3],
  ])("%s number %i fails: what was there is still there", (operation, from) => {
    expect(() => writeWhole(here.root, files, { to: failing(operation, from) })).toThrow(
      "The outputs cannot be written: the disk is full. Nothing was changed.",
    );
    expect([here.read("out/a.txt"), here.read("out/b.txt")]).toEqual(["old a", "old b"]);
    expect(existsSync(path.join(here.root, "fresh/c.txt"))).toBe(false);
    expect(left()).toEqual(["a.txt", "b.txt"]);
  });

  test.each([
    ["EACCES", "the folder may not be written"],
    ["EROFS", "the file system is read-only"],
    ["EWEIRD", "EWEIRD: as the test wants"],
  ])("%s is told in plain words, with exit code 1", (code, words) => {
    const work = () => writeWhole(here.root, files, { to: failing("write", 1, code), what: "reports" });
    expect(work).toThrow(WriteProblem);
    expect(work).toThrow(`The reports cannot be written: ${words}. Nothing was changed.`);
  });

  test("a file where a folder must be", () => {
    const work = () => writeWhole(here.root, [{ file: "out/a.txt/x.txt", text: "x" }]);
    expect(work).toThrow("a file stands where a folder must be (out/a.txt)");
    expect(here.read("out/a.txt")).toBe("old a");
  });

  test("a folder where a file must be", () => {
    expect(() => writeWhole(here.root, [{ file: "out", text: "x" }])).toThrow(WriteProblem);
    expect(left()).toEqual(["a.txt", "b.txt"]);
  });
});

describe("requireWritable", () => {
  test("makes the folder and leaves nothing in it", () => {
    requireWritable(here.root, "reports", { what: "reports" });
    expect(readdirSync(path.join(here.root, "reports"))).toEqual([]);
  });

  test("refuses a full disk and a file in the folder's place", () => {
    const full = () => requireWritable(here.root, "reports", { what: "reports", to: failing("write", 1) });
    expect(full).toThrow("The reports cannot be written: the disk is full.");
    expect(() => requireWritable(here.root, "out/a.txt", { what: "reports" })).toThrow(WriteProblem);
    expect(readFileSync(path.join(here.root, "out/a.txt"), "utf8")).toBe("old a");
  });
});
