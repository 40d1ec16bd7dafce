import { describe, expect, test } from "vitest";
import { batchExitCode, batchJson, batchText } from "../../report/batch.ts";
import { jsonReport } from "../../report/json.ts";
import { terminalReport, wantsColour } from "../../report/terminal.ts";
import { timelineOf } from "../../report/timeline.ts";
import { durationText } from "../../report/words.ts";
import { compare } from "../../runs/diff.ts";
import { ran, trace } from "../runs/fixtures.ts";
import { failedItem, invalid, transient } from "./examples.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are what is looked for
const escapes = /\u001b\[/;

describe("terminal", () => {
  test("retries side by side, with the ledger entry that explains them", () => {
    const text = terminalReport(transient());
    expect(text).toMatch(/summarize_report +✓ 3 tries · 6\.1 s +✓ 3 tries · 7\.1 s +explained/);
    expect(text).toMatch(/ {4}handle_failure +– not run +– not run +same/);
    expect(text).toContain("LEDGER-EARLIER-ERRORS  The errors of earlier tries are not kept");
    expect(text).toContain("LEDGER-RETRY-JITTER");
    expect(text).toContain("Declared to vary, so only presence and type were compared: clean_orders.cleaned_at");
    expect(text).toContain("✓ What transient expects is met on both engines.");
    expect(text).toContain("http://127.0.0.1:8080/dags/demo/runs/demo-1");
  });

  test("items that did alike share a row", () => {
    const text = terminalReport(failedItem());
    expect(text).toMatch(/clean_dataset\[0–2\] +✓ 500 ms/);
    expect(text).toMatch(/summarize_dataset\[2–3\] +– not run +✓ 500 ms +explained/);
  });

  test("a bug is loud: where, both values, what was expected, which function lied", () => {
    const text = terminalReport(failedItem({ bug: true }));
    expect(text).toMatch(/clean_dataset\[0\] .*DIFFERENT/);
    expect(text).toContain('clean_dataset[0] value.status: "cleaned" ≠ "cleaned "');
    expect(text).toContain("emit_execution_summary was tried 0 times, not once");
    expect(text).toContain(
      "generate-datasets broke its declared type (Airflow): generate_datasets.datasets is list, declared integer",
    );
    expect(text).toContain("Different and unexplained: 1 step differs. This is a bug.");
  });

  test("an engine fault gives no verdict on anything", () => {
    const text = terminalReport(invalid());
    expect(text).toContain("! airflow: task clean_orders failed without an error of its own");
    expect(text).toContain("No verdict");
    expect(text).not.toMatch(/DIFFERENT|explained|same$/m);
  });

  test("no line of the table is wider than the terminal, down to 60 columns", () => {
    for (const width of [60, 80, 100, 140]) {
      const lines = terminalReport(failedItem(), { width }).split("\n");
      const table = lines.slice(
        lines.findIndex((line) => line.startsWith("  step")),
        lines.findIndex((line) => line.startsWith("  run")) + 1,
      );
      expect(Math.max(...table.map((line) => [...line].length))).toBeLessThanOrEqual(width);
    }
  });

  test("signs take the place of words before durations go", () => {
    expect(terminalReport(failedItem(), { width: 100 })).toMatch(/report +✗ Exception · 2\.0 s +✗ Exception · 2\.0 s/);
    expect(terminalReport(failedItem(), { width: 80 })).toMatch(/run +✗ Exception 3\.1 s +✗ Exception 5\.0 s +same/);
    expect(terminalReport(failedItem(), { width: 60 })).toMatch(/run +✗ Exception +✗ Exception +same/);
  });

  test("colours only when asked for, and laid out the same with them", () => {
    expect(terminalReport(transient())).not.toMatch(escapes);
    const coloured = terminalReport(transient(), { colour: true });
    expect(coloured).toMatch(escapes);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are what is taken away
    expect(coloured.replace(/\u001b\[\d+m/g, "")).toBe(terminalReport(transient()));
    expect(wantsColour({ isTTY: true }, {})).toBe(true);
    expect(wantsColour({ isTTY: true }, { NO_COLOR: "1" })).toBe(false);
    expect(wantsColour({ isTTY: true }, { TERM: "dumb" })).toBe(false);
    expect(wantsColour({}, {})).toBe(false);
  });

  test("control characters of the data do not reach the terminal", () => {
    const one = transient();
    const evil = "\u001b[2J\u009b31m";
    const right = trace("airflow", [ran({ step: "clean_orders", status: "failed", error: evil, value: evil })], {
      pipeline: "retry-report",
    });
    const comparison = compare({ map: one.map, left: one.left, right });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there
    expect(terminalReport({ ...one, right, comparison })).not.toMatch(/[\u001b\u009b]/);
  });
});

test("times that an engine did not tell are left out, and nothing is NaN", () => {
  const one = transient();
  const unknown = one.right.steps.map((step) => ({
    ...step,
    attempts: step.attempts.map((each) => ({ ...each, start: "", end: "" })),
  }));
  const right = { ...one.right, steps: unknown, end: "" };
  const comparison = compare({ map: one.map, left: one.left, right });
  expect(comparison.verdict).toBe("explained");
  expect(terminalReport({ ...one, right, comparison })).not.toContain("NaN");
  expect(JSON.stringify(timelineOf(comparison.steps, one.left, right))).not.toContain("null");
});

test.each([
  [0, "0 ms"],
  [994, "994 ms"],
  [999, "1.0 s"],
  [59_949, "59.9 s"],
  [59_999, "1 min 0 s"],
  [125_000, "2 min 5 s"],
  [7_260_000, "2 h 1 min"],
])("%i ms is %s", (milliseconds, text) => expect(durationText(milliseconds)).toBe(text));

test("the JSON document is versioned, whole, and survives JSON", () => {
  const document = jsonReport(failedItem({ bug: true }));
  expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  expect(document).toMatchObject({
    version: 1,
    pipeline: "parallel-map-report",
    scenario: "bug",
    verdict: "unexplained",
    exitCode: 4,
  });
  const different = document.steps.filter(({ verdict }) => verdict === "unexplained");
  expect(different).toEqual([
    expect.objectContaining({
      step: "clean_dataset",
      indexes: [0],
      differences: [expect.objectContaining({ field: "value", path: ["status"] })],
    }),
  ]);
  expect(document.ledger.excused.map(({ code }) => code)).toEqual(["LEDGER-SIBLINGS"]);
  expect(document.runs.airflow.steps.length).toBeGreaterThan(0);
});

describe("many scenarios", () => {
  const missing = { pipeline: "hello", scenario: "happy", problem: "cannot reach Airflow", exitCode: 3 };
  const items = [transient(), failedItem(), failedItem({ bug: true }), invalid(), missing];

  test("a line for each, and totals", () => {
    const text = batchText(items, { width: 120 });
    expect(text).toMatch(/retry-report · transient +explained +as expected/);
    expect(text).toMatch(
      /parallel-map-report · bug +unexplained +NOT as expected +clean_dataset\[0\] value: different values/,
    );
    expect(text).toMatch(/hello · happy +no run +cannot reach Airflow/);
    expect(text).toContain("5 scenarios: 2 explained, 1 unexplained, 1 invalid, 1 without a run, 1 not as expected");
  });

  test("exit codes: a difference before a fault before nothing", () => {
    expect(batchExitCode(items)).toBe(4);
    expect(batchExitCode([transient(), missing])).toBe(3);
    expect(batchExitCode([transient()])).toBe(0);
    expect(batchExitCode([])).toBe(0);
  });

  test("the same as JSON", () => {
    const document = batchJson(items);
    expect(document.totals).toEqual({
      scenarios: 5,
      same: 0,
      explained: 2,
      unexplained: 1,
      invalid: 1,
      problems: 1,
      unmet: 1,
    });
    expect(document.scenarios.map(({ verdict, expected, exitCode }) => [verdict, expected, exitCode])).toEqual([
      ["explained", true, 0],
      ["explained", true, 0],
      ["unexplained", false, 4],
      ["invalid", null, 3],
      [null, null, 3],
    ]);
  });
});
