/** What a DAG of ours writes into its XComs. */
import type { Json } from "../../generators/expressions/expression.ts";
import type { ErrorInfo } from "../../runs/trace.ts";
import { type RunRecord, type TaskInstance, xcomKey } from "./record.ts";

/** The task's result; undefined when it was None or there is none. */
export function returned(record: RunRecord, instance: TaskInstance): Json | undefined {
  return record.xcoms[xcomKey(instance.task_id, instance.map_index, "return_value")];
}

/** The XCom "error" that a task of ours pushes before it fails: {"name", "cause", …}. */
export function errorIn(record: RunRecord, instance: TaskInstance): ErrorInfo | undefined {
  const value = record.xcoms[xcomKey(instance.task_id, instance.map_index, "error")];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const { name, cause } = value;
  return typeof name === "string" ? { name, cause: typeof cause === "string" ? cause : "" } : undefined;
}
