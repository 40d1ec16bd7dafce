/** Which engines a command works on: the lab's, or an AWS account's. */
import { releases, type AirflowVersion, defaultAirflowVersion } from "../generators/airflow/versions.ts";
import type { Target } from "../engines/engine.ts";
import { ensureLab } from "../lab/lab.ts";
import { UsageProblem } from "./problem.ts";

export type TargetOptions = {
  readonly target: string;
  readonly environment?: string;
  readonly airflow?: AirflowVersion;
  readonly keepWarm?: boolean;
  readonly onProgress: (line: string) => void;
};

export type Reached = {
  readonly target: Target;
  /** What befell an engine of the lab meanwhile. */
  health(): string | undefined;
  release(): Promise<void>;
};

/** Joins or starts the lab, or describes the account. Throws UsageProblem, LabProblem. */
export async function reachTarget(options: TargetOptions): Promise<Reached> {
  if (options.target === "lab") {
    const lab = await ensureLab({
      airflowVersion: releases[options.airflow ?? defaultAirflowVersion],
      keepWarm: options.keepWarm ?? false,
      onProgress: options.onProgress,
    });
    return { target: lab.target, health: () => lab.engineHealth(), release: () => lab.release() };
  }
  if (options.target !== "aws") throw new UsageProblem(`There is no target \`${options.target}\`.`, "Use --target lab or --target aws.");
  const name = options.environment ?? process.env.PARALLAX_MWAA_ENVIRONMENT;
  if (name === undefined || name === "") {
    throw new UsageProblem("Which MWAA environment?", "Give its name: --environment <name>, or set PARALLAX_MWAA_ENVIRONMENT.");
  }
  const region = process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? "";
  return { target: { name: "aws", region, mwaaEnvironment: name }, health: () => undefined, release: async () => {} };
}
