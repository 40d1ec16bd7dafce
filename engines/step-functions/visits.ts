/**
 * Sorts a history's events into visits of states. Every event names the one that led to it (previousEventId), so
 * that parallel branches and map items, whose events are mixed, come apart again.
 */
import type { HistoryEvent } from "@aws-sdk/client-sfn";
import { containerTypeOf, errorOf, kindOf, stateNameOf } from "./events.ts";
import { abort, closeFailed, failUp, nameError } from "./failures.ts";
import { outwards, type Visit } from "./visit.ts";

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
      // The local engine may let the branch of a Parallel that has failed go on for a moment.
      if (!visit.aborted) visits.push(visit);
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
  const parent = item !== undefined || before?.type === "ParallelStateStarted" ? previous : previous?.parent;
  return {
    name: event.stateEnteredEventDetails!.name!,
    type,
    indexes: item === undefined ? indexes : [...indexes, item.index ?? 0],
    parent,
    start: time,
    attempts: [],
    // No event of its own tells that a Fail state has failed.
    failed: type === "Fail",
    exited: false,
    aborted: previous?.aborted === true || parent?.failedBy !== undefined,
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

/** The local engine writes an evaluation failure twice: once for the expression and once for its state. */
function isSecondTelling(event: HistoryEvent, before: HistoryEvent | undefined): boolean {
  if (before?.type !== "EvaluationFailed") return false;
  return event.timestamp!.getTime() - before.timestamp!.getTime() < sameFailure;
}
