/** Whether a run kept the order that the spec gives: each step starts no earlier than those before it in its block. */
import type { SourceMap } from "../generators/source-map.ts";
import { type Node, outline } from "./outline.ts";
import type { StepTrace, Trace } from "./trace.ts";

export type Breach = { readonly step: string; readonly indexes: readonly number[]; readonly before: string };

/**
 * Steps that started before a step that stands ahead of them in the same block, or a handler's step before the step it
 * handles. Branches, items and ways may interleave freely. Starts within one millisecond count as in order.
 */
export function orderBreaches(map: SourceMap, trace: Trace): readonly Breach[] {
  const runs = new Map<string, StepTrace[]>();
  for (const step of trace.steps) runs.set(step.step, [...(runs.get(step.step) ?? []), step]);
  const breaches: Breach[] = [];

  const check = (nodes: readonly Node[], owner?: StepTrace[]): void => {
    const latest = new Map<string, { at: number; step: string }>();
    for (const run of owner ?? []) note(latest, run);
    for (const { step, regions } of nodes) {
      const own = runs.get(step.step) ?? [];
      for (const run of own) {
        const at = started(run);
        const previous = latest.get(run.indexes.join("."));
        if (at === undefined || previous === undefined || at >= previous.at) continue;
        breaches.push({ step: run.step, indexes: run.indexes, before: previous.step });
      }
      for (const run of own) note(latest, run);
      for (const { kind, nodes: inner } of regions) {
        // What holds others may be timed by its end on one side (a join), so only a plain step is ahead of its handlers.
        check(inner, kind === "catch" && step.kind !== "parallel" && step.kind !== "map" ? own : undefined);
      }
    }
  };
  check(outline(map.steps));
  return breaches;
}

function note(latest: Map<string, { at: number; step: string }>, run: StepTrace): void {
  const at = started(run);
  const item = run.indexes.join(".");
  if (at !== undefined && at >= (latest.get(item)?.at ?? -Infinity)) latest.set(item, { at, step: run.step });
}

/** When the step first started, in milliseconds; undefined when it did not run or nobody knows when. */
export function started(step: StepTrace): number | undefined {
  const at = Date.parse(step.attempts[0]?.start ?? "");
  return Number.isNaN(at) ? undefined : at;
}
