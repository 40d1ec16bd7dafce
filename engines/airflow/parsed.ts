/** What Airflow has made of a DAG file so far. */
import type { DagFile } from "./deploy.ts";
import { expectOk, path, type Rest } from "./rest.ts";

export type DagState = { readonly parsed: boolean; readonly paused: boolean };

/**
 * Whether Airflow shows this version: it holds the same source, and the same tasks. The source alone is not
 * enough: Airflow 3 stores it at every parse, but writes the DAG's structure at most once in
 * `min_serialized_dag_update_interval` (30 s).
 */
export async function stateOf(rest: Rest, dag: DagFile): Promise<DagState> {
  const unknown = { parsed: false, paused: false };
  const source = await rest({ method: "GET", path: path`/dagSources/${dag.dagId}` });
  if (source.status === 404) return unknown;
  const { content } = expectOk(source, `the source of ${dag.dagId}`) as { content?: string };
  if (content?.trim() !== dag.text.trim()) return unknown;

  const tasks = await rest({ method: "GET", path: path`/dags/${dag.dagId}/tasks` });
  if (tasks.status === 404) return unknown;
  const list = expectOk(tasks, `the tasks of ${dag.dagId}`) as { tasks: { task_id: string }[] };
  const ids = new Set(list.tasks.map(({ task_id }) => task_id));
  if (!dag.tasks.every((id) => ids.has(id))) return unknown;

  const answer = await rest({ method: "GET", path: path`/dags/${dag.dagId}` });
  if (answer.status === 404) return unknown;
  const { is_paused, is_stale } = expectOk(answer, `the DAG ${dag.dagId}`) as { is_paused: boolean; is_stale: boolean };
  return { parsed: !is_stale, paused: is_paused };
}

/** The import error of this file, if Airflow has one now. */
export async function importErrorOf(rest: Rest, file: string): Promise<{ trace: string } | undefined> {
  const query = { filename_pattern: `%${file}`, order_by: "-timestamp", limit: 10 };
  const response = await rest({ method: "GET", path: "/importErrors", query });
  const body = expectOk(response, "Airflow's import errors") as {
    import_errors: { filename: string; stack_trace: string }[];
  };
  // The pattern's `_` is a wildcard, so that the name is compared once more.
  const found = body.import_errors.find(({ filename }) => filename === file || filename.endsWith(`/${file}`));
  return found === undefined ? undefined : { trace: found.stack_trace };
}

/** The file that Airflow has the DAG from, when it is not this one: of two files with one dag_id it shows one. */
export async function otherFileOf(rest: Rest, dag: DagFile): Promise<string | undefined> {
  const answer = await rest({ method: "GET", path: path`/dags/${dag.dagId}` });
  const file =
    answer.status === 200 ? (answer.body as { relative_fileloc?: string | null }).relative_fileloc : undefined;
  return typeof file === "string" && file !== dag.file && !file.endsWith(`/${dag.file}`) ? file : undefined;
}
