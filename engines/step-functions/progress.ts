/** Lines that tell how a run goes on, as its steps start, fail and end. */
import type { HistoryEvent } from "@aws-sdk/client-sfn";
import type { SourceMap } from "../../generators/source-map.ts";
import { stepLabel } from "../follow.ts";
import { visitsOf } from "./visits.ts";

/** What has not been told yet; `told` is brought up to date. */
export function progressOf(options: { map: SourceMap; events: readonly HistoryEvent[]; told: Set<string> }): string[] {
  const { map, events, told } = options;
  const steps = new Map(
    map.steps.flatMap((step) =>
      step.asl.states.flatMap(({ name, role }) => (role === "step" ? [[name, step.step] as const] : [])),
    ),
  );
  const lines = visitsOf(events).visits.flatMap((visit) => {
    const step = steps.get(visit.name);
    if (step === undefined) return [];
    const label = stepLabel(step, visit.indexes);
    const failures = visit.attempts.flatMap(({ outcome, end, error }, index) => {
      const text = `${label}: try ${index + 1} failed, ${error?.name ?? "no error name"}`;
      return outcome === "failed" ? [{ at: end, text }] : [];
    });
    const how = visit.aborted ? "stopped" : visit.failed && !visit.exited ? "failed" : "ended";
    const end = visit.end === undefined ? [] : [{ at: visit.end, text: `${label} ${how}` }];
    return [{ at: visit.start, text: `${label} started` }, ...failures, ...end];
  });
  const fresh = lines.filter(({ text }) => !told.has(text)).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  for (const { text } of fresh) told.add(text);
  return fresh.map(({ text }) => text);
}
