/** Generated DAGs on every Airflow version that MWAA offers: they import, have the tasks they should, and run as expected. */
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { emitAirflow } from "../../generators/airflow/emit.ts";
import type { Task } from "../../generators/airflow/model.ts";
import {
  type AirflowVersion,
  airflowVersions,
  defaultAirflowVersion,
  releases,
} from "../../generators/airflow/versions.ts";
import { type Compiled, compile } from "../../generators/compile.ts";
import { LabProblem } from "../../lab/lab-problem.ts";
import { checkExpectation } from "../../runs/expect.ts";
import { type Driver, type Imported, startDriver, type TaskFacts } from "./driver.ts";
import { traceOf } from "./trace.ts";

const specsIn = (folder: string) =>
  fs
    .readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => path.join(folder, file));
const mixed = specsIn("test/pipelines");
const specs = [...specsIn("pipelines"), ...mixed, ...specsIn("test/golden/constructs")];

const floatBackoff = /retry_exponential_backoff=[\d.]/;

function compileFor(file: string, airflow: AirflowVersion): Compiled {
  const { compiled, diagnostics } = compile({ file, text: fs.readFileSync(file, "utf8"), airflow });
  if (!compiled) throw new Error(diagnostics.all.map(({ code, message }) => `${file} ${code}: ${message}`).join("\n"));
  return compiled;
}

/** The default output runs on every Airflow 3, except where it uses what came later. */
function variantFor(file: string, version: AirflowVersion): Compiled {
  const usual = compileFor(file, defaultAirflowVersion);
  const own = compileFor(file, version);
  if (version === "2.11") return own;
  if (version === "3.0" && floatBackoff.test(usual.dag)) return own;
  expect(own.dag, `${file} for ${version} is the default output`).toBe(usual.dag);
  return usual;
}

/** What the generator meant, in Airflow's terms. */
function meant(task: Task): Partial<TaskFacts> {
  const { trigger_rule, retries, retry_delay, max_active_tis_per_dagrun } = task.options;
  const delay = retry_delay?.match(/^timedelta\(seconds=([\d.]+)\)$/)?.[1];
  return {
    trigger_rule: trigger_rule?.replaceAll('"', "") ?? "all_success",
    ...(retries === undefined ? {} : { retries: Number(retries) }),
    ...(delay === undefined ? {} : { retry_delay: Number(delay) }),
    max_active: max_active_tis_per_dagrun === undefined ? null : Number(max_active_tis_per_dagrun),
  };
}

describe.each(airflowVersions.map((version) => ({ version, release: releases[version] })))(
  "Airflow $release",
  ({ version, release }) => {
    let driver: Driver | undefined;
    let imported: Imported;
    const compiled = new Map(specs.map((file) => [file, variantFor(file, version)]));
    const fileOf = (file: string) =>
      path.join(driver!.folder, `${path.basename(file, ".yaml").replaceAll("-", "_")}.py`);

    beforeAll(async () => {
      try {
        driver = await startDriver(release);
      } catch (error) {
        if (!(error instanceof LabProblem)) throw error;
        process.stderr.write(`Airflow ${release} is skipped, it cannot be installed here: ${error.message}\n`);
        return;
      }
      for (const [file, { dag }] of compiled) fs.writeFileSync(fileOf(file), dag);
      imported = await driver.importAll(specs.map(fileOf));
    });
    afterAll(async () => {
      await driver?.close();
    });

    /** A test that counts as skipped where the version is not there. */
    const on = (name: string, body: (driver: Driver) => Promise<void> | void) =>
      test(name, async ({ skip }) => {
        if (driver === undefined) return skip(`Airflow ${release} cannot be installed here`);
        await body(driver);
      });

    on("is the version that it should be, and every DAG imports without an error", (driver) => {
      expect(driver.version).toBe(release);
      expect(imported.errors).toEqual({});
      expect(Object.keys(imported.dags).sort()).toEqual([...compiled.values()].map(({ map }) => map.dagId).sort());
    });

    for (const [file, { map, pipeline }] of compiled) {
      on(`${file} has its tasks, trigger rules, retries and limits`, () => {
        const tasks = imported.dags[map.dagId]!;
        const { tasks: emitted } = emitAirflow(pipeline, version);
        const ids = Object.keys(tasks).sort();
        expect(ids).toEqual(emitted.map(({ id }) => id).sort());
        const mapped = map.steps.flatMap(({ airflow }) => airflow.tasks.map(({ id }) => id));
        // What works out the run's output belongs to no step.
        expect(ids.filter((id) => !/^output(__|$)/.test(id))).toEqual(
          [...new Set(mapped)].filter((id) => id !== "output").sort(),
        );
        for (const task of emitted) expect(tasks[task.id], task.id).toMatchObject(meant(task));
      });
    }

    for (const file of mixed) {
      const { pipeline, map } = compiled.get(file)!;
      const functions = Object.fromEntries(pipeline.functions.map(({ name, source }) => [name, path.resolve(source)]));
      for (const scenario of pipeline.scenarios) {
        on(`${pipeline.name}: the scenario ${scenario.name} runs as expected`, async (driver) => {
          const run = await driver.run({ file: fileOf(file), conf: scenario.input, functions });
          const trace = traceOf({ map, run, input: scenario.input });
          expect(trace.engineFault).toBeUndefined();
          expect(checkExpectation({ expect: scenario.expect ?? {}, trace })).toEqual([]);
          for (const { task_id, state } of run.tasks)
            expect(["success", "failed", "skipped", "upstream_failed", "removed"], task_id).toContain(state);
        });
      }
    }
  },
);
