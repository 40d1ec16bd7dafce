import { describe, expect, test } from "vitest";
import { explain } from "../../cli/explain.ts";
import { catalogue } from "../../diagnostics/catalogue.ts";
import { ledger } from "../../generators/ledger/catalogue.ts";

describe("one code", () => {
  test("a diagnostic, whatever its letter case", () => {
    const { text, exitCode } = explain("BAD-ID");
    expect(exitCode).toBe(0);
    expect(text).toMatch(
      /^bad-id \(error\): A step id or branch name of the wrong form\n\nWhy: .*\nWhat to do: Rename it\.\n$/s,
    );
  });

  test.each(Object.keys(ledger))("%s is explained for both engines", (code) => {
    const { text, exitCode } = explain(code);
    expect(exitCode).toBe(0);
    expect(text).toMatch(new RegExp(`^${code} \\(a known difference\\): `));
    for (const label of ["Why: ", "Step Functions: ", "Airflow: ", "What a comparison excuses: "])
      expect(text).toContain(`\n${label}`);
  });

  test("lines are at most 100 characters", () => {
    for (const code of [...Object.keys(catalogue), ...Object.keys(ledger)]) {
      const [, ...lines] = explain(code).text.split("\n");
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
    }
  });

  test("JSON is versioned", () => {
    expect(JSON.parse(explain("bad-id", { json: true }).text)).toMatchObject({
      version: 1,
      code: "bad-id",
      kind: "diagnostic",
      severity: "error",
    });
  });
});

test("an unknown code gets a suggestion and exit code 2", () => {
  expect(explain("bad-idd")).toEqual({ text: "There is no code bad-idd. Did you mean `bad-id`?\n", exitCode: 2 });
  expect(explain("toString").exitCode).toBe(2);
  expect(JSON.parse(explain("zzzzzz", { json: true }).text).error).toContain("all of them are listed");
});

test("without a code, all are listed", () => {
  const { text, exitCode } = explain(undefined);
  expect(exitCode).toBe(0);
  for (const code of [...Object.keys(catalogue), ...Object.keys(ledger)]) expect(text).toContain(`  ${code} `);
  expect(JSON.parse(explain(undefined, { json: true }).text).codes).toContain("bad-id");
});
