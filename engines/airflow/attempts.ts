/** The tries of a step: Airflow's own, or those of a loop inside one task. */
import type { Json } from "../../generators/expressions/expression.ts";
import type { StepMap } from "../../generators/source-map.ts";
import type { Attempt, ErrorInfo, StepStatus } from "../../runs/trace.ts";
import type { Own } from "./fold.ts";
import { instanceKey, type RunRecord, type TaskInstance, xcomKey } from "./record.ts";

/**
 * Calls of a Lambda function. Airflow clears a task's XComs when its next try starts, so that only the last try
 * has an error name; a loop inside the task records the name of each.
 */
export function callsOf(options: {
  step: StepMap;
  own: readonly Own[];
  record: RunRecord;
  error: ErrorInfo | undefined;
  status: StepStatus;
}): Attempt[] {
  const { step, own, record, error, status } = options;
  const main = own.find(({ role }) => role === "step")?.instance;
  if (main === undefined || main.try_number === 0) return [];
  if (step.airflow.loop) {
    const rounds = loopAttempts(record.xcoms[xcomKey(main.task_id, main.map_index, "attempts")]);
    const last = rounds.at(-1);
    // The loop records names only; the last error's cause is known.
    if (last?.outcome === "failed" && error?.name === last.error?.name)
      rounds.splice(-1, 1, { ...last, error: error! });
    if (rounds.length > 0) return rounds;
  }
  const tries = record.tries[instanceKey(main.task_id, main.map_index)] ?? [main];
  const started = tries.filter(({ start_date }) => start_date !== null);
  return started.map((one, index): Attempt => {
    const isLast = index === started.length - 1;
    const times = { start: iso(one.start_date), end: iso(one.end_date ?? one.start_date) };
    if (isLast && status === "aborted") return { ...times, outcome: "aborted" };
    const ownFailure = status === "failed" || status === "caught";
    // A caught error in a map leaves its task green; a failed `result` leaves the call itself in order.
    const envelope = isLast && ownFailure && step.airflow.envelope && one.state === "success" && error !== undefined;
    const failed = one.state === "failed" || one.state === "up_for_retry" || (envelope && status === "caught");
    if (!failed) return { ...times, outcome: "succeeded" };
    return { ...times, outcome: "failed", ...(isLast && error !== undefined ? { error } : {}) };
  });
}

/** One attempt for a step that calls nothing: from its first task's start to its last task's end. */
export function whole(instances: readonly TaskInstance[], how: { status: StepStatus; error?: ErrorInfo }): Attempt {
  const ran = instances.filter(({ try_number, start_date }) => try_number > 0 && start_date !== null);
  const starts = ran.map(({ start_date }) => iso(start_date)).sort();
  const ends = ran.map(({ end_date, start_date }) => iso(end_date ?? start_date)).sort();
  const times = { start: starts[0] ?? "", end: ends.at(-1) ?? "" };
  if (how.status === "aborted") return { ...times, outcome: "aborted" };
  if (how.status === "succeeded") return { ...times, outcome: "succeeded" };
  return { ...times, outcome: "failed", ...(how.error === undefined ? {} : { error: how.error }) };
}

/** The XCom "attempts" of a loop: [{"start": seconds, "end": seconds, "error": name or null}]. */
function loopAttempts(value: Json | undefined): Attempt[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one): Attempt[] => {
    if (typeof one !== "object" || one === null || Array.isArray(one)) return [];
    const { start, end, error } = one;
    if (typeof start !== "number" || typeof end !== "number") return [];
    const times = { start: new Date(start * 1_000).toISOString(), end: new Date(end * 1_000).toISOString() };
    if (typeof error !== "string") return [{ ...times, outcome: "succeeded" }];
    return [{ ...times, outcome: "failed", error: { name: error, cause: "" } }];
  });
}

/** Airflow writes microseconds; the trace has milliseconds, as JavaScript and Step Functions do. */
export const iso = (time: string | null): string => (time === null ? "" : new Date(time).toISOString());
