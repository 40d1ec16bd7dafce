/** Runs of a DAG written by hand, for what is hard to record. */
import { describe, expect, it } from "vitest";
import { foldDagRun, stopNote } from "../../engines/airflow/history.ts";
import { type DagRun, type RunRecord, secondsOf, type TaskInstance } from "../../engines/airflow/record.ts";
import type { SourceMap } from "../../generators/source-map.ts";
import type { Trace } from "../../runs/trace.ts";
import { sourceMap, stepMap } from "./step-maps.ts";

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();

/** A task instance that ran from `start` to `start + 1`; without a start it never did. */
function instance(task: string, state: string | null, start?: number, mapIndex = -1): TaskInstance {
  return {
    task_id: task,
    map_index: mapIndex,
    state,
    try_number: start === undefined ? 0 : 1,
    start_date: start === undefined ? null : at(start),
    end_date: start === undefined ? null : at(start + 1),
  };
}

function fold(map: SourceMap, record: Omit<RunRecord, "run" | "tries"> & { run?: Partial<DagRun> }): Trace {
  const run: DagRun = { dag_run_id: "r", state: "failed", start_date: at(0), end_date: at(30), ...record.run };
  return foldDagRun({ map, runId: "r", input: {}, record: { tries: {}, ...record, run } });
}

const error = (name: string) => ({ name, cause: "", message: "", at: 0 });
const step = (trace: Trace, id: string) => trace.steps.find((one) => one.step === id)!;

describe("a parallel with a gate", () => {
  const map = sourceMap(
    "p",
    [
      stepMap({
        step: "both",
        kind: "parallel",
        asl: { from: "variable", name: "both" },
        tasks: [
          ["both", "step"],
          ["both__catch", "catch"],
          ["both__join", "join"],
        ],
        airflow: { task: "both__join", wrapped: false },
      }),
      stepMap({
        step: "left",
        kind: "lambda",
        within: ["both"],
        path: ["steps", "both", "parallel", "left", "steps", "left"],
        asl: { from: "payload" },
      }),
      stepMap({
        step: "handle",
        kind: "pass",
        within: ["both"],
        path: ["steps", "both", "catch", 0, "steps", "handle"],
        asl: { from: "output", state: "handle" },
      }),
    ],
    [{ task: "both__join", wrapped: false }],
  );

  it("is caught when the gate let the handler run; its value is the handler's", () => {
    const trace = fold(map, {
      run: { state: "success" },
      instances: [
        instance("left", "failed", 1),
        instance("both", "upstream_failed"),
        instance("both__catch", "success", 3),
        instance("handle", "success", 5),
        instance("both__join", "success", 7),
      ],
      xcoms: { "left[-1].error": error("KeyError"), "both__join[-1].return_value": "handled" },
    });
    expect(step(trace, "left")).toMatchObject({ status: "failed", error: { name: "KeyError" } });
    expect(step(trace, "both")).toMatchObject({ status: "caught", error: { name: "KeyError" }, value: "handled" });
    expect(trace).toMatchObject({ status: "succeeded", output: "handled" });
    expect(trace.error).toBeUndefined();
    expect(trace.engineFault).toBeUndefined();
  });

  it("has failed when its gate did not take the error; the run has the first error", () => {
    const trace = fold(map, {
      instances: [
        instance("left", "failed", 1),
        instance("both", "upstream_failed"),
        instance("both__catch", "failed", 3),
        instance("handle", "upstream_failed"),
        instance("both__join", "upstream_failed"),
      ],
      xcoms: { "left[-1].error": error("KeyError") },
    });
    expect(step(trace, "both")).toMatchObject({ status: "failed", error: { name: "KeyError" } });
    expect(step(trace, "handle").status).toBe("notRun");
    expect(trace.error?.name).toBe("KeyError");
    expect(trace.engineFault).toBeUndefined();
  });

  it("is caught even when its handler fails: then that is the run's error", () => {
    const trace = fold(map, {
      instances: [
        instance("left", "failed", 1),
        instance("both", "upstream_failed"),
        instance("both__catch", "success", 3),
        instance("handle", "failed", 5),
        instance("both__join", "upstream_failed"),
      ],
      xcoms: { "left[-1].error": error("KeyError"), "handle[-1].error": error("OutOfStock") },
    });
    expect(step(trace, "both").status).toBe("caught");
    expect(trace.error?.name).toBe("OutOfStock");
  });
});

describe("one call", () => {
  const call = (more: object = {}) =>
    sourceMap(
      "p",
      [stepMap({ step: "call", kind: "lambda", asl: { from: "payload" }, ...more })],
      [{ task: "output", wrapped: false }],
    );

  it("without a result has the value null", () => {
    const trace = fold(call(), {
      run: { state: "success" },
      instances: [instance("call", "success", 1), instance("output", "success", 3)],
      xcoms: {},
    });
    expect(step(trace, "call").value).toBeNull();
    expect(trace.output).toBeNull();
  });

  it("that failed without recording an error is the engine's fault", () => {
    const trace = fold(call(), { instances: [instance("call", "failed", 1)], xcoms: {} });
    expect(trace.engineFault).toContain("call");
    expect(trace.error).toBeUndefined();
    expect(step(trace, "call").status).toBe("failed");
  });

  it("names the error of an output that failed", () => {
    const trace = fold(call(), {
      instances: [instance("call", "success", 1), instance("output", "failed", 3)],
      xcoms: { "call[-1].return_value": 1, "output[-1].error": error("States.QueryEvaluationError") },
    });
    expect(trace.error?.name).toBe("States.QueryEvaluationError");
    expect(step(trace, "call")).toMatchObject({ status: "succeeded", value: 1 });
  });

  it("that ran when the run ran out of time was aborted", () => {
    const record = { instances: [instance("call", "skipped", 1), instance("output", "skipped")], xcoms: {} };
    const late = fold(call(), { ...record, runTimeout: 30 });
    expect(late).toMatchObject({ status: "timedOut", error: { name: "States.Timeout" } });
    expect(step(late, "call")).toMatchObject({ status: "aborted", attempts: [{ outcome: "aborted" }] });
    const early = fold(call(), { ...record, runTimeout: 31 });
    expect(early.status).toBe("failed");
  });

  it("that ran when we stopped the run was aborted, and nobody is to blame", () => {
    const trace = fold(call(), { run: { note: stopNote }, instances: [instance("call", "failed", 1)], xcoms: {} });
    expect(trace.status).toBe("aborted");
    expect(step(trace, "call").status).toBe("aborted");
    expect(trace.error).toBeUndefined();
    expect(trace.engineFault).toBeUndefined();
  });

  it("repeated by a loop has the tries that the loop recorded", () => {
    const attempts = [
      { start: 1_767_225_601, end: 1_767_225_602, error: "Flaky" },
      { start: 1_767_225_603, end: 1_767_225_604.5, error: null },
    ];
    const trace = fold(call({ loop: true }), {
      run: { state: "success" },
      instances: [instance("call", "success", 1), instance("output", "success", 9)],
      xcoms: { "call[-1].attempts": attempts, "call[-1].return_value": "done" },
    });
    expect(step(trace, "call").attempts).toEqual([
      { start: at(1), end: at(2), outcome: "failed", error: { name: "Flaky", cause: "" } },
      { start: at(3), end: "2026-01-01T00:00:04.500Z", outcome: "succeeded" },
    ]);
  });

  it("whose result fails after a caught-free call has failed, though its calls succeeded", () => {
    const map = call({
      tasks: [
        ["call", "step"],
        ["call__catch", "catch"],
        ["call__result", "result"],
      ],
      airflow: { task: "call__result", wrapped: false },
    });
    const trace = fold(map, {
      instances: [
        instance("call", "success", 1),
        instance("call__catch", "success", 3),
        instance("call__result", "failed", 5),
      ],
      xcoms: { "call[-1].return_value": 1, "call__result[-1].error": error("States.QueryEvaluationError") },
    });
    expect(step(trace, "call")).toMatchObject({ status: "failed", attempts: [{ outcome: "succeeded" }] });
    expect(trace.error?.name).toBe("States.QueryEvaluationError");
  });
});

describe("a map that never expanded", () => {
  const map = sourceMap(
    "p",
    [
      stepMap({ step: "each", kind: "map", asl: { from: "output", state: "each" } }),
      stepMap({ step: "call", kind: "lambda", within: ["each"], map: "each", asl: { from: "payload" } }),
    ],
    [],
  );

  it("tells its body once, as not run", () => {
    const trace = fold(map, {
      instances: [instance("each", "upstream_failed"), instance("call", "upstream_failed")],
      xcoms: {},
    });
    expect(trace.steps).toEqual([
      { step: "each", indexes: [], status: "notRun", attempts: [], units: [] },
      { step: "call", indexes: [], status: "notRun", attempts: [], units: [] },
    ]);
  });

  it("leaves out removed instances", () => {
    const trace = fold(map, {
      run: { state: "success" },
      instances: [
        instance("each", "success", 5),
        instance("call", "success", 1, 0),
        instance("call", "removed", undefined, 1),
      ],
      xcoms: { "each[-1].return_value": [1], "call[0].return_value": 1 },
    });
    expect(trace.steps.map(({ indexes }) => indexes)).toEqual([[], [0]]);
  });
});

it("reads ISO 8601 durations", () => {
  expect(["PT1M", "P1DT2H3M4.5S", "PT10S", "soon"].map(secondsOf)).toEqual([60, 93_784.5, 10, undefined]);
});
