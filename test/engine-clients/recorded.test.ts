/** Runs recorded on the real engines (record.ts), folded: both sides must tell the same story. */
import { describe, expect, it } from "vitest";
import { foldFixture, stepValue, told } from "./fixture.ts";

describe("retry-report", () => {
  it("counts the tries of a transient error", () => {
    const { stepFunctions, airflow } = foldFixture("retry-report.transient");
    expect(told(stepFunctions)).toEqual([
      "succeeded",
      "clean_orders succeeded (succeeded)",
      "summarize_report succeeded (failed RuntimeError, failed RuntimeError, succeeded)",
      "handle_failure notRun",
      "finish_handled notRun",
      "notify_success succeeded (succeeded)",
    ]);
    // Airflow clears the error of a try when the next one starts.
    expect(told(airflow)[2]).toBe("summarize_report succeeded (failed, failed, succeeded)");
    expect(airflow.output).toEqual({ message: "Pipeline completed successfully" });
    expect(stepFunctions.output).toEqual(airflow.output);
    expect(stepValue(stepFunctions, "summarize_report")).toEqual(stepValue(airflow, "summarize_report"));
    // input, clean_orders, summarize_report three times, notify_success
    expect(stepFunctions.units).toBe(6);
  });

  it("tells a caught error, and the handler that ended the run", () => {
    const { stepFunctions, airflow } = foldFixture("retry-report.permanent");
    expect(told(stepFunctions)).toEqual([
      "succeeded",
      "clean_orders succeeded (succeeded)",
      "summarize_report caught Exception (failed Exception)",
      "handle_failure succeeded (succeeded)",
      "finish_handled succeeded (succeeded)",
      "notify_success notRun",
    ]);
    expect(told(airflow)).toEqual(told(stepFunctions));
    expect(stepValue(airflow, "summarize_report")).toBeUndefined();
    expect(stepValue(stepFunctions, "summarize_report")).toBeUndefined();
    expect(stepFunctions.output).toEqual({ message: "Summary failed after retry; captured in catch path" });
    expect(airflow.output).toEqual(stepFunctions.output);
  });

  it("names the error of a run that failed", () => {
    const { stepFunctions, airflow } = foldFixture("retry-report.clean-fails");
    expect(told(stepFunctions).slice(0, 3)).toEqual([
      "failed Exception",
      "clean_orders failed Exception (failed Exception)",
      "summarize_report notRun",
    ]);
    expect(told(airflow)).toEqual(told(stepFunctions));
    expect(JSON.parse(airflow.error!.cause).errorMessage).toBe(JSON.parse(stepFunctions.error!.cause).errorMessage);
  });
});

describe("parallel-map-report", () => {
  it("keeps map items apart", () => {
    const { stepFunctions, airflow } = foldFixture("parallel-map-report.three");
    expect(told(stepFunctions)).toContain("summarize_dataset[2] succeeded (succeeded)");
    expect(told(airflow)).toEqual(told(stepFunctions));
    const summaries = ["north", "west", "online"].map((dataset) => ({
      dataset,
      summary_status: "completed",
      records: 120,
    }));
    for (const trace of [stepFunctions, airflow]) {
      expect(summaries.map((_, index) => stepValue(trace, "summarize_dataset", [index]))).toEqual(summaries);
      expect(stepValue(trace, "datasets")).toEqual(summaries);
    }
  });

  it("fails what holds the failing item", () => {
    const { stepFunctions, airflow } = foldFixture("parallel-map-report.one-fails");
    for (const trace of [stepFunctions, airflow]) {
      const lines = told(trace);
      expect(lines[0]).toBe("failed Exception");
      expect(lines).toContain("process failed Exception (failed Exception)");
      expect(lines).toContain("summarize_dataset[1] failed Exception (failed Exception)");
      expect(lines).toContain("emit_execution_summary notRun");
    }
  });

  it("tells the body of a map without items once", () => {
    const { stepFunctions, airflow } = foldFixture("parallel-map-report.none");
    expect(told(stepFunctions)).toContain("clean_dataset notRun");
    expect(told(airflow)).toEqual(told(stepFunctions));
  });
});

describe("failing-branch", () => {
  it("fails the choice that holds what failed, and stops the other branch", () => {
    for (const [scenario, name, culprit] of [
      ["fail", "OutOfStock", "stop"],
      ["error", "ValueError", "call"],
    ]) {
      const { stepFunctions, airflow } = foldFixture(`failing-branch.${scenario}`);
      const failed = ["both", "decide", culprit].map((step) => `${step} failed ${name} (failed ${name})`);
      for (const trace of [stepFunctions, airflow]) expect(told(trace)).toEqual(expect.arrayContaining(failed));
      expect(told(stepFunctions)).toContain("hold aborted (aborted)");
      expect(told(airflow)).toContain("hold succeeded (succeeded)");
    }
  });

  it("gives a choice whose way is empty the value null", () => {
    const { stepFunctions, airflow } = foldFixture("failing-branch.fine");
    expect(told(airflow)).toEqual(told(stepFunctions));
    expect(stepValue(stepFunctions, "decide")).toBeNull();
    expect(stepValue(airflow, "decide")).toBeNull();
    expect(stepFunctions.output).toEqual({ left: "after", right: null });
  });
});

describe("item-catch", () => {
  it("tells retries by two rules and a caught error, item by item", () => {
    const { stepFunctions, airflow } = foldFixture("item-catch.mixed");
    expect(told(stepFunctions)).toEqual(
      expect.arrayContaining([
        "call[1] succeeded (failed Flaky, failed RuntimeError, succeeded)",
        "call[2] caught ValueError (failed ValueError)",
        "handled[2] succeeded (succeeded)",
        "handled[0] notRun",
        "three[2] succeeded (succeeded)",
      ]),
    );
    // The loop inside the task records the name of every try.
    expect(told(airflow)).toEqual(told(stepFunctions));
    for (const trace of [stepFunctions, airflow]) {
      expect(stepValue(trace, "call", [2])).toBe("caught ValueError");
      expect(stepValue(trace, "pick", [0])).toBe("other");
      expect(trace.output).toEqual(["other", "other", "three"]);
    }
  });

  it("fails an item whose error no handler takes", () => {
    const { stepFunctions, airflow } = foldFixture("item-catch.uncaught");
    expect(told(stepFunctions)[0]).toBe("failed Exception");
    expect(told(airflow)).toEqual(told(stepFunctions));
  });
});

describe("bad-output", () => {
  it("tells an expression that fails as a try, retried and caught", () => {
    const { stepFunctions, airflow } = foldFixture("bad-output.caught");
    const name = "States.QueryEvaluationError";
    expect(told(stepFunctions)).toContain(`call caught ${name} (failed ${name}, failed ${name})`);
    expect(told(airflow)).toContain(`call caught ${name} (failed, failed ${name})`);
    for (const trace of [stepFunctions, airflow]) expect(trace.output).toBe(7);
  });

  it("names the error of an output that cannot be worked out", () => {
    const { stepFunctions, airflow } = foldFixture("bad-output.both-fail");
    for (const trace of [stepFunctions, airflow]) {
      expect(told(trace)[0]).toBe("failed States.QueryEvaluationError");
      expect(trace.output).toBeUndefined();
      expect(trace.engineFault).toBeUndefined();
    }
  });
});

it("finishes every step of a run between its start and its end", () => {
  for (const name of ["retry-report.transient", "item-catch.mixed", "failing-branch.fine"]) {
    const { stepFunctions, airflow } = foldFixture(name);
    for (const trace of [stepFunctions, airflow]) {
      for (const { attempts } of trace.steps) {
        for (const { start, end } of attempts) {
          expect(trace.start <= start && start <= end && end <= trace.end).toBe(true);
        }
      }
    }
  }
});
