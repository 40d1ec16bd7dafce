/** Random specs: what compiles is right by every check that needs no engine, and compiling never crashes. */
import { expect, test } from "vitest";
import { lintPython } from "../../generators/airflow/format.ts";
import { compile } from "../../generators/compile.ts";
import { expressionsIn, invariantBreaches, validatorProblems } from "../golden/checks.ts";
import { randomSpec } from "./specs.ts";

const count = Number(process.env.RANDOM_SPECS ?? 10);
const first = Number(process.env.RANDOM_SEED ?? 1);

test(`${count} random specs compile to valid ASL and to Python in which ruff finds nothing`, {
  timeout: 600_000,
}, async () => {
  const { default: jsonata } = await import("jsonata");
  let compiledCount = 0;
  for (let seed = first; seed < first + count; seed++) {
    const text = randomSpec(`r${seed}`, seed, 3);
    const { compiled, diagnostics } = compile({ file: `r${seed}.yaml`, text });
    const problems = diagnostics.all.filter(
      ({ severity, code }) => severity === "error" && code !== "unreachable-step",
    );
    expect(
      problems.map(({ code, message }) => `${seed} ${code}: ${message}`),
      text,
    ).toEqual([]);
    if (!compiled) continue;
    compiledCount++;
    expect(await validatorProblems(compiled.asl), text).toEqual([]);
    for (const expression of expressionsIn(compiled.asl)) expect(() => jsonata(expression), expression).not.toThrow();
    expect(lintPython(compiled.dag), `${text}\n${compiled.dag}`).toEqual([]);
    expect(invariantBreaches(compiled), text).toEqual([]);
  }
  expect(compiledCount).toBeGreaterThan(count * 0.8);
});
