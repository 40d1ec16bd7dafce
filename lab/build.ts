/** Builds what a lab needs before it can start, once per machine: the Python environments and Airflow's database. */
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { ensureAirflowTemplate } from "./airflow-template.ts";
import type { LabPlan } from "./engine-set.ts";
import { type EnvironmentName, ensureEnvironment, type Progress } from "./environments.ts";
import { LabProblem } from "./lab-problem.ts";
import { pythonPackages } from "./paths.ts";

/** The Airflow versions that run in the lab: those with REST API v2 and DAG bundles. */
const labAirflowVersions = ["3.0.6", "3.2.1", "3.3.1"];

/** Throws LabProblem: LAB-AIRFLOW-VERSION, LAB-NO-PYTHON, LAB-INSTALL, LAB-WRITE, LAB-START. */
export async function buildLab(airflowVersion: string, onProgress?: Progress): Promise<LabPlan> {
  if (!labAirflowVersions.includes(airflowVersion)) {
    throw new LabProblem({
      code: "LAB-AIRFLOW-VERSION",
      message: `The lab cannot run Airflow ${airflowVersion}; it runs ${labAirflowVersions.join(", ")}.`,
    });
  }
  const progress = onProgress === undefined ? {} : { onProgress };
  const ensure = (name: EnvironmentName) => ensureEnvironment({ name, ...progress });
  const emulator = await ensure("emulator");
  const airflow = await ensure(`airflow-${airflowVersion}`);
  const template = await ensureAirflowTemplate({ version: airflowVersion, environment: airflow, ...progress });
  return {
    airflowVersion,
    emulatorPython: emulator.python,
    airflowPython: airflow.python,
    template,
    build: `${emulator.hash}-${airflow.hash}-${sourcesHash()}`,
  };
}

/** Changes with the lab's own Python sources: a lab that runs older ones is not joined once nobody uses it. */
function sourcesHash(): string {
  const hash = createHash("sha256");
  const folder = path.join(pythonPackages, "parallax_lab");
  for (const file of fs
    .readdirSync(folder)
    .filter((name) => name.endsWith(".py"))
    .sort()) {
    hash
      .update(file)
      .update("\0")
      .update(fs.readFileSync(path.join(folder, file)))
      .update("\0");
  }
  return hash.digest("hex").slice(0, 16);
}
