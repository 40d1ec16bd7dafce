/** Each excuse covers exactly what it says: not without its code, not under another, and not one step beyond. */
import { describe, expect, test } from "vitest";
import { type LedgerCode, ledger } from "../../generators/ledger/catalogue.ts";
import { compare } from "../../runs/diff.ts";
import { type Sketch, sourceMap } from "../runs/fixtures.ts";
import type { Case } from "./case.ts";
import { cases } from "./cases.ts";

const codes = Object.keys(ledger) as LedgerCode[];

function compareAs(one: Case, code: string | undefined, runs: { left?: Case["left"]; right?: Case["right"] } = {}) {
  const steps = JSON.parse(
    JSON.stringify(one.steps).replaceAll('"$"', code === undefined ? "" : `"${code}"`),
  ) as Record<string, Sketch>;
  const map = sourceMap(steps, { ledger: one.run && code !== undefined ? [code] : [] });
  return compare({ map, left: runs.left ?? one.left, right: runs.right ?? one.right });
}

describe.each(cases.map((one, at) => ({ name: `${one.code} (${at})`, one })))("$name", ({ one }) => {
  test("explains the runs that it is for, and alone", () => {
    const comparison = compareAs(one, one.code);
    const all = [...comparison.run.differences, ...comparison.steps.flatMap(({ differences }) => differences)];
    expect(all.length).toBeGreaterThan(0);
    expect(all.filter(({ excusedBy }) => excusedBy !== one.code)).toEqual([]);
    expect(comparison.verdict).toBe("explained");
    expect(comparison.excuses).toEqual([{ code: one.code, predicted: expect.any(Number), used: all.length }]);
  });

  test("is needed", () => {
    expect(compareAs(one, undefined).verdict).toBe("unexplained");
  });

  test("no other entry, and no unknown code, does in its place", () => {
    const others = [...codes.filter((code) => code !== one.code), "LEDGER-NO-SUCH"];
    expect(others.filter((code) => compareAs(one, code).verdict !== "unexplained")).toEqual([]);
  });

  test.each(Object.entries(one.beyond))("does not cover %s", (_, runs) => {
    expect(compareAs(one, one.code, runs).verdict).toBe("unexplained");
  });
});

test("every entry that excuses something has a case, and every one that does not says so", () => {
  const tried = new Set<string>(cases.map(({ code }) => code));
  for (const code of codes) {
    const { rules, excuses } = ledger[code];
    expect([code, tried.has(code)]).toEqual([code, rules.length > 0]);
    if (rules.length === 0) expect(excuses).toMatch(/^Nothing/);
  }
});

test("an excuse that was predicted and not needed is counted", () => {
  const one = cases[0]!;
  const comparison = compareAs(one, one.code, { right: { ...one.left, engine: "airflow" } });
  expect(comparison.verdict).toBe("same");
  expect(comparison.excuses).toEqual([{ code: one.code, predicted: 4, used: 0 }]);
});
