/** Reads all that Airflow knows of one run: the run, its task instances, their tries and their XComs. */
import type { Json } from "../../generators/expressions/expression.ts";
import type { SourceMap } from "../../generators/source-map.ts";
import { EngineProblem } from "../problem.ts";
import { expectOk, path, type Rest } from "./rest.ts";

/** Airflow 3.2: DAGRunResponse, as far as it is used. Times are ISO 8601 in UTC. */
export type DagRun = {
  readonly dag_run_id: string;
  readonly state: "queued" | "running" | "success" | "failed";
  readonly queued_at?: string | null;
  readonly start_date: string | null;
  readonly end_date: string | null;
  readonly note?: string | null;
};

/** Airflow 3.2: TaskInstanceResponse and TaskInstanceHistoryResponse, as far as they are used. */
export type TaskInstance = {
  readonly task_id: string;
  /** -1 for a task that is not mapped. */
  readonly map_index: number;
  readonly state: string | null;
  /** 0 until it has been started. */
  readonly try_number: number;
  readonly start_date: string | null;
  readonly end_date: string | null;
};

export type RunRecord = {
  readonly run: DagRun;
  readonly instances: readonly TaskInstance[];
  /** All tries of the instances that were tried more than once, by `instanceKey`. */
  readonly tries: Readonly<Record<string, readonly TaskInstance[]>>;
  /** By `xcomKey`. */
  readonly xcoms: Readonly<Record<string, Json>>;
  /** Seconds after which Airflow fails the run; read only of a run that failed. */
  readonly runTimeout?: number;
};

export const instanceKey = (task: string, mapIndex: number) => `${task}[${mapIndex}]`;
export const xcomKey = (task: string, mapIndex: number, key: string) => `${instanceKey(task, mapIndex)}.${key}`;

/** Airflow: [api] maximum_page_limit is 100 unless the environment says otherwise. */
const page = 100;
/** Requests at a time. */
const together = 6;

export async function readRun(rest: Rest, options: { map: SourceMap; runId: string }): Promise<RunRecord> {
  const { map, runId } = options;
  const run = await readDagRun(rest, { dagId: map.dagId, runId });
  const instances = await readInstances(rest, { dagId: map.dagId, runId });
  const listed = await listXcoms(rest, runId);

  const wanted = wantedXcoms(map);
  const xcoms: Record<string, Json> = {};
  await inTurn(
    listed.filter(({ task_id, key }) => wanted.has(`${task_id}.${key}`)),
    async ({ task_id, key, map_index }) => {
      const url = path`/dags/${map.dagId}/dagRuns/${runId}/taskInstances/${task_id}/xcomEntries/${key}`;
      const response = await rest({ method: "GET", path: url, query: { map_index } });
      const { value } = expectOk(response, `the XCom ${key} of ${task_id}`) as { value: Json };
      xcoms[xcomKey(task_id, map_index, key)] = value;
    },
  );

  const calls = new Set(
    map.steps.flatMap((step) =>
      step.kind === "lambda" ? step.airflow.tasks.flatMap(({ id, role }) => (role === "step" ? [id] : [])) : [],
    ),
  );
  const tries: Record<string, readonly TaskInstance[]> = {};
  await inTurn(
    instances.filter(({ task_id, try_number }) => try_number > 1 && calls.has(task_id)),
    async ({ task_id, map_index }) => {
      const base = path`/dags/${map.dagId}/dagRuns/${runId}/taskInstances/${task_id}`;
      const url = map_index < 0 ? `${base}/tries` : `${base}/${map_index}/tries`;
      const body = expectOk(await rest({ method: "GET", path: url }), `the tries of ${task_id}`);
      const { task_instances } = body as { task_instances: TaskInstance[] };
      tries[instanceKey(task_id, map_index)] = task_instances.map(slim).sort((a, b) => a.try_number - b.try_number);
    },
  );
  const runTimeout = run.state === "failed" ? await readRunTimeout(rest, map.dagId) : undefined;
  return { run, instances, tries, xcoms, ...(runTimeout === undefined ? {} : { runTimeout }) };
}

export async function readDagRun(rest: Rest, options: { dagId: string; runId: string }): Promise<DagRun> {
  const { dagId, runId } = options;
  const response = await rest({ method: "GET", path: path`/dags/${dagId}/dagRuns/${runId}` });
  if (response.status === 404) {
    throw new EngineProblem({ code: "RUN-NOT-DEPLOYED", message: `Airflow has no run ${runId} of the DAG ${dagId}.` });
  }
  const run = expectOk(response, `the run ${runId}`) as DagRun;
  const { dag_run_id, state, queued_at, start_date, end_date, note } = run;
  return { dag_run_id, state, start_date, end_date, queued_at: queued_at ?? null, note: note ?? null };
}

/** All task instances of a run; the ids stand in the body, so that the path fits MWAA's limit. */
export async function readInstances(rest: Rest, options: { dagId: string; runId: string }): Promise<TaskInstance[]> {
  const found: TaskInstance[] = [];
  for (;;) {
    const response = await rest({
      method: "POST",
      path: "/dags/~/dagRuns/~/taskInstances/list",
      body: {
        dag_ids: [options.dagId],
        dag_run_ids: [options.runId],
        page_offset: found.length,
        page_limit: page,
        order_by: "id",
      },
    });
    const body = expectOk(response, "the task instances") as { task_instances: TaskInstance[]; total_entries: number };
    found.push(...body.task_instances.map(slim));
    if (body.task_instances.length === 0 || found.length >= body.total_entries) return found;
  }
}

function slim({ task_id, map_index, state, try_number, start_date, end_date }: TaskInstance): TaskInstance {
  return { task_id, map_index, state, try_number, start_date, end_date };
}

type ListedXcom = { task_id: string; map_index: number; key: string };

/** Which XComs there are; Airflow lists them without their values. */
async function listXcoms(rest: Rest, runId: string): Promise<ListedXcom[]> {
  const found: ListedXcom[] = [];
  for (;;) {
    const response = await rest({
      method: "GET",
      path: "/dags/~/dagRuns/~/taskInstances/~/xcomEntries",
      query: { run_id_pattern: runId, limit: page, offset: found.length },
    });
    const body = expectOk(response, "the XComs") as { xcom_entries: ListedXcom[]; total_entries: number };
    found.push(...body.xcom_entries);
    if (body.xcom_entries.length === 0 || found.length >= body.total_entries) return found;
  }
}

/** Values of steps and of the run, and what the DAG records of errors and of loops: `task.key`. */
function wantedXcoms(map: SourceMap): ReadonlySet<string> {
  const tasks = map.steps.flatMap(({ airflow }) => airflow.tasks.map(({ id }) => id));
  const outputs = map.output.map(({ task }) => task);
  const values = map.steps.flatMap(({ airflow }) => [
    ...(airflow.value === undefined ? [] : [airflow.value.task]),
    ...(airflow.envelope ? airflow.tasks.flatMap(({ id, role }) => (role === "step" ? [id] : [])) : []),
  ]);
  return new Set([
    ...[...tasks, ...outputs, "input", "output"].flatMap((task) => [`${task}.error`, `${task}.attempts`]),
    ...[...values, ...outputs].map((task) => `${task}.return_value`),
  ]);
}

/** Airflow 3.2: DAGDetailsResponse.dag_run_timeout, an ISO 8601 duration ("PT1M"). */
async function readRunTimeout(rest: Rest, dagId: string): Promise<number | undefined> {
  const response = await rest({ method: "GET", path: path`/dags/${dagId}/details` });
  if (response.status !== 200) return undefined;
  const { dag_run_timeout } = response.body as { dag_run_timeout?: string | number | null };
  return typeof dag_run_timeout === "string" ? secondsOf(dag_run_timeout) : (dag_run_timeout ?? undefined);
}

export function secondsOf(duration: string): number | undefined {
  const found = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(duration);
  if (found === null) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = found.slice(1).map((part) => Number(part ?? 0));
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
}

async function inTurn<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: together }, worker));
}
