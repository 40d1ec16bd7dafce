/**
 * How a failure spreads: what it stops, and which error the containers around it have. Step Functions writes a
 * failed Parallel or Map without its error, and the states that it stopped not at all.
 */
import type { ErrorInfo } from "../../runs/trace.ts";
import { outwards, type Visit } from "./visit.ts";

/** A Parallel or Map has failed, and all that still goes on within it is stopped. */
export function closeFailed(options: {
  container: Visit;
  previous: Visit | undefined;
  error: ErrorInfo | undefined;
  visits: readonly Visit[];
  time: string;
}): void {
  const { container, previous, error, visits, time } = options;
  const within = visits.filter((visit) => isWithin(visit, container) && visit.end === undefined);
  const by = culprit(previous, within);
  container.failed = true;
  container.failedBy = by ?? container;
  // Step Functions gives the error of a Parallel or Map nowhere but in what caused it and in what follows from it.
  container.error ??= error;
  if (by !== undefined && by !== container) fail(by, time);
  for (const visit of within) abort(visit, time);
}

/**
 * The visit that failed its container: what the event follows, on AWS. The local engine may name a sibling's event
 * instead: then it is the one that has failed, or the Choice that found no way.
 */
function culprit(previous: Visit | undefined, within: readonly Visit[]): Visit | undefined {
  if (previous?.failed) return previous;
  return (
    within.find((visit) => visit.failed) ??
    (previous?.type === "Choice" ? previous : within.find((visit) => visit.type === "Choice")) ??
    previous
  );
}

function isWithin(visit: Visit, container: Visit): boolean {
  return visit !== container && outwards(visit.parent, (outer) => outer === container) !== undefined;
}

function fail(visit: Visit, time: string): void {
  visit.failed = true;
  visit.end ??= time;
}

/** Ends a visit whose surroundings ended first. One that has failed by itself is only given its end. */
export function abort(visit: Visit, time: string): void {
  if (visit.end !== undefined) return;
  visit.end = time;
  if (visit.failed) return;
  visit.aborted = true;
  if (visit.attemptStart !== undefined)
    visit.attempts.push({ start: visit.attemptStart, end: time, outcome: "aborted" });
}

/** The state that failed the run, and the open containers around it. */
export function failUp(from: Visit | undefined, { error, time }: { error: ErrorInfo | undefined; time: string }): void {
  for (let visit = from; visit !== undefined; visit = visit.parent) {
    if (visit.exited || visit.aborted) continue;
    fail(visit, time);
    visit.error ??= error;
  }
}

/**
 * Gives a failed Parallel or Map the error of what failed it, or both the one that its Catch got: the output of a
 * caught state is {Error, Cause} unless the Catch says otherwise, and our own Catch assigns `X__error`.
 */
export function nameError(visit: Visit): void {
  const chain: Visit[] = [];
  for (let one: Visit | undefined = visit; one !== undefined && !chain.includes(one); one = one.failedBy)
    chain.push(one);
  const error = chain.find((one) => one.error !== undefined)?.error ?? caughtError(visit);
  if (!visit.failed || error === undefined) return;
  for (const one of chain) one.error ??= error;
}

function caughtError(visit: Visit): ErrorInfo | undefined {
  const assigned = object(visit.assigned[`${visit.name}__error`]);
  const output = object(visit.output);
  const name = assigned?.name ?? output?.Error;
  const cause = assigned?.cause ?? output?.Cause;
  return typeof name === "string" ? { name, cause: typeof cause === "string" ? cause : "" } : undefined;
}

function object(text: string | undefined): Record<string, unknown> | undefined {
  if (text === undefined) return undefined;
  const value: unknown = JSON.parse(text);
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
}
