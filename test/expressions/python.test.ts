/**
 * What needs a Python of at least 3.10 on the PATH: the traps, the corpus and random cases must give the same on
 * JSONata and in Python. Without one this file is skipped and says so.
 */
import { describe, expect, it } from "vitest";
import { data, declared, expressions, undeclared } from "./corpus.ts";
import { type Engine, jsonataEngine, runRandomCases } from "./random-cases.ts";
import { canonical, compile, findPython, jsonataOf, pythonOf, runJsonata, runPython } from "./support.ts";
import { trapData, traps } from "./traps.ts";

const python = findPython();
if (python === undefined)
  console.warn("No Python 3.10 or later on the PATH: test/expressions/python.test.ts is skipped.");

describe.skipIf(python === undefined)("JSONata and Python agree on", () => {
  it("the traps", () => {
    const outcomes = runPython(
      python!,
      traps.map((trap) => ({ code: trap.python, variables: trapData })),
    );
    const given = traps.map((trap, index) => [trap.trap, canonical(outcomes[index]!)]);
    const wanted = traps.map((trap) => [trap.trap, trap.value === undefined ? "error" : canonical({ ok: trap.value })]);
    expect(given).toEqual(wanted);
  });

  it("the corpus", { timeout: 30_000 }, async () => {
    const rows = expressions.flatMap((source) =>
      [declared, undeclared]
        .map((types) => ({ source, compiled: compile(source, types) }))
        .filter(({ compiled }) => compiled.codes.length === 0)
        .map(({ compiled }) => ({ source, jsonata: jsonataOf(compiled), python: pythonOf(compiled), compiled })),
    );
    expect(rows.length).toBeGreaterThan(600);
    const outcomes = runPython(
      python!,
      rows.map((row) => ({ code: row.python, variables: data })),
    );
    const differences: unknown[] = [];
    for (const [index, row] of rows.entries()) {
      const [left, right] = [canonical(await runJsonata(row.jsonata, data)), canonical(outcomes[index]!)];
      const surprise = left === "error" && !row.compiled.expression.fallible;
      if (left !== right || surprise) differences.push({ ...row, compiled: undefined, left, right });
    }
    expect(differences).toEqual([]);
  });

  it("3,000 random expressions", { timeout: 60_000 }, async () => {
    const inPython: Engine = { name: "python", language: "python", run: (cases) => runPython(python!, cases) };
    const report = await runRandomCases({ count: 3000, seed: 1, engines: [jsonataEngine, inPython] });
    expect(report.differences.slice(0, 3)).toEqual([]);
    expect(report.surprises.slice(0, 3)).toEqual([]);
    expect(report.cases).toBeGreaterThan(2800);
    expect(report.failed).toBeLessThan(report.cases / 3);
  });
});
