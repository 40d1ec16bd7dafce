/** The neutral trace of a run under `dag.test()`. */
import { foldDagRun } from "../../engines/airflow/history.ts";
import { type DagRun, instanceKey, type TaskInstance, xcomKey } from "../../engines/airflow/record.ts";
import type { Json } from "../../generators/expressions/expression.ts";
import type { SourceMap } from "../../generators/source-map.ts";
import type { DagTestRun } from "../../lab/dag-test.ts";
import type { Trace } from "../../runs/trace.ts";

/** Folds as the engine does; tries that Airflow's API would list are made up from their number. */
export function traceOf({ map, run, input }: { map: SourceMap; run: DagTestRun; input: Json }): Trace {
  const instances = run.tasks.map(
    ({ start, end, ...task }): TaskInstance => ({ ...task, start_date: start, end_date: end }),
  );
  const tries = instances
    .filter(({ try_number }) => try_number > 1)
    .map((last) => {
      const earlier = Array.from({ length: last.try_number - 1 }, (_, at) => ({
        ...last,
        state: "failed",
        try_number: at + 1,
      }));
      return [instanceKey(last.task_id, last.map_index), [...earlier, last]] as const;
    });
  const starts = instances.flatMap(({ start_date }) => start_date ?? []).sort();
  const ends = instances.flatMap(({ end_date }) => end_date ?? []).sort();
  const dagRun: DagRun = {
    dag_run_id: run.run_id,
    state: run.state as DagRun["state"],
    start_date: starts[0] ?? null,
    end_date: ends.at(-1) ?? null,
  };
  const xcoms = Object.fromEntries(
    run.xcoms.map(({ task_id, map_index, key, value }) => [xcomKey(task_id, map_index, key), value]),
  );
  return foldDagRun({
    map,
    runId: run.run_id,
    input,
    record: { run: dagRun, instances, tries: Object.fromEntries(tries), xcoms },
  });
}
