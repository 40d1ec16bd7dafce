/** What stops `compare` and `upload` before an engine is touched: each with its message and its exit code. */
import { readdirSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type CompareOptions, compareCommand } from "../../cli/compare.ts";
import { upload } from "../../cli/upload.ts";
import { type Project, project } from "./project.ts";

let here: Project;
let stderr = "";
beforeEach(() => {
  here = project({ "functions/worker.py": "def handler(:\n" });
  stderr = "";
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    stderr += String(text);
    return true;
  });
  vi.stubEnv("HOME", here.root);
  vi.stubEnv("PARALLAX_HOME", path.join(here.root, "home"));
  for (const name of Object.keys(process.env).filter((key) => key.startsWith("AWS_"))) vi.stubEnv(name, undefined);
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  here.remove();
});

const compare = (options: Partial<CompareOptions>) =>
  compareCommand({ root: here.root, names: ["greet"], target: "lab", ...options });

describe("compare", () => {
  test.each<[string, Partial<CompareOptions>, RegExp]>([
    ["no name", { names: [] }, /^Which pipeline\?$/],
    ["an unknown name", { names: ["gret"] }, /There is no pipeline called `gret`/],
    ["an unknown scenario", { scenario: "x" }, /greet has no scenario `x`/],
    ["an input of the wrong type", { input: '{"who": 1}' }, /input\.who must be of type string, not the number 1/],
    ["an unknown target", { target: "moon" }, /There is no target `moon`/],
  ])("%s: exit code 2", async (_, options, message) => {
    await expect(compare(options)).rejects.toMatchObject({ message: expect.stringMatching(message), exitCode: 2 });
  });

  test("a mistake in the spec or in a Lambda source: exit code 1, told with its place", async () => {
    await expect(compare({ names: ["work"] })).rejects.toMatchObject({ exitCode: 1 });
    expect(stderr).toMatch(/^functions\/worker\.py:1:13: error function-source-syntax/);
  });

  test("reports that could not be kept: exit code 1, before any run", async () => {
    here.write("reports", "a file where a folder must be");
    await expect(compare({})).rejects.toMatchObject({ name: "WriteProblem", exitCode: 1 });
  });

  test("a lab that has nowhere to be: exit code 3", async () => {
    here.write("home", "a file");
    await expect(compare({})).rejects.toMatchObject({ code: "LAB-WRITE", exitCode: 3 });
    expect(readdirSync(path.join(here.root, "reports"))).toEqual([]);
  });
});

describe("upload", () => {
  const toAws = () => upload({ root: here.root, names: ["greet"], target: "aws", environment: "x", dryRun: true });

  test("without a region: exit code 3", async () => {
    await expect(toAws()).rejects.toMatchObject({ code: "RUN-NO-REGION", exitCode: 3 });
  });

  test("without credentials: exit code 3", async () => {
    vi.stubEnv("AWS_REGION", "eu-central-1");
    await expect(toAws()).rejects.toMatchObject({ code: "RUN-NO-CREDENTIALS", exitCode: 3 });
  });

  test("a mistake in a Lambda source: nothing is uploaded", async () => {
    await expect(upload({ root: here.root, names: [], target: "aws", environment: "x" })).rejects.toMatchObject({
      exitCode: 1,
    });
    expect(stderr).toMatch(/error function-source-syntax/);
  });
});
