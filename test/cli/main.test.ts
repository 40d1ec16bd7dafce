/** The command as npm starts it. Each process takes most of a second: only what cannot be tried without one is here. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { greet, type Project, parallax, project, start, work } from "./project.ts";

let here: Project;
beforeAll(() => {
  here = project({ "pipelines/broken.yaml": "name: broken\nsteps: [\n" });
});
afterAll(() => here.remove());

describe.concurrent("what npm sees", { timeout: 90_000 }, () => {
  test("problems: exit code 1, a place, no stack, nothing half done", async () => {
    const ended = await parallax(here.root, ["generate"]);
    expect(ended.stderr).toMatch(/^pipelines\/broken\.yaml:2:8: error yaml-syntax/);
    expect(ended.stderr).not.toMatch(/\n\s+at \S+ \(|node:internal/);
    expect(ended).toMatchObject({ code: 1, stdout: "" });
    expect(readdirSync(here.root).filter((file) => !file.startsWith("."))).toEqual(["functions", "pipelines"]);
  });

  test("words that make no sense: exit code 2, what was meant, one JSON document", async () => {
    const { code, stdout, stderr } = await parallax(here.root, ["generate", "--json", "--chek"]);
    expect(stderr).toMatch(/unknown option '--chek'\n\(Did you mean --check\?\)/);
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, exitCode: 2 });
    expect(code).toBe(2);
  });
});

test("--watch follows edits, survives a broken file, and ends with 130", { timeout: 90_000 }, async () => {
  const other = project();
  const { child, said, ended } = start(other.root, ["generate", "--watch"]);
  const until = async (what: () => boolean) => {
    for (let round = 0; round < 1_000; round++) {
      if (what()) return;
      await sleep(50);
    }
    throw new Error(`waited in vain; stdout: ${said.stdout} stderr: ${said.stderr}`);
  };
  try {
    await until(() => said.stderr.includes("Watching pipelines/ and functions/ (Ctrl-C ends it)."));
    const asl = path.join(other.root, "asl-out/greet.asl.json");
    expect(existsSync(asl)).toBe(true);
    other.write("pipelines/greet.yaml", greet.replace("Hello", "Good day"));
    await until(() => readFileSync(asl, "utf8").includes("Good day"));
    other.write("pipelines/greet.yaml", "name: greet\nsteps: {\n");
    await until(() => said.stderr.includes("error yaml-syntax"));
    expect(readFileSync(asl, "utf8")).toContain("Good day");
    other.write("functions/worker.py", "def handler(:\n");
    await until(() => said.stderr.includes("error function-source-syntax"));
    other.write("functions/worker.py", "def handler(event, context):\n    return 1\n");
    other.write("pipelines/greet.yaml", greet.replace("Hello", "Good evening"));
    other.write("pipelines/again.yaml", work.replace("name: work", "name: again"));
    await until(
      () =>
        readFileSync(asl, "utf8").includes("Good evening") && existsSync(path.join(other.root, "dags-out/again.py")),
    );
  } finally {
    child.kill("SIGINT");
  }
  expect((await ended).code).toBe(130);
  other.remove();
});
