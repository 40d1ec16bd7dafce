/** Run ids: ours, so that a request that is sent twice cannot start two runs. */
import { randomInt } from "node:crypto";

/**
 * A new run id, the same for both engines: `r-` + milliseconds since 1970 in base 36 + `-` + four random
 * characters, 15 in all. ids made later sort later. It is an execution name in Step Functions (at most 80
 * characters, unique for 90 days), a dag_run_id in Airflow, and short so that
 * `/dags/{dag}/dagRuns/{run}` fits MWAA's 64 characters. No `_` and no `%`: Airflow's run_id_pattern is SQL LIKE.
 */
export function newRunId(now: number = Date.now()): string {
  const random = randomInt(36 ** 4)
    .toString(36)
    .padStart(4, "0");
  return `r-${now.toString(36).padStart(8, "0")}-${random}`;
}
