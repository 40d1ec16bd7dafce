/**
 * Sorts a history's events into visits of states. Every event names the one that led to it (previousEventId), so
 * that parallel branches and map items, whose events are mixed, come apart again.
 */
import type { HistoryEvent } from "@aws-sdk/client-sfn";
import type { Attempt, ErrorInfo } from "../../runs/trace.ts";
import { containerTypeOf, errorOf, kindOf, stateNameOf } from "./events.ts";

/** One time that a state was entered. */
export type Visit = {
  readonly name: string;
  /** "Task", "Parallel", …: the event type without StateEntered. */
  readonly type: string;
  /** Indexes of the enclosing map items, outermost first. */
  readonly indexes: readonly number[];
  /** The Parallel or Map that this visit is a part of. */
  readonly parent: Visit | undefined;
  readonly start: string;
  end?: string;
  /** Calls of a task; empty for other types. */
  readonly attempts: Attempt[];
  /** The state failed; it stays so when the state then exited into a Catch. */
  failed: boolean;
  error?: ErrorInfo;
  /** The visit whose failure failed this Parallel or Map. */
  failedBy?: Visit;
  exited: boolean;
  /** Its run, branch or item ended before it did. */
  aborted: boolean;
  output?: string;
  /** Output of the last TaskSucceeded. */
  result?: string;
  readonly assigned: Record<string, string>;
  /** Number of items, for a Map. */
  length?: number;
  /** Start of the attempt that is going on. */
  attemptStart?: string;
};

export type Visits = {
  readonly visits: readonly Visit[];
  /** State transitions as AWS bills them: states entered, and every retry of one. */
  readonly transitions: number;
};

/** ASL: IntervalSeconds is at least 1, so that two evaluation failures within this time are one, told twice. */
const sameFailure = 500;

/** Folds events (in order of their ids) into visits. What an engine writes after the run's last event is left out. */
export function visitsOf(events: readonly HistoryEvent[]): Visits {
  const visits: Visit[] = [];
  const at = new Map<number, Visit | undefined>();
  const byId = new Map(events.map((event) => [event.id!, event]));
  let retries = 0;

  for (const event of events) {
    const kind = kindOf(event);
    const time = event.timestamp!.toISOString();
    const before = byId.get(event.previousEventId ?? 0);
    const previous = at.get(event.previousEventId ?? 0);
    if (kind === "entered") {
      const visit = entered({ event, previous, before, time });
      visits.push(visit);
      at.set(event.id!, visit);
      continue;
    }
    if (kind === "runEnded") {
      if (event.type === "ExecutionFailed") failUp(previous, { error: errorOf(event), time });
      for (const visit of visits) abort(visit, time);
      break;
    }
    const visit = ownerOf(event, previous);
    at.set(event.id!, visit);
    if (visit === undefined || visit.aborted) continue;
    if (kind === "containerFailed") {
      closeFailed({ container: visit, previous, error: errorOf(event), visits, time });
    } else if (kind !== "evaluationFailed" || !isSecondTelling(event, before)) {
      if (visit.failed && (kind === "attemptStarted" || kind === "evaluationFailed")) retries += 1;
      record({ event, visit, time });
    }
  }
  for (const visit of visits) nameError(visit);
  return { visits, transitions: visits.length + retries };
}

function entered(options: {
  event: HistoryEvent;
  previous: Visit | undefined;
  before: HistoryEvent | undefined;
  time: string;
}): Visit {
  const { event, previous, before, time } = options;
  const item = before?.mapIterationStartedEventDetails;
  const indexes = previous?.indexes ?? [];
  const type = event.type!.replace(/StateEntered$/, "");
  return {
    name: event.stateEnteredEventDetails!.name!,
    type,
    indexes: item === undefined ? indexes : [...indexes, item.index ?? 0],
    parent: item !== undefined || before?.type === "ParallelStateStarted" ? previous : previous?.parent,
    start: time,
    attempts: [],
    // No event of its own tells that a Fail state has failed.
    failed: type === "Fail",
    exited: false,
    aborted: false,
    assigned: {},
  };
}

/** The visit that an event tells of: its own state by name, an open Parallel or Map further out, or the previous event's. */
function ownerOf(event: HistoryEvent, previous: Visit | undefined): Visit | undefined {
  const name = stateNameOf(event);
  if (name !== undefined) return outwards(previous, (visit) => visit.name === name);
  const type = containerTypeOf(event);
  if (type === undefined) return previous;
  // A Parallel that has failed already is not the one that the next ParallelStateFailed tells of.
  const open = (visit: Visit) => !visit.exited && visit.failedBy === undefined;
  return outwards(previous, (visit) => visit.type === type && open(visit));
}

function outwards(from: Visit | undefined, fits: (visit: Visit) => boolean): Visit | undefined {
  for (let visit = from; visit !== undefined; visit = visit.parent) if (fits(visit)) return visit;
  return undefined;
}

function record({ event, visit, time }: { event: HistoryEvent; visit: Visit; time: string }): void {
  const kind = kindOf(event);
  if (kind === "attemptStarted") visit.attemptStart = time;
  if (kind === "mapStarted") visit.length = event.mapStateStartedEventDetails?.length ?? 0;
  if (kind === "attemptSucceeded") {
    visit.attempts.push({ start: visit.attemptStart ?? time, end: time, outcome: "succeeded" });
    const details = event.taskSucceededEventDetails ?? event.lambdaFunctionSucceededEventDetails;
    if (details?.output !== undefined && !details.outputDetails?.truncated) visit.result = details.output;
    visit.failed = false;
    delete visit.error;
    delete visit.attemptStart;
  }
  if (kind === "attemptFailed" || kind === "evaluationFailed") {
    const error = errorOf(event) ?? { name: fallbackName(event), cause: "" };
    if (kind === "attemptFailed" || visit.type === "Task") {
      visit.attempts.push({ start: visit.attemptStart ?? time, end: time, outcome: "failed", error });
    }
    visit.failed = true;
    visit.error = error;
    delete visit.attemptStart;
  }
  if (kind === "exited") {
    const details = event.stateExitedEventDetails!;
    visit.exited = true;
    visit.end = time;
    if (details.output !== undefined && !details.outputDetails?.truncated) visit.output = details.output;
    Object.assign(visit.assigned, details.assignedVariables ?? {});
  }
}

function fallbackName(event: HistoryEvent): string {
  if (event.type === "EvaluationFailed") return "States.QueryEvaluationError";
  return event.type?.endsWith("TimedOut") ? "States.Timeout" : "States.TaskFailed";
}

/** A Parallel or Map has failed, and all that still goes on within it is stopped. */
function closeFailed(options: {
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
function abort(visit: Visit, time: string): void {
  if (visit.end !== undefined) return;
  visit.end = time;
  if (visit.failed) return;
  visit.aborted = true;
  if (visit.attemptStart !== undefined)
    visit.attempts.push({ start: visit.attemptStart, end: time, outcome: "aborted" });
}

/** The state that failed the run, and the open containers around it. */
function failUp(from: Visit | undefined, { error, time }: { error: ErrorInfo | undefined; time: string }): void {
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
function nameError(visit: Visit): void {
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

/** The local engine writes an evaluation failure twice: once for the expression and once for its state. */
function isSecondTelling(event: HistoryEvent, before: HistoryEvent | undefined): boolean {
  if (before?.type !== "EvaluationFailed") return false;
  return event.timestamp!.getTime() - before.timestamp!.getTime() < sameFailure;
}
