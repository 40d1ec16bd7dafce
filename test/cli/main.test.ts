/** The command as npm starts it. Each process takes most of a second: only what cannot be tried without one is here. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { greet, type Project, parallax, project, start, work } from "./project.ts";

let here: Project;
beforeAll(() => {
  here = project({ "pipelines/broken.yaml": "name: broken\nsteps: [\n", reports: "a file where a folder must be" });
});
afterAll(() => here.remove());

const noStack = /\n\s+at \S+ \(|node:internal/;

describe.concurrent("exit codes, streams", { timeout: 90_000 }, () => {
  test.each<[string, string[], number, RegExp]>([
    ["problems found", ["generate", "broken"], 1, /^pipelines\/broken\.yaml:2:8: error yaml-syntax/],
    ["wrong words", ["generate", "--chek"], 2, /unknown option '--chek'\n\(Did you mean --check\?\)/],
    [
      "wrong input",
      ["compare", "greet", "--input", '{"who": 1}'],
      2,
      /input\.who must be of type string.*\n.*Neither engine was started/,
    ],
    [
      "reports that cannot be written",
      ["compare", "greet"],
      1,
      /The reports cannot be written: a file stands where a folder must be/,
    ],
    [
      "no region",
      ["upload", "greet", "--dry-run", "--target", "aws", "--environment", "x"],
      3,
      /^error RUN-NO-REGION/m,
    ],
  ])("%s", async (_, args, code, stderr) => {
    const ended = await parallax(here.root, args);
    expect(ended.stderr).toMatch(stderr);
    expect(ended.stderr).not.toMatch(noStack);
    expect(ended).toMatchObject({ code, stdout: "" });
    // Nothing was half done: neither outputs nor reports.
    expect(readdirSync(here.root).filter((file) => !file.startsWith("."))).toEqual([
      "functions",
      "pipelines",
      "reports",
    ]);
  });

  test("no credentials, as data", async () => {
    const args = ["upload", "greet", "--target", "aws", "--environment", "x", "--json"];
    const { code, stdout, stderr } = await parallax(here.root, args, { AWS_REGION: "eu-central-1" });
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, error: { code: "RUN-NO-CREDENTIALS" }, exitCode: 3 });
    expect(stderr).toMatch(/^error RUN-NO-CREDENTIALS/m);
    expect(code).toBe(3);
  });

  test("PARALLAX_HOME that cannot be a folder", async () => {
    const other = project({ home: "a file" });
    const { code, stderr } = await parallax(other.root, ["compare", "greet"], {
      PARALLAX_HOME: path.join(other.root, "home"),
    });
    expect(stderr).toMatch(/^error LAB-WRITE: Cannot write /m);
    expect(stderr).not.toMatch(noStack);
    expect(code).toBe(3);
    other.remove();
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
