/** The lab's own Python, by the rules of its pyproject.toml. */
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { pythonPackages } from "../../lab/paths.ts";

type Finding = { code: string | null; message: string; start_location: { row: number } };
type Workspace = { check(source: string): Finding[]; format(source: string): string };

const settings = {
  "line-length": 100,
  "target-version": "py312",
  lint: { select: ["E", "F", "I", "UP", "B"], isort: { "known-first-party": ["parallax_lab"] } },
};
const ruff = createRequire(import.meta.url)("@astral-sh/ruff-wasm-nodejs");
const workspace = new ruff.Workspace(settings, ruff.PositionEncoding.UTF16) as Workspace;

const folder = path.join(pythonPackages, "parallax_lab");
const files = fs.readdirSync(folder).filter((name) => name.endsWith(".py"));

describe.each(files)("%s", (name) => {
  const source = fs.readFileSync(path.join(folder, name), "utf8");

  it("has no findings", () => {
    const words = workspace.check(source).map((one) => `${one.start_location.row}: ${one.code} ${one.message}`);
    expect(words).toEqual([]);
  });

  it("is formatted", () => {
    expect(workspace.format(source)).toBe(source);
  });

  it("says what it is for", () => {
    expect(source).toMatch(/^"""[A-Z]/);
  });
});
