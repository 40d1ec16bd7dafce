import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type GenerateOptions, generate } from "../../cli/generate.ts";
import { Reported, UsageProblem } from "../../cli/problem.ts";
import { captured, greet, type Project, project, work, worker } from "./project.ts";

let here: Project;
let home: Project;
beforeAll(() => {
  // One cache for all tests of the file: ruff is loaded once.
  home = project();
  vi.stubEnv("PARALLAX_HOME", path.join(home.root, ".parallax"));
});
afterAll(() => {
  vi.unstubAllEnvs();
  home.remove();
});
beforeEach(() => {
  here = project();
});
afterEach(() => here.remove());

const run = (options: Partial<GenerateOptions> = {}) =>
  captured(() => generate({ root: here.root, names: [], ...options }));
const exitCode = (thrown: unknown) => (thrown instanceof Reported ? thrown.exitCode : thrown);
const outputs = ["asl-out/greet.asl.json", "asl-out/work.asl.json", "dags-out/greet.py", "dags-out/work.py"];
const there = () => outputs.filter((file) => existsSync(path.join(here.root, file)));

describe("generate", () => {
  test("writes both targets of every pipeline; the second time all is fresh", () => {
    const first = run();
    expect(first.thrown).toBeUndefined();
    expect(first.stdout).toContain("wrote asl-out/greet.asl.json\nwrote dags-out/greet.py\n");
    expect(first.stdout).toContain("4 written, 0 unchanged.");
    expect(first.stderr).toBe("");
    expect(there()).toEqual(outputs);
    expect(JSON.parse(here.read("asl-out/greet.asl.json"))).toMatchObject({ QueryLanguage: "JSONata" });
    expect(here.read("dags-out/work.py")).toContain('"worker"');
    expect(run().stdout).toBe("All 4 files are fresh.\n");
  });

  test("only what was named, and only what changed", () => {
    run({ names: ["greet"] });
    expect(there()).toEqual(["asl-out/greet.asl.json", "dags-out/greet.py"]);
    run();
    here.write("pipelines/greet.yaml", greet.replace("Hello", "Good day"));
    expect(run().stdout).toBe("wrote asl-out/greet.asl.json\nwrote dags-out/greet.py\n2 written, 2 unchanged.\n");
  });

  test("a path stands for the name; the same name twice is one", () => {
    expect(run({ names: ["pipelines/greet.yaml", "greet"], json: true }).stdout).toContain('"greet"\n  ],');
  });

  test("an unknown name is refused with the nearest one", () => {
    const { thrown } = run({ names: ["gret"] });
    expect(thrown).toBeInstanceOf(UsageProblem);
    expect(thrown).toMatchObject({
      message: "There is no pipeline called `gret`.",
      fix: "Did you mean `greet`?",
      exitCode: 2,
    });
    expect(run({ names: ["something-else"] }).thrown).toMatchObject({ fix: "There are: greet, work." });
  });

  test("no pipelines at all, and one in two files", () => {
    expect(captured(() => generate({ root: path.join(here.root, "functions"), names: [] })).thrown).toMatchObject({
      message: "There are no pipelines in pipelines/.",
    });
    here.write("pipelines/greet.yml", greet);
    expect(run().thrown).toMatchObject({
      message: "pipelines/greet.yaml and pipelines/greet.yml are both the pipeline greet.",
      exitCode: 2,
    });
  });
});

describe("nothing is written when anything is wrong", () => {
  test("an error in one of two pipelines", () => {
    here.write("pipelines/greet.yaml", greet.replace("input.who", "input.whom"));
    const { stderr, stdout, thrown } = run();
    expect(exitCode(thrown)).toBe(1);
    expect(stderr).toMatch(/^pipelines\/greet\.yaml:4:33: error unknown-field:/);
    expect(stdout).toBe("");
    expect(there()).toEqual([]);
  });

  test("every problem of every file at once", () => {
    here.write("pipelines/greet.yaml", greet.replace("pass", "pas"));
    here.write("pipelines/work.yaml", work.replace("worker", "wrker"));
    const { stderr, thrown } = run();
    expect(exitCode(thrown)).toBe(1);
    expect(stderr).toContain("pipelines/greet.yaml:4:10: error unknown-key");
    expect(stderr).toContain(
      "pipelines/work.yaml:3:19: error function-source-missing: The source of `wrker`, functions/wrker.py, does not exist.",
    );
    expect(stderr).toContain("2 errors in 2 files");
  });

  test("outputs that cannot be written", () => {
    here.write("dags-out", "a file");
    expect(run().thrown).toMatchObject({ name: "WriteProblem", exitCode: 1 });
    expect(readdirSync(here.root)).not.toContain("asl-out/greet.asl.json");
    expect(there()).toEqual([]);
  });
});

describe("Lambda sources", () => {
  const source = (text: string | Buffer) => here.write("functions/worker.py", text as string);
  const firstLine = () => run({ names: ["work"] }).stderr.split("\n")[0];

  test.each<[string, string, RegExp]>([
    [
      "an open bracket",
      'def handler(event, context):\n    return {"done": 1\n',
      /^functions\/worker\.py:2:21: error function-source-syntax: Unexpected EOF/,
    ],
    [
      "a missing colon",
      "def handler(event, context)\n    return 1\n",
      /^functions\/worker\.py:1:28: error function-source-syntax: Expected `:`/,
    ],
    [
      "Python 2",
      'def handler(event, context):\n    print "x"\n',
      /^functions\/worker\.py:2:11: error function-source-syntax/,
    ],
    [
      "indentation",
      "def handler(event, context):\nreturn 1\n",
      /^functions\/worker\.py:2:1: error function-source-syntax: Expected an indented block/,
    ],
    ["return outside of a function", "x = 1\nreturn x\n", /^functions\/worker\.py:2:1: error function-source-syntax/],
    [
      "await outside of an async function",
      "def handler(event, context):\n    await event\n",
      /^functions\/worker\.py:2:5: error function-source-syntax/,
    ],
    [
      "a NUL",
      "def handler(event, context):\n    return '\0'\n",
      /^functions\/worker\.py:2:13: error function-source-syntax: Source code cannot contain null/,
    ],
  ])("%s", (_, text, message) => {
    source(text);
    expect(firstLine()).toMatch(message);
    expect(there()).toEqual([]);
  });

  test("bytes that are not UTF-8", () => {
    source(Buffer.from([0x78, 0x3d, 0x31, 0x0a, 0xff, 0x0a]));
    expect(firstLine()).toMatch(/^functions\/worker\.py:2:1: error file-not-text/);
  });

  test("a folder in place of the file is no file", () => {
    here.write("pipelines/work.yaml", `${work}functions: { worker: { source: functions/other.py } }\n`);
    here.write("functions/other.py/x.txt", "");
    expect(run({ names: ["work"] }).stderr).toContain("pipelines/work.yaml:4:14: error function-source-missing");
  });

  test("the Python of the function's runtime decides: `except A, B:` came with 3.14, `type` with 3.12", () => {
    source(`${worker}type Pair[T] = tuple[T, T]\n`);
    expect(run({ names: ["work"] }).thrown).toBeUndefined();
    source(`${worker}try:\n    pass\nexcept KeyError, ValueError:\n    pass\n`);
    expect(firstLine()).toMatch(/^functions\/worker\.py:5:8: error function-source-syntax/);
  });

  test("two pipelines that share a broken function tell of it once", () => {
    here.write("pipelines/again.yaml", work.replace("name: work", "name: again"));
    source("def handler(:\n");
    expect(run().stderr.match(/function-source-syntax: Expected a parameter/g)).toHaveLength(1);
    expect(there()).toEqual([]);
  });
});

describe("--check", () => {
  test("says what is stale, writes nothing, exits 1", () => {
    const { stdout, thrown } = run({ check: true });
    expect(exitCode(thrown)).toBe(1);
    expect(stdout).toContain("stale asl-out/greet.asl.json\n");
    expect(stdout).toContain("Run `npm run generate` and commit what it writes.");
    expect(there()).toEqual([]);
  });

  test("one changed character is enough; a fresh tree exits 0", () => {
    run();
    expect(run({ check: true }).thrown).toBeUndefined();
    here.write("dags-out/greet.py", `${here.read("dags-out/greet.py")}\n`);
    const { stdout, thrown } = run({ check: true });
    expect([exitCode(thrown), stdout.split("\n")[0]]).toEqual([1, "stale dags-out/greet.py"]);
  });

  test("outputs of another Airflow are stale", () => {
    const retried = `${work.trimEnd().replace("{ lambda: worker }", "{ lambda: worker, retry: [{ errors: [E] }] }")}\n`;
    here.write("pipelines/work.yaml", retried);
    run();
    expect(run({ check: true, airflow: "2.11" }).stdout).toContain("stale dags-out/work.py");
  });
});

describe("outputs whose pipeline is gone", () => {
  test("are told, not removed; --check fails", () => {
    here.write("asl-out/gone.asl.json", "{}");
    here.write("dags-out/gone_too.py", "");
    const { stderr, thrown } = run();
    expect(thrown).toBeUndefined();
    expect(stderr).toContain("asl-out/gone.asl.json has no pipeline any more");
    expect(stderr).toContain("dags-out/gone_too.py has no pipeline any more");
    expect(existsSync(path.join(here.root, "dags-out/gone_too.py"))).toBe(true);
    expect(exitCode(run({ check: true }).thrown)).toBe(1);
  });
});

describe("--json", () => {
  test("is one document", () => {
    here.write("asl-out/gone.asl.json", "{}");
    const { stdout } = run({ json: true });
    expect(JSON.parse(stdout)).toEqual({
      version: 1,
      pipelines: ["greet", "work"],
      written: ["asl-out/greet.asl.json", "dags-out/greet.py", "asl-out/work.asl.json", "dags-out/work.py"],
      orphans: ["asl-out/gone.asl.json"],
    });
  });

  test("errors are that document too, with places", () => {
    here.write("pipelines/greet.yaml", greet.replace("input.who", "input.whom"));
    const { stdout, thrown } = run({ json: true });
    expect(exitCode(thrown)).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      errors: 1,
      diagnostics: [{ code: "unknown-field", file: "pipelines/greet.yaml", start: { line: 4, column: 33 } }],
    });
  });

  test("warnings alone leave stdout to the result", () => {
    here.write("pipelines/work.yaml", `${work}functions: { unused: {} }\n`);
    const { stdout, stderr, thrown } = run({ json: true });
    expect(thrown).toBeUndefined();
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, pipelines: ["greet", "work"] });
    expect(stderr).toContain("warning unused-function");
  });
});
