import { describe, expect, test } from "vitest";
import { exitCode } from "../../runs/comparison.ts";
import { compare, pathText } from "../../runs/diff.ts";
import { attempt, failedWith, ran, sourceMap, trace } from "./fixtures.ts";

const map = sourceMap({ clean: { varies: [["cleaned_at"]] }, summarize: {}, notify: { kind: "pass" } });
const good = [
  ran({ step: "clean", at: 0, value: { cleaned_at: "10:00", status: "cleaned" } }),
  ran({ step: "summarize", at: 1, value: { records: 120 } }),
  ran({ step: "notify", at: 2, value: { message: "done" } }),
];
const left = trace("stepFunctions", good, { output: { message: "done" } });

describe("compare", () => {
  test("two equal runs are the same, and time is not judged", () => {
    const slower = good.map((step, at) => ({ ...step, attempts: [attempt(at * 10, at * 10 + 7)] }));
    const comparison = compare({
      map,
      left,
      right: trace("airflow", slower, { output: { message: "done" }, units: 9 }),
    });
    expect(comparison.verdict).toBe("same");
    expect(exitCode(comparison)).toBe(0);
    expect(comparison.steps.map(({ step, verdict }) => [step.step, verdict])).toEqual([
      ["clean", "same"],
      ["summarize", "same"],
      ["notify", "same"],
    ]);
  });

  test("a field that varies is compared by presence and type, and listed with both values", () => {
    const other = [ran({ step: "clean", at: 0, value: { cleaned_at: "10:07", status: "cleaned" } }), ...good.slice(1)];
    const same = compare({ map, left, right: trace("airflow", other, { output: { message: "done" } }) });
    expect(same.verdict).toBe("same");
    expect(same.steps[0]?.varied).toEqual([{ path: ["cleaned_at"], left: "10:00", right: "10:07" }]);
    const typed = [ran({ step: "clean", at: 0, value: { cleaned_at: 1007, status: "cleaned" } }), ...good.slice(1)];
    const wrong = compare({ map, left, right: trace("airflow", typed, { output: { message: "done" } }) });
    expect(wrong.steps[0]?.differences).toMatchObject([
      { field: "value", path: ["cleaned_at"], left: "10:00", right: 1007 },
    ]);
    const gone = [ran({ step: "clean", at: 0, value: { status: "cleaned" } }), ...good.slice(1)];
    expect(compare({ map, left, right: trace("airflow", gone, { output: { message: "done" } }) }).verdict).toBe(
      "unexplained",
    );
  });

  test("numbers by value, keys in any order, -0 is 0, a missing field is not null", () => {
    const values = (value: Parameters<typeof ran>[0]["value"]) =>
      trace("airflow", [ran({ step: "one", value: value ?? null })]);
    const one = sourceMap({ one: {} });
    const verdict = (a: never, b: never) =>
      compare({ map: one, left: { ...values(a), engine: "stepFunctions" }, right: values(b) }).verdict;
    expect(verdict({ a: 2, b: [0] } as never, { b: [-0], a: 2.0 } as never)).toBe("same");
    expect(verdict({ a: 1, b: null } as never, { a: 1 } as never)).toBe("unexplained");
    expect(verdict([1, 2] as never, [2, 1] as never)).toBe("unexplained");
    expect(verdict("1" as never, 1 as never)).toBe("unexplained");
  });

  test("status, error name, tries and value are told field by field, causes never", () => {
    const right = [
      good[0]!,
      ran({
        step: "summarize",
        at: 1,
        status: "failed",
        error: "KeyError",
        attempts: [attempt(1, 2, "Boom"), attempt(4, 5, "KeyError")],
      }),
    ];
    const comparison = compare({ map, left, right: trace("airflow", right, failedWith("KeyError")) });
    expect(comparison.verdict).toBe("unexplained");
    expect(exitCode(comparison)).toBe(4);
    const fields = (at: number) => comparison.steps[at]?.differences.map(({ field, path }) => [field, pathText(path)]);
    expect(fields(1)).toEqual([
      ["status", ""],
      ["error", ""],
      ["attempts", ""],
      ["tries", "[0].outcome"],
      ["tries", "[0].error"],
      ["value", ""],
    ]);
    expect(fields(2)).toEqual([
      ["status", ""],
      ["attempts", ""],
      ["value", ""],
    ]);
    expect(comparison.run.differences.map(({ field }) => field)).toEqual(["status", "error", "output"]);
    const causes = (cause: string) => trace("airflow", [], { status: "failed", error: { name: "Boom", cause } });
    expect(compare({ map, left: { ...causes("a"), engine: "stepFunctions" }, right: causes("b") }).verdict).toBe(
      "same",
    );
  });

  test("a step that starts before the one ahead of it is told, on whichever side", () => {
    const early = [good[0]!, ran({ step: "summarize", at: 3, value: { records: 120 } }), good[2]!];
    const right = trace("airflow", early, { output: { message: "done" } });
    const comparison = compare({ map, left, right });
    expect(comparison.steps[2]?.differences).toEqual([
      expect.objectContaining({ field: "order", left: "in order", right: "started before summarize" }),
    ]);
    expect(
      compare({ map, left: { ...right, engine: "stepFunctions" }, right: { ...left, engine: "airflow" } }).verdict,
    ).toBe("unexplained");
  });

  test("an engine that misbehaved makes the comparison invalid", () => {
    const comparison = compare({
      map,
      left,
      right: trace("airflow", [], { ...failedWith("x"), engineFault: "task clean was killed" }),
    });
    expect(comparison.verdict).toBe("invalid");
    expect(comparison.invalid).toEqual(["airflow: task clean was killed"]);
    expect(exitCode(comparison)).toBe(3);
  });

  test("different input, another pipeline, an unknown step and a step told twice are invalid", () => {
    const invalid = (right: typeof left) => compare({ map, left, right }).invalid;
    expect(invalid({ ...left, input: {} })).toEqual(["the two runs had different input"]);
    expect(invalid({ ...left, engine: "airflow", pipeline: "other" })).toEqual([
      "airflow: a run of other, not of demo",
    ]);
    expect(invalid({ ...left, engine: "airflow", steps: [...good, ran({ step: "ghost" })] })).toEqual([
      "the airflow trace has ghost, which the pipeline has not",
    ]);
    expect(invalid({ ...left, engine: "airflow", steps: [...good, good[0]!] })).toEqual([
      "the airflow trace tells clean twice",
    ]);
  });
});

describe("maps", () => {
  const mapped = sourceMap({ each: { map: { clean: {}, tidy: {} } }, end: {} });
  const items = (...indexes: number[]) =>
    indexes.flatMap((index) => [
      ran({ step: "clean", indexes: [index], at: 1 + index, value: index }),
      ran({ step: "tidy", indexes: [index], at: 2 + index, value: index }),
    ]);
  const run = (engine: "stepFunctions" | "airflow", indexes: number[]) =>
    trace(engine, [
      ran({ step: "each", at: 1, value: indexes }),
      ...items(...indexes),
      ran({ step: "end", at: 9, value: 1 }),
    ]);

  test("steps are paired by item, item after item, whatever the order in the traces", () => {
    const right = run("airflow", [0, 1, 2]);
    const comparison = compare({
      map: mapped,
      left: run("stepFunctions", [0, 1, 2]),
      right: { ...right, steps: right.steps.toReversed() },
    });
    expect(comparison.verdict).toBe("same");
    expect(comparison.steps.map(({ step, indexes }) => step.step + indexes)).toEqual([
      "each",
      "clean0",
      "tidy0",
      "clean1",
      "tidy1",
      "clean2",
      "tidy2",
      "end",
    ]);
  });

  test("an item that ran on one side only is told on the map and on its steps", () => {
    const comparison = compare({ map: mapped, left: run("stepFunctions", [0, 1]), right: run("airflow", [0]) });
    const told = comparison.steps
      .filter(({ verdict }) => verdict === "unexplained")
      .map(({ step, indexes }) => step.step + indexes);
    expect(told).toEqual(["each", "clean1", "tidy1"]);
    expect(comparison.steps[0]?.differences.map(({ field }) => field)).toEqual(["value", "items"]);
  });

  test("no items: the body did not run, on both sides", () => {
    const comparison = compare({ map: mapped, left: run("stepFunctions", []), right: run("airflow", []) });
    expect(comparison.verdict).toBe("same");
    expect(comparison.steps.map(({ step }) => step.step)).toEqual(["each", "clean", "tidy", "end"]);
  });

  test("items may interleave; within one item the order counts", () => {
    const shuffled = run("airflow", [0, 1]);
    const steps = shuffled.steps.map((step) =>
      step.step === "clean" && step.indexes[0] === 1 ? { ...step, attempts: [attempt(8, 8.2)] } : step,
    );
    const comparison = compare({ map: mapped, left: run("stepFunctions", [0, 1]), right: { ...shuffled, steps } });
    const told = comparison.steps
      .filter(({ verdict }) => verdict !== "same")
      .map(({ step, indexes }) => step.step + indexes);
    expect(told).toEqual(["tidy1"]);
  });
});
