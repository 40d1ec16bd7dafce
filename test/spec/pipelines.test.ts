/** What holds for every pipeline that ships with Parallax. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { loadSpec } from "../../generators/spec/load.ts";

const folder = new URL("../../pipelines/", import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith(".yaml"));

describe.each(files)("%s", (file) => {
  const { document, diagnostics, text } = loadSpec(new URL(file, folder).pathname, `pipelines/${file}`);

  test("is a spec without a diagnostic", () => {
    expect(diagnostics.all).toEqual([]);
  });

  test("tells editors where its schema is", () => {
    expect(text).toMatch(/^# yaml-language-server: \$schema=\.\.\/schemas\/pipeline\.schema\.json\n/);
  });

  test("says what it teaches, and has scenarios with what must come out", () => {
    expect(document?.spec.description?.length).toBeGreaterThan(60);
    const scenarios = Object.values(document?.spec.scenarios ?? {});
    expect(scenarios.length).toBeGreaterThan(0);
    for (const { expect: expected } of scenarios) expect(expected?.status).toBeDefined();
  });

  test("has the source of each of its functions, and every function is described", () => {
    for (const [name, entry] of Object.entries(document?.spec.functions ?? {})) {
      const source = new URL(`../${entry?.source ?? `functions/${name}.py`}`, folder);
      expect(existsSync(source)).toBe(true);
      const code = readFileSync(source, "utf8");
      expect(code).toMatch(/^"""[A-Z]/);
      expect(code).toMatch(/^def handler\(event: .*\) -> .*:\n {4}"""/m);
    }
  });
});
