import { describe, expect, test } from "vitest";
import type { Json } from "../../generators/expressions/expression.ts";
import type { Type } from "../../generators/expressions/types.ts";
import type { Expectation } from "../../generators/ir/types.ts";
import { exitCode } from "../../runs/comparison.ts";
import { costOf } from "../../runs/cost.ts";
import { declarationBreaches } from "../../runs/declared.ts";
import { compare } from "../../runs/diff.ts";
import { checkExpectation } from "../../runs/expect.ts";
import { attempt, failedWith, ran, sourceMap, trace } from "./fixtures.ts";

const run = trace(
  "airflow",
  [
    ran({ step: "clean", at: 1, value: 1 }),
    ran({ step: "item", indexes: [0], at: 3, attempts: [attempt(3, 4, "Boom"), attempt(5, 6)] }),
    ran({ step: "item", indexes: [1], at: 2 }),
    ran({ step: "never", status: "notRun" }),
  ],
  {
    output: {
      items: [
        { name: "a", n: 1 },
        { name: "b", n: 2 },
      ],
      ok: true,
    },
  },
);
const unmet = (expectation: Expectation, objects?: (resource: string) => number | undefined) =>
  checkExpectation({ expect: expectation, trace: run, ...(objects && { objects }) }).map(({ path, says }) => [
    path.join("."),
    says,
  ]);

describe("expectations", () => {
  test("what is met says nothing", () => {
    expect(
      unmet(
        {
          status: "succeeded",
          output: { items: [{ name: "a" }, { n: 2.0 }] },
          attempts: { clean: 1, item: 3, never: 0, unheard_of: 0 },
          order: ["clean", "item"],
          objects: { reports: 1 },
        },
        () => 1,
      ),
    ).toEqual([]);
  });

  test.each<[Expectation, string, string]>([
    [{ status: "failed" }, "status", "the run succeeded, not failed"],
    [{ error: "Boom" }, "error", "the run had no error, not Boom"],
    [{ output: { ok: false } }, "output.ok", "output.ok is true, not false"],
    [{ output: { gone: 1 } }, "output.gone", "output.gone is not there"],
    [{ output: { items: [{}] } }, "output.items", "output.items has 2 elements, not 1"],
    [{ output: { items: [{}, { n: "2" }] } }, "output.items.1.n", 'output.items.1.n is 2, not "2"'],
    [{ output: [] }, "output", "output is object, not list"],
    [{ attempts: { item: 2 } }, "attempts.item", "item was tried 3 times, not 2 times"],
    [{ attempts: { never: 1 } }, "attempts.never", "never was tried 0 times, not once"],
    [{ order: ["item", "clean"] }, "order.1", "clean started before item"],
    [{ order: ["clean", "never"] }, "order.1", "never did not run"],
    [{ objects: { reports: 1 } }, "objects.reports", "reports got an unknown number of objects, not 1"],
  ])("%j", (expectation, path, says) => {
    expect(unmet(expectation)).toEqual([[path, says]]);
  });

  test("both engines must meet them, and exit code 4 says when one does not", () => {
    const map = sourceMap({ clean: {} });
    const one = trace("stepFunctions", [ran({ step: "clean" })], failedWith("Boom"));
    const comparison = compare({
      map,
      left: one,
      right: { ...one, engine: "airflow" },
      expect: { status: "failed", error: "Bang" },
    });
    expect(comparison.verdict).toBe("same");
    expect([comparison.expectations.left.length, comparison.expectations.right.length]).toEqual([1, 1]);
    expect(exitCode(comparison)).toBe(4);
    const met = compare({
      map,
      left: one,
      right: { ...one, engine: "airflow" },
      expect: { status: "failed", error: "Boom" },
    });
    expect(exitCode(met)).toBe(0);
  });

  test("objects are counted for each engine", () => {
    const map = sourceMap({ clean: {} });
    const one = trace("stepFunctions", [ran({ step: "clean" })]);
    const comparison = compare({
      map,
      left: one,
      right: { ...one, engine: "airflow" },
      expect: { objects: { reports: 1 } },
      objects: (resource, engine) => (resource === "reports" && engine === "airflow" ? 1 : 0),
    });
    expect([comparison.expectations.left.length, comparison.expectations.right.length]).toEqual([1, 0]);
  });
});

describe("declared returns", () => {
  const type: Type = {
    kind: "object",
    open: false,
    fields: {
      records: { type: { kind: "integer" } },
      note: { type: { kind: "nullable", of: { kind: "string" } }, optional: true },
      tags: { type: { kind: "list", element: { kind: "string" } } },
    },
  };
  const breaches = (value: Json) =>
    declarationBreaches(
      { clean: { function: "clean-orders", returns: { type } } },
      trace("airflow", [ran({ step: "clean", value })]),
    ).map(({ path, declared, actual }) => `${path.join(".")}: ${declared} / ${actual}`);

  test("what fits is quiet, also with more fields than declared", () => {
    expect(breaches({ records: 2.0, note: null, tags: ["a"], more: 1 })).toEqual([]);
    expect(breaches({ records: 1, tags: [] })).toEqual([]);
  });

  test("every place that breaks is named", () => {
    expect(breaches({ records: 1.5, note: 1, tags: ["a", null] })).toEqual([
      "records: integer / number",
      "note: string / number",
      "tags.1: string / null",
    ]);
    expect(breaches({ tags: {} })).toEqual(["records: integer / missing", "tags: list of string / object"]);
    expect(breaches("text")).toEqual([": object {records, note, tags} / string"]);
  });

  test("a caught step's value is its handler's, and not judged", () => {
    const caught = trace("airflow", [ran({ step: "clean", status: "caught", value: 1 })]);
    expect(declarationBreaches({ clean: { function: "f", returns: { type } } }, caught)).toEqual([]);
  });
});

test("cost: transitions, tasks, and the hours of an environment; what is unverified says so", () => {
  const cost = costOf({ ...run, units: 8 }, { ...run, units: 5 });
  expect(cost.stepFunctions.dollars).toBeCloseTo(0.0002, 10);
  expect(cost.airflow.tasks).toBe(5);
  expect(cost.airflow.runsForOneSmallEnvironment).toBe(Math.round((0.49 * 730) / 0.0002));
  expect(cost.airflow.environments.every(({ verified, source }) => verified && source.startsWith("https://"))).toBe(
    true,
  );
  expect(cost.airflow.serverless.verified).toBe(false);
  expect(costOf({ ...run, units: 0 }, run).airflow.runsForOneSmallEnvironment).toBe(0);
});
