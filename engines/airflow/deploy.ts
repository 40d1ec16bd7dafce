/** Puts the DAG into the environment's DAGs folder and waits until Airflow shows this very version of it. */
import { basename } from "node:path";
import type { Clients } from "../clients.ts";
import type { Change } from "../engine.ts";
import { EngineProblem } from "../problem.ts";
import { reach } from "../reach.ts";
import { poll, sleep } from "../wait.ts";
import type { Environment } from "./environment.ts";
import { type DagState, importErrorOf, otherFileOf, stateOf } from "./parsed.ts";
import { expectOk, path, type Rest } from "./rest.ts";

export type DagFile = {
  readonly dagId: string;
  /** File name within the DAGs folder. */
  readonly file: string;
  readonly text: string;
  /** Task ids that this version has. */
  readonly tasks: readonly string[];
};

export type UploadedDag = {
  readonly change: Change;
  /** The file's import error from before the upload. */
  readonly importErrorBefore?: string;
  /** When the version before was uploaded, in milliseconds. */
  readonly replaced?: number;
};

/** Uploads the DAG unless the same bytes lie there already. Writes nothing when `dryRun`. */
export async function uploadDag(options: {
  clients: Clients;
  rest: Rest;
  environment: Environment;
  dag: DagFile;
  dryRun: boolean;
}): Promise<UploadedDag> {
  const { clients, environment, dag, dryRun } = options;
  const Key = [environment.folder, dag.file].filter((part) => part !== "").join("/");
  const what = `DAG s3://${environment.bucket}/${Key}`;
  const sdk = await import("@aws-sdk/client-s3");
  const s3 = await clients.s3();
  return await reach("S3", async () => {
    const existing = await s3.send(new sdk.GetObjectCommand({ Bucket: environment.bucket, Key })).then(
      async (object) => ({ text: await object.Body?.transformToString(), at: object.LastModified?.getTime() ?? 0 }),
      (error: unknown) => {
        if (error instanceof Error && error.name === "NoSuchKey") return undefined;
        throw missingBucket(error, environment.bucket);
      },
    );
    if (existing?.text === dag.text) return { change: { what, action: "unchanged" } };
    const action = existing === undefined ? "create" : "update";
    if (dryRun) return { change: { what, action } };
    const importErrorBefore = await importErrorOf(options.rest, dag.file);
    const ContentType = "text/x-python";
    await s3.send(new sdk.PutObjectCommand({ Bucket: environment.bucket, Key, Body: dag.text, ContentType }));
    return {
      change: { what, action },
      ...(importErrorBefore === undefined ? {} : { importErrorBefore: importErrorBefore.trace }),
      ...(existing === undefined ? {} : { replaced: existing.at }),
    };
  });
}

/** Airflow 3: a DAG's structure is written at most once in [core] min_serialized_dag_update_interval, 30 s. */
const structureInterval = 35_000;
/** An upload this long ago has certainly been read, and its structure written. */
const longAgo = 300_000;

/**
 * Resolves when Airflow has parsed this version and the DAG is not paused. An import error from before the upload
 * stands until the file is read again.
 * @throws EngineProblem with Airflow's own message when the file cannot be imported, or when the time is up
 */
export async function waitUntilParsed(options: {
  clients: Clients;
  rest: Rest;
  dag: DagFile;
  uploaded: UploadedDag;
  onProgress: (line: string) => void;
  signal?: AbortSignal;
  /** Milliseconds. MWAA lists new files about every five minutes at worst. */
  limit?: number;
}): Promise<void> {
  const { rest, dag, uploaded } = options;
  const lab = options.clients.target.name === "lab";
  const limit = options.limit ?? (lab ? 90_000 : 600_000);
  const started = Date.now();
  let told = false;
  const state = await poll<DagState>({
    attempt: async () => {
      const found = await stateOf(rest, dag);
      if (found.parsed) return found;
      const error = await importErrorOf(rest, dag.file);
      const stale = error?.trace === uploaded.importErrorBefore && Date.now() - started < (lab ? 20_000 : 120_000);
      if (error !== undefined && !stale) throw importProblem(dag, error.trace);
      if (!told && Date.now() - started > 1_000) {
        told = true;
        options.onProgress(`waiting until Airflow has read ${basename(dag.file)}`);
      }
      return undefined;
    },
    pace: lab ? { first: 100, factor: 1.3, most: 500 } : { first: 2_000, factor: 1.2, most: 10_000 },
    limit,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  if (state === undefined) {
    const other = await otherFileOf(rest, dag);
    const why =
      other === undefined ? "" : ` It has the DAG ${dag.dagId} from another file, ${other}, which hides this one.`;
    const message = `Airflow has not shown this version of ${dag.file} within ${Math.round(limit / 1000)} s.${why}`;
    throw new EngineProblem({ code: "RUN-NOT-PARSED", message });
  }
  if (!lab && uploaded.replaced !== undefined && started - uploaded.replaced < longAgo) {
    options.onProgress("waiting 35 s: Airflow writes a changed DAG's structure at most every 30 s");
    await sleep(structureInterval, options.signal);
  }
  if (!state.paused) return;
  const response = await rest({ method: "PATCH", path: path`/dags/${dag.dagId}`, body: { is_paused: false } });
  expectOk(response, `unpausing the DAG ${dag.dagId}`);
  options.onProgress(`unpaused the DAG ${dag.dagId}`);
}

function importProblem(dag: DagFile, trace: string): EngineProblem {
  const message = `Airflow cannot import ${dag.file}:\n${trace.trim()}`;
  return new EngineProblem({ code: "RUN-IMPORT-ERROR", message });
}

function missingBucket(error: unknown, bucket: string): unknown {
  if (!(error instanceof Error) || error.name !== "NoSuchBucket") return error;
  const message = `The environment's bucket ${bucket} does not exist.`;
  return new EngineProblem({ code: "RUN-ENVIRONMENT", message, cause: error });
}
