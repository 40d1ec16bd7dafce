/** Which engines a command works on: the lab's, or an AWS account's. */

import type { Target } from "../engines/engine.ts";
import { type AirflowVersion, defaultAirflowVersion, releases } from "../generators/airflow/versions.ts";
import { ensureLab, labStatus } from "../lab/lab.ts";
import { UsageProblem } from "./problem.ts";

export type TargetOptions = {
  readonly target: string;
  readonly environment?: string;
  readonly airflow?: AirflowVersion;
  readonly keepWarm?: boolean;
  readonly onProgress: (line: string) => void;
  readonly signal?: AbortSignal;
};

export type Reached = {
  readonly target: Target;
  /** True when what is uploaded ends with this command: a lab that nothing keeps warm. */
  readonly passing: boolean;
  /** What befell an engine of the lab meanwhile. */
  health(): string | undefined;
  release(): Promise<void>;
};

/**
 * Joins or starts the lab, or describes the account. Throws UsageProblem, LabProblem, and the signal's reason when it
 * aborts meanwhile.
 */
export async function reachTarget(options: TargetOptions): Promise<Reached> {
  if (options.target === "lab") return await reachLab(options);
  if (options.target !== "aws")
    throw new UsageProblem(`There is no target \`${options.target}\`.`, "Use --target lab or --target aws.");
  if (options.keepWarm) throw new UsageProblem("--keep-warm is about the lab, and --target aws does not use it.");
  const name = options.environment ?? process.env.PARALLAX_MWAA_ENVIRONMENT;
  if (name === undefined || name === "") {
    throw new UsageProblem(
      "Which MWAA environment?",
      "Give its name: --environment <name>, or set PARALLAX_MWAA_ENVIRONMENT.",
    );
  }
  const region = process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? "";
  return {
    target: { name: "aws", region, mwaaEnvironment: name },
    passing: false,
    health: () => undefined,
    release: async () => {},
  };
}

async function reachLab({ airflow, keepWarm = false, onProgress, signal }: TargetOptions): Promise<Reached> {
  if (airflow === "2.11") {
    const fix =
      "Leave out --airflow, or use `npm run generate -- --airflow 2.11` and copy the DAG to an Airflow 2.11 by hand.";
    throw new UsageProblem("The lab runs Airflow 3 only: Airflow 2.11 has no REST API v2 and no DAG bundles.", fix);
  }
  const airflowVersion = releases[airflow ?? defaultAirflowVersion];
  const joining = ensureLab({ airflowVersion, keepWarm, onProgress });
  const lab = await untilAborted(joining, signal);
  const passing = !labStatus(airflowVersion).keptWarm;
  return { target: lab.target, passing, health: () => lab.engineHealth(), release: () => lab.release() };
}

/** The result, or the signal's reason as soon as it aborts: the work then goes on unwatched until the process ends. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return await work;
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop);
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
