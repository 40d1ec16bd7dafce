/** Every scenario of every shipped pipeline, and of five that mix constructs, on both engines. */
import { readdirSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Compiled } from "../../generators/compile.ts";
import type { Trace } from "../../runs/trace.ts";
import { compileFile, complaints, deployFile, openLab, runScenario, type TestLab } from "./support.ts";

const files = ["pipelines", "test/pipelines"].flatMap((folder) =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => path.join(folder, file)),
);

/** The largest number of calls of one step that were under way at the same moment. */
function mostAtOnce(trace: Trace, step: string): number {
  const calls = trace.steps.filter((one) => one.step === step).flatMap((one) => one.attempts);
  return Math.max(
    0,
    ...calls.map(({ start }) => calls.filter((other) => other.start <= start && start < other.end).length),
  );
}

let lab: TestLab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(async () => {
  await lab.close();
});

describe.each(files)("%s", (file) => {
  const { pipeline } = compileFile(file);
  let deployed: Compiled;
  beforeAll(async () => {
    deployed = await deployFile(lab, file);
  });

  if (pipeline.name === "parallel-map-report") {
    test("ten data sets run at most two at a time on both engines", async () => {
      const report = await runScenario(lab, deployed, "ten");
      expect(complaints(report)).toEqual([]);
      for (const trace of [report.left, report.right]) {
        for (const step of ["clean_dataset", "summarize_dataset"])
          expect(mostAtOnce(trace, step), `${trace.engine} ${step}`).toBeLessThanOrEqual(2);
      }
    });
  }

  const scenarios = pipeline.scenarios.map(({ name }) => name).filter((name) => name !== "ten");
  test.concurrent.each(scenarios)("%s does the same on both engines, as expected", async (scenario) => {
    expect(complaints(await runScenario(lab, deployed, scenario))).toEqual([]);
  });
});
