/** Histories written by hand in AWS's shapes, for what the lab's engine does not write or writes otherwise. */
import type { HistoryEvent } from "@aws-sdk/client-sfn";
import { describe, expect, it } from "vitest";
import { foldVisits } from "../../engines/step-functions/fold.ts";
import { foldExecution } from "../../engines/step-functions/history.ts";
import { progressOf } from "../../engines/step-functions/progress.ts";
import { visitsOf } from "../../engines/step-functions/visits.ts";
import type { StepTrace } from "../../runs/trace.ts";
import { sourceMap, stepMap } from "./step-maps.ts";

type Line = readonly [previous: number, type: string, details?: object, millisecond?: number];

/** Events numbered from 1, one millisecond apart unless they say otherwise. */
function history(...lines: Line[]): HistoryEvent[] {
  return lines.map(([previousEventId, type, details = {}, at], index) => ({
    id: index + 1,
    previousEventId,
    type: type as HistoryEvent["type"],
    timestamp: new Date(Date.UTC(2026, 0, 1) + (at ?? index)),
    ...details,
  })) as HistoryEvent[];
}

const entered = (name: string) => ({ stateEnteredEventDetails: { name } });
const exited = (name: string, output = "null", assignedVariables = {}) => ({
  stateExitedEventDetails: { name, output, outputDetails: { truncated: false }, assignedVariables },
});
const item = (kind: string, index: number) => ({ [`mapIteration${kind}EventDetails`]: { name: "each", index } });

const statuses = (steps: readonly StepTrace[]) =>
  steps.map(({ step, indexes, status }) => [[step, ...indexes].join("."), status].join(" "));

describe("attempts", () => {
  const map = sourceMap("p", [stepMap({ step: "call", kind: "lambda", asl: { from: "payload" } })], []);

  it("come from the events of a function named by its ARN too", () => {
    const events = history(
      [0, "ExecutionStarted"],
      [0, "TaskStateEntered", entered("call")],
      [2, "LambdaFunctionScheduled"],
      [3, "LambdaFunctionStarted"],
      [4, "LambdaFunctionFailed", { lambdaFunctionFailedEventDetails: { error: "KeyError", cause: "k" } }],
      [5, "LambdaFunctionScheduled"],
      [6, "LambdaFunctionTimedOut", { lambdaFunctionTimedOutEventDetails: { error: "States.Timeout" } }],
      [7, "LambdaFunctionScheduled"],
      [8, "LambdaFunctionSucceeded", { lambdaFunctionSucceededEventDetails: { output: '{"ok":true}' } }],
      [9, "TaskStateExited", exited("call", '{"ok":true}')],
      [10, "ExecutionSucceeded"],
    );
    const { visits, transitions } = visitsOf(events);
    const [call] = foldVisits(map, visits);
    expect(call).toMatchObject({ status: "succeeded", value: { ok: true } });
    expect(call!.attempts.map(({ outcome, error }) => error?.name ?? outcome)).toEqual([
      "KeyError",
      "States.Timeout",
      "succeeded",
    ]);
    expect(transitions).toBe(3);
  });

  it("tell what could not even be scheduled", () => {
    const events = history(
      [0, "ExecutionStarted"],
      [0, "TaskStateEntered", entered("call")],
      [2, "TaskScheduled"],
      [
        3,
        "TaskSubmitFailed",
        { taskSubmitFailedEventDetails: { error: "Lambda.TooManyRequestsException", cause: "" } },
      ],
      [4, "ExecutionFailed", { executionFailedEventDetails: { error: "Lambda.TooManyRequestsException" } }],
    );
    const [call] = foldVisits(map, visitsOf(events).visits);
    expect(call).toMatchObject({ status: "failed", error: { name: "Lambda.TooManyRequestsException" } });
    expect(call!.attempts).toHaveLength(1);
  });

  it("tell an evaluation failure once, but each retry of it", () => {
    const evaluation = { evaluationFailedEventDetails: { error: "States.QueryEvaluationError", cause: "no x" } };
    const events = history(
      [0, "ExecutionStarted"],
      [0, "TaskStateEntered", entered("call")],
      [2, "EvaluationFailed", evaluation, 0],
      [3, "EvaluationFailed", evaluation, 1],
      [4, "EvaluationFailed", evaluation, 1_001],
      [5, "EvaluationFailed", evaluation, 1_002],
      [6, "ExecutionFailed", { executionFailedEventDetails: evaluation.evaluationFailedEventDetails }, 1_003],
    );
    const [call] = foldVisits(map, visitsOf(events).visits);
    expect(call!.attempts).toHaveLength(2);
    expect(call).toMatchObject({ status: "failed", error: { name: "States.QueryEvaluationError" } });
  });

  it("end as aborted when the run is stopped", () => {
    const events = history(
      [0, "ExecutionStarted"],
      [0, "TaskStateEntered", entered("call")],
      [2, "TaskScheduled"],
      [3, "TaskStarted"],
      [0, "ExecutionAborted", { executionAbortedEventDetails: { cause: "Stopped by Parallax" } }],
    );
    const execution = { status: "ABORTED" as const, startDate: new Date(0), stopDate: new Date(1) };
    const trace = foldExecution({ map, runId: "r", input: {}, record: { execution, events } });
    expect(trace.status).toBe("aborted");
    expect(trace.error).toBeUndefined();
    expect(trace.steps[0]).toMatchObject({ status: "aborted", attempts: [{ outcome: "aborted" }] });
  });

  it("tell a run that ran out of time by ASL's name", () => {
    const execution = { status: "TIMED_OUT" as const, startDate: new Date(0), stopDate: new Date(9) };
    const events = history([0, "ExecutionStarted"], [0, "TaskStateEntered", entered("call")], [0, "ExecutionTimedOut"]);
    const trace = foldExecution({ map, runId: "r", input: {}, record: { execution, events } });
    expect(trace).toMatchObject({
      status: "timedOut",
      error: { name: "States.Timeout" },
      steps: [{ status: "aborted" }],
    });
  });
});

describe("containers", () => {
  const stop = stepMap({ step: "stop", kind: "fail", within: ["outer", "inner"], asl: { from: "null" } });
  const map = sourceMap(
    "p",
    [
      stepMap({ step: "outer", kind: "parallel", asl: { from: "variable", name: "outer" } }),
      stepMap({ step: "inner", kind: "parallel", within: ["outer"], asl: { from: "output", state: "inner" } }),
      stop,
      stepMap({ step: "beside", kind: "wait", within: ["outer"], asl: { from: "null" } }),
      stepMap({ step: "after", kind: "pass", asl: { from: "output", state: "after" } }),
    ],
    [],
  );

  it("caught at the outer one: the error that only its Catch was given is that of all within", () => {
    const caught = exited("outer", '{"Error":"Boom","Cause":"b"}', { outer__error: '{"name":"Boom","cause":"b"}' });
    const events = history(
      [0, "ExecutionStarted"],
      [0, "ParallelStateEntered", entered("outer")],
      [2, "ParallelStateStarted"],
      [3, "WaitStateEntered", entered("beside")],
      [3, "ParallelStateEntered", entered("inner")],
      [5, "ParallelStateStarted"],
      [6, "FailStateEntered", entered("stop")],
      [7, "ParallelStateFailed"],
      [8, "ParallelStateFailed"],
      [9, "ParallelStateExited", caught],
      [10, "PassStateEntered", entered("after")],
      [11, "PassStateExited", exited("after", "1")],
      [12, "ExecutionSucceeded"],
    );
    const steps = foldVisits(map, visitsOf(events).visits);
    expect(statuses(steps)).toEqual([
      "outer caught",
      "inner failed",
      "stop failed",
      "beside aborted",
      "after succeeded",
    ]);
    for (const step of steps.slice(0, 3)) expect(step.error).toEqual({ name: "Boom", cause: "b" });
  });

  it("caught: what its other branch does afterwards is not part of the run", () => {
    const events = history(
      [0, "ExecutionStarted"],
      [0, "ParallelStateEntered", entered("outer")],
      [2, "ParallelStateStarted"],
      [3, "WaitStateEntered", entered("beside")],
      [3, "ParallelStateEntered", entered("inner")],
      [5, "ParallelStateStarted"],
      [6, "FailStateEntered", entered("stop")],
      [7, "ParallelStateFailed"],
      [8, "ParallelStateFailed"],
      [9, "ParallelStateExited", exited("outer", '{"Error":"Boom","Cause":"b"}')],
      [4, "WaitStateExited", exited("beside")],
      [11, "PassStateEntered", entered("after")],
      [12, "PassStateExited", exited("after", '"too late"')],
      [10, "PassStateEntered", entered("after")],
      [14, "PassStateExited", exited("after", '"right"')],
      [15, "ExecutionSucceeded"],
    );
    const { visits, transitions } = visitsOf(events);
    const steps = foldVisits(map, visits);
    expect(statuses(steps).slice(3)).toEqual(["beside aborted", "after succeeded"]);
    expect(steps[4]!.value).toBe("right");
    expect(transitions).toBe(5);
  });

  it("uncaught: the error is the run's", () => {
    const events = history(
      [0, "ExecutionStarted"],
      [0, "ParallelStateEntered", entered("outer")],
      [2, "ParallelStateStarted"],
      [3, "ParallelStateEntered", entered("inner")],
      [4, "ParallelStateStarted"],
      [5, "FailStateEntered", entered("stop")],
      [6, "ParallelStateFailed"],
      [7, "ParallelStateFailed"],
      [8, "ExecutionFailed", { executionFailedEventDetails: { error: "Boom", cause: "b" } }],
      // The local engine may write on: what comes after the end is not part of the run.
      [4, "WaitStateEntered", entered("beside")],
    );
    const steps = foldVisits(map, visitsOf(events).visits);
    expect(statuses(steps)).toEqual(["outer failed", "inner failed", "stop failed", "beside notRun", "after notRun"]);
    expect(steps.map(({ error }) => error?.name)).toEqual(["Boom", "Boom", "Boom", undefined, undefined]);
  });

  it("failed by a choice that found no way", () => {
    const choice = stepMap({ step: "inner", kind: "choice", within: ["outer"], asl: { from: "null" } });
    const events = history(
      [0, "ExecutionStarted"],
      [0, "ParallelStateEntered", entered("outer")],
      [2, "ParallelStateStarted"],
      [3, "ChoiceStateEntered", entered("inner")],
      [3, "WaitStateEntered", entered("beside")],
      [4, "ParallelStateFailed"],
      [6, "ExecutionFailed", { executionFailedEventDetails: { error: "States.NoChoiceMatched", cause: "" } }],
    );
    const steps = foldVisits({ ...map, steps: [map.steps[0]!, choice, map.steps[3]!] }, visitsOf(events).visits);
    expect(statuses(steps)).toEqual(["outer failed", "inner failed", "beside aborted"]);
    expect(steps[1]!.error?.name).toBe("States.NoChoiceMatched");
  });
});

describe("map items", () => {
  const map = sourceMap(
    "p",
    [
      stepMap({ step: "each", kind: "map", asl: { from: "output", state: "each" } }),
      stepMap({ step: "call", kind: "lambda", within: ["each"], map: "each", asl: { from: "payload" } }),
      stepMap({ step: "next", kind: "pass", within: ["each"], map: "each", asl: { from: "output", state: "next" } }),
    ],
    [],
  );

  it("are told apart although their events are mixed, and those not started are told as not run", () => {
    const events = history(
      [0, "ExecutionStarted"],
      [0, "MapStateEntered", entered("each")],
      [2, "MapStateStarted", { mapStateStartedEventDetails: { length: 4 } }],
      [3, "MapIterationStarted", item("Started", 0)],
      [3, "MapIterationStarted", item("Started", 1)],
      [5, "TaskStateEntered", entered("call")],
      [4, "TaskStateEntered", entered("call")],
      [6, "TaskScheduled"],
      [7, "TaskScheduled"],
      [9, "TaskSucceeded", { taskSucceededEventDetails: { output: '{"Payload":"zero"}' } }],
      [10, "TaskStateExited", exited("call")],
      [11, "PassStateEntered", entered("next")],
      [12, "PassStateExited", exited("next", '"n0"')],
      [13, "MapIterationSucceeded", item("Succeeded", 0)],
      [14, "MapIterationStarted", item("Started", 2)],
      [15, "TaskStateEntered", entered("call")],
      [8, "TaskFailed", { taskFailedEventDetails: { error: "KeyError", cause: "" } }],
      [17, "MapIterationFailed", item("Failed", 1)],
      [18, "MapStateFailed"],
      [19, "ExecutionFailed", { executionFailedEventDetails: { error: "KeyError", cause: "" } }],
    );
    const steps = foldVisits(map, visitsOf(events).visits);
    expect(statuses(steps)).toEqual([
      "each failed",
      "call.0 succeeded",
      "call.1 failed",
      "call.2 aborted",
      "call.3 notRun",
      "next.0 succeeded",
      "next.1 notRun",
      "next.2 notRun",
      "next.3 notRun",
    ]);
    expect(steps[1]!.value).toBe("zero");
    expect(steps[5]!.value).toBe("n0");
    expect(steps[0]!.error?.name).toBe("KeyError");
  });

  it("are named in the lines of progress, each line once", () => {
    const events = history(
      [0, "ExecutionStarted"],
      [0, "MapStateEntered", entered("each")],
      [2, "MapStateStarted", { mapStateStartedEventDetails: { length: 1 } }],
      [3, "MapIterationStarted", item("Started", 0)],
      [4, "TaskStateEntered", entered("call")],
      [5, "TaskScheduled"],
      [6, "TaskFailed", { taskFailedEventDetails: { error: "KeyError", cause: "" } }],
      [7, "TaskScheduled"],
    );
    const told = new Set<string>();
    expect(progressOf({ map, events: events.slice(0, 6), told })).toEqual(["each started", "call[0] started"]);
    expect(progressOf({ map, events, told })).toEqual(["call[0]: try 1 failed, KeyError"]);
  });
});

it("leaves out a value that AWS cut off", () => {
  const map = sourceMap("p", [stepMap({ step: "big", kind: "pass", asl: { from: "output", state: "big" } })], []);
  const cut = { stateExitedEventDetails: { name: "big", output: '{"a', outputDetails: { truncated: true } } };
  const events = history(
    [0, "ExecutionStarted"],
    [0, "PassStateEntered", entered("big")],
    [2, "PassStateExited", cut],
    [3, "ExecutionSucceeded"],
  );
  const [big] = foldVisits(map, visitsOf(events).visits);
  expect(big).toMatchObject({ status: "succeeded" });
  expect(big).not.toHaveProperty("value");
});
