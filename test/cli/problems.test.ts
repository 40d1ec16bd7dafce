import { afterEach, describe, expect, test, vi } from "vitest";
import { printProblem } from "../../cli/print-problem.ts";
import { Reported, UsageProblem, WriteProblem } from "../../cli/problem.ts";
import { reachTarget } from "../../cli/target.ts";
import { EngineProblem, EngineUnreachable } from "../../engines/problem.ts";
import { captured } from "./project.ts";

afterEach(() => vi.unstubAllEnvs());

function print(error: unknown, json = false) {
  let exitCode: number | undefined;
  const said = captured(() => {
    exitCode = printProblem(error, { json });
  });
  return { ...said, exitCode };
}

describe("printProblem", () => {
  test.each<[string, unknown, number, string]>([
    ["wrong use", new UsageProblem("Which pipeline?", "Name one."), 2, "error: Which pipeline?\n  fix: Name one.\n"],
    ["wrong use without a cure", new UsageProblem("No."), 2, "error: No.\n"],
    [
      "a full disk",
      new WriteProblem("The disk is full.", "Make room."),
      1,
      "error: The disk is full.\n  fix: Make room.\n",
    ],
    [
      "an engine that says no",
      new EngineProblem({ code: "RUN-REFUSED", message: "No.", fix: "Ask." }),
      1,
      "error RUN-REFUSED: No.\n  fix: Ask.\n  more: npm run explain -- RUN-REFUSED\n",
    ],
    [
      "an engine out of reach",
      new EngineUnreachable({ code: "RUN-NO-REGION", message: "No region." }),
      3,
      "error RUN-NO-REGION: No region.\n  fix: Set AWS_REGION, or a region in the AWS profile.\n  more: npm run explain -- RUN-NO-REGION\n",
    ],
    ["what was told already", new Reported(130), 130, ""],
  ])("%s", (_, error, exitCode, stderr) => {
    expect(print(error)).toMatchObject({ exitCode, stderr, stdout: "" });
  });

  test("what nobody foresaw: a message, the stack in a file, exit code 1", () => {
    const { stderr, exitCode } = print(new TypeError("x is not a function"));
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^error: something went wrong that Parallax did not foresee: x is not a function\n {2}fix: This is a bug\. The details are in .*parallax-error-\d+\.txt; please report them\.\n$/,
    );
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(print("a text that was thrown").stderr).toContain("did not foresee: a text that was thrown");
  });

  test("nothing that a terminal would obey gets through", () => {
    expect(print(new UsageProblem("\u001b[31mred\u0007")).stderr).toBe("error: ·[31mred·\n");
  });

  test("as data: one document on stdout, with code, cure and exit code", () => {
    const { stdout } = print(
      new EngineUnreachable({ code: "RUN-NO-REGION", message: "No region.", fix: "Set one." }),
      true,
    );
    expect(JSON.parse(stdout)).toEqual({
      version: 1,
      error: { code: "RUN-NO-REGION", message: "No region.", fix: "Set one." },
      exitCode: 3,
    });
    expect(print(new Reported(1), true).stdout).toBe("");
  });
});

describe("targets", () => {
  const onProgress = () => {};
  test.each([
    [{ target: "moon" }, "There is no target `moon`."],
    [{ target: "aws" }, "Which MWAA environment?"],
    [{ target: "aws", environment: "" }, "Which MWAA environment?"],
    [{ target: "aws", environment: "x", keepWarm: true }, /--keep-warm is about the lab/],
    [{ target: "lab", airflow: "2.11" as const }, /The lab runs Airflow 3 only/],
  ])("%j is refused", async (options, message) => {
    vi.stubEnv("PARALLAX_MWAA_ENVIRONMENT", undefined);
    await expect(reachTarget({ ...options, onProgress })).rejects.toThrow(message);
    await expect(reachTarget({ ...options, onProgress })).rejects.toMatchObject({ exitCode: 2 });
  });

  test("an account is described, not called", async () => {
    vi.stubEnv("AWS_REGION", "eu-central-1");
    vi.stubEnv("PARALLAX_MWAA_ENVIRONMENT", "from-the-environment");
    const named = await reachTarget({ target: "aws", environment: "mine", onProgress });
    expect(named.target).toEqual({ name: "aws", region: "eu-central-1", mwaaEnvironment: "mine" });
    const { target } = await reachTarget({ target: "aws", onProgress });
    expect(target.mwaaEnvironment).toBe("from-the-environment");
  });
});
