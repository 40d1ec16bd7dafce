import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { airflowVersions } from "../../lab/environments.ts";
import { lockFile } from "../../lab/paths.ts";

const names = ["uv", "emulator", ...airflowVersions.map((version) => `airflow-${version}`)];

describe.each(names)("the lock file %s", (name) => {
  const text = fs.readFileSync(lockFile(name), "utf8");
  const packages = text.replaceAll("\\\n", "").trim().split("\n");

  it("has an exact version and a hash for every package", () => {
    for (const line of packages) expect(line).toMatch(/^[a-z0-9][a-z0-9._-]*==[^ ]+ .*--hash=sha256:[0-9a-f]{64}/);
  });

  it("names no host", () => {
    expect(text).not.toContain("//");
    expect(text).not.toContain("index");
  });

  it("has every version that was asked for", () => {
    const wanted = fs.readFileSync(path.join(path.dirname(lockFile(name)), `${name}.in`), "utf8").split("\n");
    const locked = new Set(packages.map((line) => line.split(" ")[0]));
    for (const line of wanted.filter((one) => one.includes("=="))) {
      expect(locked).toContain(line.split(";")[0]!.trim().toLowerCase());
    }
  });
});
