/** Folds the visits of states into the spec's steps. */
import type { SourceMap, StepMap } from "../../generators/source-map.ts";
import type { Attempt, StepStatus, StepTrace } from "../../runs/trace.ts";
import { mapsAround, settle } from "../settle.ts";
import { deriveValues, recordedValue } from "./values.ts";
import type { Visit } from "./visit.ts";

/** Every step of the map, in its order; one within a map once for each item. */
export function foldVisits(map: SourceMap, visits: readonly Visit[]): StepTrace[] {
  const traces = map.steps.flatMap((step) =>
    itemsOf({ map, step, visits }).map((indexes) => foldStep({ step, indexes, visits })),
  );
  return deriveValues(map, settle(map, traces));
}

/** The item indexes for which a step has a trace: all that its maps were given, or one without, where none was. */
function itemsOf({ map, step, visits }: { map: SourceMap; step: StepMap; visits: readonly Visit[] }): number[][] {
  let items: number[][] = [[]];
  for (const outer of mapsAround(map, step)) {
    const states = mainStates(map.steps.find((other) => other.step === outer)!);
    const longer = items.flatMap((indexes) => {
      const visit = visits.find((one) => states.has(one.name) && same(one.indexes, indexes));
      return Array.from({ length: visit?.length ?? 0 }, (_, index) => [...indexes, index]);
    });
    // Without items the body is told once, as not run.
    if (longer.length === 0) return items;
    items = longer;
  }
  return items;
}

function foldStep(options: { step: StepMap; indexes: readonly number[]; visits: readonly Visit[] }): StepTrace {
  const { step, indexes, visits } = options;
  const here = visits.filter((visit) => same(visit.indexes, indexes));
  const own = here.filter((visit) => step.asl.states.some(({ name }) => name === visit.name));
  const units = own.map(({ name }) => name);
  const first = own[0];
  if (first === undefined) return { step: step.step, indexes, status: "notRun", attempts: [], units };

  const failing = own.find((visit) => visit.failed && !visit.exited) ?? own.find((visit) => visit.failed);
  const status = statusOf(own);
  const mains = mainStates(step);
  const calls = own.filter((visit) => mains.has(visit.name)).flatMap((visit) => visit.attempts);
  const attempts = step.kind === "lambda" && calls.length > 0 ? calls : [whole(own, { status, failing })];
  const value = status === "succeeded" || status === "caught" ? recordedValue(step, { own, here }) : undefined;
  return {
    step: step.step,
    indexes,
    status,
    attempts,
    units,
    ...(value === undefined ? {} : { value }),
    ...(failing?.error === undefined ? {} : { error: failing.error }),
  };
}

function statusOf(own: readonly Visit[]): StepStatus {
  if (own.some((visit) => visit.failed && !visit.exited)) return "failed";
  if (own.some((visit) => visit.aborted)) return "aborted";
  return own.some((visit) => visit.failed) ? "caught" : "succeeded";
}

/** One attempt for a step that calls nothing. */
function whole(own: readonly Visit[], how: { status: StepStatus; failing: Visit | undefined }): Attempt {
  const start = own[0]!.start;
  const end = how.failing?.end ?? own.at(-1)!.end ?? start;
  if (how.status === "aborted") return { start, end, outcome: "aborted" };
  if (how.failing === undefined) return { start, end, outcome: "succeeded" };
  const { error } = how.failing;
  return { start, end, outcome: "failed", ...(error === undefined ? {} : { error }) };
}

function mainStates(step: StepMap): ReadonlySet<string> {
  return new Set(step.asl.states.flatMap(({ name, role }) => (role === "step" ? [name] : [])));
}

const same = (a: readonly number[], b: readonly number[]) =>
  a.length === b.length && a.every((one, at) => one === b[at]);
