/** Runs specs of any folder on the lab's engines, as `compare` does. */
import { readFileSync } from "node:fs";
import { artifactsOf } from "../../cli/artifacts.ts";
import { runBoth } from "../../cli/run-both.ts";
import { chooseRuns } from "../../cli/scenario.ts";
import { deploy } from "../../engines/deploy.ts";
import { type Engines, openEngines } from "../../engines/open.ts";
import type { AirflowVersion } from "../../generators/airflow/versions.ts";
import { type Compiled, compile } from "../../generators/compile.ts";
import { ensureLab } from "../../lab/lab.ts";
import type { Report } from "../../report/report.ts";

export type TestLab = { readonly engines: Engines; close(): Promise<void> };

/** Joins or starts the lab. */
export async function openLab(): Promise<TestLab> {
  const lab = await ensureLab({ onProgress: (line) => process.stderr.write(`lab: ${line}\n`) });
  const engines = openEngines(lab.target);
  return {
    engines,
    close: async () => {
      engines.close();
      await lab.release();
    },
  };
}

/** Compiles a spec that must be right. */
export function compileFile(file: string, airflow?: AirflowVersion): Compiled {
  const { compiled, diagnostics } = compile({
    file,
    text: readFileSync(file, "utf8"),
    ...(airflow ? { airflow } : {}),
  });
  if (!compiled) throw new Error(diagnostics.all.map(({ code, message }) => `${code}: ${message}`).join("\n"));
  return compiled;
}

/** Deploys the spec to both engines. */
export async function deployFile({ engines }: TestLab, file: string): Promise<Compiled> {
  const compiled = compileFile(file);
  await deploy({
    target: engines.clients.target,
    artifacts: artifactsOf(compiled, { root: process.cwd() }),
    clients: engines.clients,
  });
  return compiled;
}

/** Runs one scenario on both engines and compares. */
export async function runScenario({ engines }: TestLab, compiled: Compiled, scenario: string): Promise<Report> {
  const [run] = chooseRuns(compiled.pipeline, { scenario });
  if (!run) throw new Error(`no scenario ${scenario}`);
  return await runBoth({ compiled, run, engines });
}

/** What is wrong with a comparison, in words; [] when it is the same or explained and every expectation is met. */
export function complaints({ comparison, left, right }: Report): readonly string[] {
  const steps = comparison.steps.flatMap((step) =>
    step.differences
      .filter((difference) => difference.excusedBy === undefined)
      .map((difference) => `${step.step.step}[${step.indexes}] ${difference.field}: ${difference.says}`),
  );
  const run = comparison.run.differences
    .filter((difference) => difference.excusedBy === undefined)
    .map((difference) => `run ${difference.field}: ${difference.says}`);
  const unmet = [...comparison.expectations.left, ...comparison.expectations.right].map(
    ({ says }) => `expected: ${says}`,
  );
  const faults = [left, right].flatMap(({ engine, engineFault }) =>
    engineFault === undefined ? [] : [`${engine}: ${engineFault}`],
  );
  return [...comparison.invalid, ...faults, ...run, ...steps, ...unmet];
}
