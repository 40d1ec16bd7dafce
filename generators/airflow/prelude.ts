/** The small functions that stand above a DAG: only those its tasks use, and only the parts they use. */
import type { Task } from "./model.ts";
import { render } from "./templates.ts";
import { type AirflowVersion, isAirflow2 } from "./versions.ts";

export type Prelude = { readonly sources: readonly string[]; readonly names: readonly string[] };

/** Finds out what the tasks need and renders it in an order in which each piece stands after what it uses. */
export function preludeFor(tasks: readonly Task[], version: AirflowVersion): Prelude {
  const python = tasks.flatMap((task) => (task.form === "task" ? [task] : []));
  const bodies = python.flatMap((task) => task.body).join("\n");
  const errors = python.flatMap((task) => (task.errors ? [task.errors] : []));
  const rules = errors.some((rule) => (rule.rules ?? []).length > 0);
  const retry = errors.some((rule) => (rule.retry ?? []).length > 0);
  const catches = errors.some((rule) => (rule.handlers ?? []).length > 0);
  const timeout = python.some((task) => "execution_timeout" in task.options);
  const jitter = errors.some((rule) => rule.rules?.some((one) => one.jitter === "FULL"));
  const parts: readonly (readonly [boolean, string, Record<string, unknown>])[] = [
    [errors.length > 0 || bodies.includes("StepError("), "step_error", { timeout }],
    [bodies.includes("invoke("), "invoke", { timeout: / timeout=\d+\)/.test(bodies) }],
    [rules || retry || catches || bodies.includes("matches("), "matches", {}],
    [rules, "retry", { jitter }],
    [rules, "in_rounds", {}],
    [errors.length > 0, "asl_errors", { options: rules || retry || catches, retry, rules, catch: catches, timeout }],
    [bodies.includes("moment_after("), "moment_after", {}],
    [bodies.includes("moment_at("), "moment_at", {}],
    [bodies.includes("error_of("), "error_of", { airflow2: isAirflow2(version) }],
  ];
  const used = parts.filter(([needed]) => needed);
  return {
    sources: used.map(([, name, data]) => render(`prelude/${name}`, data).trimEnd()),
    names: used.map(([, name]) => name),
  };
}
