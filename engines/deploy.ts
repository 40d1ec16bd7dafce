/** Deploys one pipeline to both engines of a target. */
import type { FunctionSpec, Resource } from "../generators/ir/types.ts";
import type { SourceMap } from "../generators/source-map.ts";
import { uploadDag, waitUntilParsed } from "./airflow/deploy.ts";
import { checkVersion, environmentOf } from "./airflow/environment.ts";
import { restFor } from "./airflow/rest.ts";
import { bind, bindingsFor } from "./bindings.ts";
import { type Clients, clientsFor } from "./clients.ts";
import type { Change, Target } from "./engine.ts";
import { placeOf } from "./place.ts";
import { deployToStepFunctions } from "./step-functions/deploy.ts";

/** What the compiler made of one pipeline, and what it needs around it. */
export type Artifacts = {
  readonly pipeline: string;
  readonly asl: string;
  readonly dag: string;
  /** File name of the DAG, without a folder. */
  readonly dagFile: string;
  readonly map: SourceMap;
  readonly functions: readonly FunctionSpec[];
  readonly resources: readonly Resource[];
  /** Tags of the state machine. */
  readonly tags?: Readonly<Record<string, string>>;
  /** The Airflow that the DAG was generated for; 3.0 when absent. */
  readonly airflow?: string;
  /** The Python source of a function, by its name. */
  functionSource(name: string): Promise<string>;
};

/**
 * Creates and updates what differs, and waits until both engines can run it. With `dryRun` it only reads, and
 * says what it would do.
 * @throws EngineUnreachable (exit code 3), EngineProblem (1)
 */
export async function deploy(options: {
  target: Target;
  artifacts: Artifacts;
  dryRun?: boolean;
  onProgress?: (line: string) => void;
  signal?: AbortSignal;
  /** Clients that are already open for this target; made and closed here when absent. */
  clients?: Clients;
}): Promise<Change[]> {
  const clients = options.clients ?? clientsFor(options.target);
  try {
    return await deployWith({ ...options, clients });
  } finally {
    if (options.clients === undefined) clients.close();
  }
}

async function deployWith(options: {
  clients: Clients;
  artifacts: Artifacts;
  dryRun?: boolean;
  onProgress?: (line: string) => void;
  signal?: AbortSignal;
}): Promise<Change[]> {
  const { clients, artifacts, dryRun = false, onProgress = () => {}, signal } = options;
  const environment = await environmentOf(clients);
  checkVersion(environment, artifacts.airflow ?? "3.0");
  const place = placeOf(environment.arn);
  const bindings = bindingsFor({
    pipeline: artifacts.pipeline,
    resources: artifacts.resources,
    ...(clients.target.name === "aws" ? { account: place.account } : {}),
  });
  const rest = restFor(clients);
  const tasks = artifacts.map.steps.flatMap((step) => step.airflow.tasks.map(({ id }) => id));
  const dag = { dagId: artifacts.map.dagId, file: artifacts.dagFile, text: bind(artifacts.dag, bindings), tasks };

  // What Step Functions would refuse (a name that is taken, a missing permission) is found before anything is written.
  const stepFunctions = { clients, artifacts, place, bindings, onProgress };
  const planned = await deployToStepFunctions({ ...stepFunctions, dryRun: true });
  const differs = planned.some(({ action }) => action !== "unchanged");

  // Airflow takes seconds to read a file: upload it first, and deploy the rest meanwhile.
  const uploaded = await uploadDag({ clients, rest, environment, dag, dryRun });
  if (dryRun) return [...planned, uploaded.change];
  if (uploaded.change.action !== "unchanged") onProgress(`${uploaded.change.action} ${uploaded.change.what}`);
  const changes = differs ? await deployToStepFunctions({ ...stepFunctions, dryRun }) : planned;
  await waitUntilParsed({ clients, rest, dag, uploaded, onProgress, ...(signal === undefined ? {} : { signal }) });
  return [...changes, uploaded.change];
}
