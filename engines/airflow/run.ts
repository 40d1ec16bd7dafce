/** Starts, follows and stops runs of a DAG. */

import type { SourceMap } from "../../generators/source-map.ts";
import type { Clients } from "../clients.ts";
import type { Engine } from "../engine.ts";
import { followRun, stepLabel } from "../follow.ts";
import { dagRunLink } from "../links.ts";
import { EngineProblem } from "../problem.ts";
import type { Environment } from "./environment.ts";
import { foldDagRun, stopNote } from "./history.ts";
import { readDagRun, readInstances, readRun, type TaskInstance } from "./record.ts";
import { detail, expectOk, path, restFor } from "./rest.ts";

/** Airflow behind MWAA's API, on AWS or in the lab. `environment` is asked for Airflow's address, on AWS. */
export function airflow(clients: Clients, environment: () => Promise<Environment>): Engine {
  const rest = restFor(clients);
  const lab = clients.target.name === "lab";

  const engine: Engine = {
    name: "airflow",

    async start({ map, runId, input }) {
      const response = await rest({
        method: "POST",
        path: path`/dags/${map.dagId}/dagRuns`,
        body: { logical_date: null, dag_run_id: runId, conf: input },
      });
      if (response.status === 404) {
        throw new EngineProblem({ code: "RUN-NOT-DEPLOYED", message: `Airflow has no DAG ${map.dagId}.` });
      }
      if (response.status === 400 || response.status === 422) {
        const message = `Airflow refuses to start ${map.dagId}: ${detail(response)}`;
        throw new EngineProblem({ code: "RUN-REFUSED", message });
      }
      // 409: the id is ours, so this very request came through before (the AWS client repeats a POST on a 5xx).
      if (response.status !== 409) expectOk(response, `starting ${map.dagId}`);
      const { queued_at } = (response.body ?? {}) as { queued_at?: string };
      return { runId, startedAt: queued_at === undefined ? Date.now() : Date.parse(queued_at) };
    },

    async follow({ map, run, onProgress, ...options }) {
      const ids = { dagId: map.dagId, runId: run.runId };
      const told = new Set<string>();
      await followRun({
        ...options,
        what: `the run ${run.runId} of the DAG ${map.dagId}`,
        // Airflow answers from the database that its scheduler works on: ask seldom while nothing can have happened.
        pace: lab ? { first: 100, factor: 1.2, most: 500 } : { first: 2_000, factor: 1.3, most: 10_000 },
        stop: () => engine.stop({ map, run }),
        ended: async () => {
          const { state } = await readDagRun(rest, ids);
          if (onProgress !== undefined) {
            const instances = await readInstances(rest, ids);
            for (const line of progressOf({ map, instances, told })) onProgress(line);
          }
          return state === "success" || state === "failed";
        },
      });
    },

    async history({ map, run, input }) {
      const record = await readRun(rest, { map, runId: run.runId });
      const base = clients.target.airflowUrl ?? (await environment()).webserver;
      const link = dagRunLink({ base, dagId: map.dagId, runId: run.runId });
      return foldDagRun({ map, runId: run.runId, input, record, ...(link === undefined ? {} : { link }) });
    },

    async stop({ map, run }) {
      const response = await rest({
        method: "PATCH",
        path: path`/dags/${map.dagId}/dagRuns/${run.runId}`,
        body: { state: "failed", note: stopNote },
      });
      expectOk(response, `stopping the run ${run.runId}`);
    },
  };
  return engine;
}

/** What has not been told yet; `told` is brought up to date. */
function progressOf(options: { map: SourceMap; instances: readonly TaskInstance[]; told: Set<string> }): string[] {
  const { map, instances, told } = options;
  const steps = new Map(
    map.steps.flatMap((step) =>
      step.airflow.tasks.flatMap(({ id, role }) => (role === "step" ? [[id, step.step] as const] : [])),
    ),
  );
  const lines = instances.flatMap((instance) => {
    const step = steps.get(instance.task_id);
    if (step === undefined || instance.try_number === 0 || instance.start_date === null) return [];
    const label = stepLabel(step, instance.map_index < 0 ? [] : [instance.map_index]);
    const started = { at: instance.start_date, text: `${label} started` };
    const at = instance.end_date ?? instance.start_date;
    if (instance.state === "up_for_retry") {
      return [started, { at, text: `${label}: try ${instance.try_number} failed` }];
    }
    if (instance.state === "success") return [started, { at, text: `${label} ended` }];
    if (instance.state === "failed") return [started, { at, text: `${label} failed` }];
    return instance.state === "running" ? [started] : [];
  });
  const fresh = lines.filter(({ text }) => !told.has(text)).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  for (const { text } of fresh) told.add(text);
  return fresh.map(({ text }) => text);
}
