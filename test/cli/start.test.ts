/** The quick start of `generate`: one file of the whole command line, built anew when a source has changed. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const start = path.resolve("cli/start.mjs");
const stamps = path.resolve("node_modules/.cache/parallax/generate.json");
const run = (...words: readonly string[]) => spawnSync(process.execPath, [start, ...words], { encoding: "utf8" });
const mainOf = () => (JSON.parse(fs.readFileSync(stamps, "utf8")) as Record<string, string>)["cli/main.ts"];

test("generate runs from the bundle, which follows its sources", { timeout: 60_000 }, () => {
  fs.rmSync(stamps, { force: true });
  expect(run("generate", "hello", "--check").stdout).toBe("All 2 files are fresh.\n");
  const { mtimeMs, size } = fs.statSync("cli/main.ts");
  expect(mainOf()).toBe(`${mtimeMs} ${size}`);
  // As if cli/main.ts had been another file when the bundle was built.
  fs.writeFileSync(stamps, JSON.stringify({ "cli/main.ts": "0 0" }));
  expect(run("generate", "hello", "--check").stdout).toBe("All 2 files are fresh.\n");
  expect(mainOf()).toBe(`${mtimeMs} ${size}`);
});

test("mistakes end as they do without it", { timeout: 60_000 }, () => {
  const { status, stderr } = run("generate", "no-such-pipeline");
  expect(status).toBe(2);
  expect(stderr).toContain("There is no pipeline called `no-such-pipeline`.");
});

test("other commands go through tsx", { timeout: 60_000 }, () => {
  const { status, stdout } = run("explain", "unknown-name");
  expect(status).toBe(0);
  expect(stdout).toContain("unknown-name");
});
