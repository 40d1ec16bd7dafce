/**
 * What a step that holds others comes to, the same for both engines: engines show a failing choice, parallel or map in
 * different ways (a choice state that succeeded, a join that never ran), the spec has one answer.
 */
import type { SourceMap, StepMap } from "../generators/source-map.ts";
import type { ErrorInfo, StepTrace } from "../runs/trace.ts";

/** Kinds of steps whose end is their body's. */
const containers = new Set(["choice", "parallel", "map", "try", "repeat"]);

export const isContainer = ({ kind }: StepMap): boolean => containers.has(kind);

/** Enclosing map steps, outermost first. */
export function mapsAround(map: SourceMap, step: StepMap): readonly string[] {
  const outer = map.steps.find((other) => other.step === step.map);
  return outer === undefined ? [] : [...mapsAround(map, outer), outer.step];
}

/** True when `step` stands in one of the handlers of `owner`, not in its body. */
export function inHandlerOf(step: StepMap, owner: StepMap): boolean {
  return step.within.includes(owner.step) && step.path[owner.path.length] === "catch";
}

/**
 * Settles every container that was entered: failed with the first error that leaves its body, caught when one of its
 * handlers took that error, aborted when its body was stopped. All other steps stay as they are.
 * `handled` tells whether a container's gate let a handler run; not needed where the engine says so itself.
 */
export function settle(
  map: SourceMap,
  traces: readonly StepTrace[],
  handled: (trace: StepTrace) => boolean = () => false,
): StepTrace[] {
  const settled = [...traces];
  const byDepth = map.steps.filter(isContainer).sort((a, b) => b.within.length - a.within.length);
  for (const step of byDepth) {
    for (const [at, trace] of settled.entries()) {
      if (trace.step === step.step) settled[at] = settleOne({ map, step, trace, traces: settled }, handled);
    }
  }
  return settled;
}

type Options = { map: SourceMap; step: StepMap; trace: StepTrace; traces: readonly StepTrace[] };

function settleOne({ map, step, trace, traces }: Options, handled: (trace: StepTrace) => boolean): StepTrace {
  if (trace.status === "notRun" || trace.status === "failed" || trace.status === "caught") return trace;
  const body = children({ map, step, trace, traces }).filter((child) => !inHandlerOf(find(map, child.step), step));
  const error = firstError({ map, step, trace, traces }, body);
  if (error !== undefined) return ended(trace, { status: handled(trace) ? "caught" : "failed", error, body });
  if (!body.some((child) => child.status === "aborted")) return trace;
  // A parallel or map with a value has its own word for how it ended; a choice has none.
  return step.kind === "choice" || trace.status === "aborted" ? ended(trace, { status: "aborted", body }) : trace;
}

/** Steps that stand directly in this one, in this item or (for a map) in one of its items. */
function children({ step, trace, traces, map }: Options): StepTrace[] {
  return traces.filter((other) => {
    const within = find(map, other.step).within;
    return within.at(-1) === step.step && trace.indexes.every((index, at) => other.indexes[at] === index);
  });
}

function firstError(options: Options, among: readonly StepTrace[]): ErrorInfo | undefined {
  const leaving = among.flatMap((child) => {
    const step = find(options.map, child.step);
    return errorLeaving({ ...options, step, trace: child });
  });
  return leaving.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))[0]?.error;
}

/** The error that gets out of a step: its own when nothing caught it, else one from a handler. */
export function errorLeaving(options: Options): { error: ErrorInfo; at: string }[] {
  const { map, step, trace } = options;
  const at = trace.attempts.at(-1)?.end ?? "";
  if (trace.status === "failed") return [{ error: trace.error ?? { name: "", cause: "" }, at }];
  if (trace.status !== "caught") return [];
  const handlers = children(options).filter((child) => inHandlerOf(find(map, child.step), step));
  return handlers.flatMap((child) => errorLeaving({ ...options, step: find(map, child.step), trace: child }));
}

function ended(
  trace: StepTrace,
  how: { status: "failed" | "caught" | "aborted"; error?: ErrorInfo; body: readonly StepTrace[] },
): StepTrace {
  const { status, error, body } = how;
  const ends = [...trace.attempts, ...body.flatMap((child) => child.attempts)].map(({ end }) => end).sort();
  const start = trace.attempts[0]?.start ?? ends[0] ?? "";
  const outcome = status === "aborted" ? "aborted" : "failed";
  const attempt = { start, end: ends.at(-1) ?? start, outcome, ...(error === undefined ? {} : { error }) } as const;
  const { value, ...rest } = trace;
  return {
    ...rest,
    status,
    attempts: [attempt],
    ...(value === undefined || status !== "caught" ? {} : { value }),
    ...(error === undefined ? {} : { error }),
  };
}

function find(map: SourceMap, id: string): StepMap {
  const step = map.steps.find((other) => other.step === id);
  if (step === undefined) throw new Error(`the source map has no step ${id}`);
  return step;
}
