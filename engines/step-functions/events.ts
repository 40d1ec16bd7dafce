/** What the events of an execution's history say, by kind (Step Functions API: HistoryEvent). */
import type { HistoryEvent } from "@aws-sdk/client-sfn";
import type { ErrorInfo } from "../../runs/trace.ts";

const scheduled = /^(Task|LambdaFunction|Activity)Scheduled$/;
const succeeded = /^(Task|LambdaFunction|Activity)Succeeded$/;
const failed =
  /^(Task(Failed|TimedOut|SubmitFailed|StartFailed)|LambdaFunction(Failed|TimedOut|ScheduleFailed|StartFailed)|Activity(Failed|TimedOut|ScheduleFailed))$/;
const containerFailed = /^(Parallel|Map)State(Failed|Aborted)$/;
const runEnded = /^Execution(Succeeded|Failed|TimedOut|Aborted)$/;

export type EventKind =
  | "entered"
  | "exited"
  | "attemptStarted"
  | "attemptSucceeded"
  | "attemptFailed"
  | "evaluationFailed"
  | "mapStarted"
  | "containerFailed"
  | "runEnded"
  | "other";

export function kindOf(event: HistoryEvent): EventKind {
  const type = event.type ?? "";
  if (type.endsWith("StateEntered")) return "entered";
  if (type.endsWith("StateExited")) return "exited";
  if (scheduled.test(type)) return "attemptStarted";
  if (succeeded.test(type)) return "attemptSucceeded";
  if (failed.test(type)) return "attemptFailed";
  if (type === "EvaluationFailed") return "evaluationFailed";
  if (type === "MapStateStarted") return "mapStarted";
  if (containerFailed.test(type)) return "containerFailed";
  if (runEnded.test(type)) return "runEnded";
  return "other";
}

/** The state that the event names, if it names one. */
export function stateNameOf(event: HistoryEvent): string | undefined {
  return (
    event.stateExitedEventDetails?.name ??
    event.mapIterationStartedEventDetails?.name ??
    event.mapIterationSucceededEventDetails?.name ??
    event.mapIterationFailedEventDetails?.name ??
    event.mapIterationAbortedEventDetails?.name
  );
}

/** `Parallel` or `Map` for an event that ends one without naming it. */
export function containerTypeOf(event: HistoryEvent): string | undefined {
  return /^(Parallel|Map)State(Succeeded|Failed|Aborted)$/.exec(event.type ?? "")?.[1];
}

export function errorOf(event: HistoryEvent): ErrorInfo | undefined {
  const details =
    event.taskFailedEventDetails ??
    event.taskTimedOutEventDetails ??
    event.taskSubmitFailedEventDetails ??
    event.taskStartFailedEventDetails ??
    event.lambdaFunctionFailedEventDetails ??
    event.lambdaFunctionTimedOutEventDetails ??
    event.lambdaFunctionScheduleFailedEventDetails ??
    event.lambdaFunctionStartFailedEventDetails ??
    event.activityFailedEventDetails ??
    event.activityTimedOutEventDetails ??
    event.activityScheduleFailedEventDetails ??
    event.evaluationFailedEventDetails ??
    event.executionFailedEventDetails ??
    event.executionTimedOutEventDetails ??
    event.executionAbortedEventDetails;
  if (details?.error === undefined || details.error === "") return undefined;
  return { name: details.error, cause: details.cause ?? "" };
}
