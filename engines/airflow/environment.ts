/** The MWAA environment: where its DAGs lie, and whether it can take ours. */
import type { Clients } from "../clients.ts";
import { EngineProblem } from "../problem.ts";
import { reach } from "../reach.ts";

export type Environment = {
  readonly arn: string;
  readonly airflowVersion: string;
  readonly bucket: string;
  /** Folder of the DAGs, without slashes at its ends. */
  readonly folder: string;
  /** Host of Airflow's pages. */
  readonly webserver?: string;
};

/**
 * Reads the environment.
 * @throws EngineProblem when it does not exist or is not AVAILABLE; EngineUnreachable when MWAA is out of reach.
 */
export async function environmentOf(clients: Clients): Promise<Environment> {
  const name = clients.target.mwaaEnvironment;
  const { GetEnvironmentCommand } = await import("@aws-sdk/client-mwaa");
  const mwaa = await clients.mwaa();
  const answer = await reach("MWAA", async () => {
    try {
      return await mwaa.send(new GetEnvironmentCommand({ Name: name }));
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "ResourceNotFoundException") throw error;
      const message = `There is no MWAA environment ${name} in this account and region.`;
      throw new EngineProblem({ code: "RUN-ENVIRONMENT", message, cause: error });
    }
  });
  const environment = answer.Environment ?? {};
  if (environment.Status !== "AVAILABLE") {
    const message = `The MWAA environment ${name} is ${environment.Status ?? "in no known state"}, not AVAILABLE.`;
    throw new EngineProblem({ code: "RUN-ENVIRONMENT", message, fix: "Wait until it is AVAILABLE, then try again." });
  }
  return {
    arn: environment.Arn ?? "",
    airflowVersion: environment.AirflowVersion ?? "",
    bucket: (environment.SourceBucketArn ?? "").split(":").at(-1)!,
    folder: (environment.DagS3Path ?? "").replace(/^\/+|\/+$/g, ""),
    ...(environment.WebserverUrl === undefined ? {} : { webserver: environment.WebserverUrl }),
  };
}

/**
 * Refuses an environment that cannot run a DAG generated for `generatedFor` ("3.2.1"): another major version
 * (other imports, another REST API), or an older minor one (3.2's float backoff fails on 3.0).
 */
export function checkVersion(environment: Environment, generatedFor: string): void {
  const [major = 0, minor = 0] = environment.airflowVersion.split(".").map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = generatedFor.split(".").map(Number);
  if (major < 3) {
    throw new EngineProblem({
      code: "RUN-ENVIRONMENT",
      message: `The environment runs Airflow ${environment.airflowVersion}; Parallax uploads to and runs on Airflow 3 (REST API v2).`,
      fix: "Use an Airflow 3 environment; a DAG generated with `--airflow 2.11` can be copied to the DAGs folder by hand.",
    });
  }
  if (major === wantedMajor && minor >= wantedMinor) return;
  throw new EngineProblem({
    code: "RUN-ENVIRONMENT",
    message: `The environment runs Airflow ${environment.airflowVersion}; the DAG was generated for ${generatedFor}.`,
    fix: `Generate it for this environment: \`npm run generate -- --airflow ${major}.${minor}\`.`,
  });
}
