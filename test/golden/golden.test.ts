/**
 * Golden files: what the compiler makes of each construct and of each shipped pipeline, as real .asl.json and .py files.
 * They change only with a reason in the commit: `npm run golden` writes them anew.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { outputsOf } from "../../cli/project.ts";
import { lintPython } from "../../generators/airflow/format.ts";
import { type Compiled, compile } from "../../generators/compile.ts";
import { expressionsIn, invariantBreaches, validatorProblems } from "./checks.ts";

const constructs = path.join(import.meta.dirname, "constructs");
const update = process.env.UPDATE_GOLDEN === "1";

function compileFile(file: string): Compiled {
  const { compiled, diagnostics } = compile({ file: path.relative(process.cwd(), file), text: readFileSync(file, "utf8") });
  if (!compiled) throw new Error(diagnostics.all.map(({ code, message }) => `${code}: ${message}`).join("\n"));
  return compiled;
}

const specs = (folder: string) => readdirSync(folder).filter((file) => file.endsWith(".yaml"));
const golden = specs(constructs).map((file) => {
  const name = file.replace(".yaml", "");
  return { name, spec: path.join(constructs, file), asl: path.join(constructs, `${name}.asl.json`), dag: path.join(constructs, `${name}.py`) };
});
const shipped = specs("pipelines").map((file) => {
  const name = file.replace(".yaml", "");
  return { name, spec: path.join("pipelines", file), ...outputsOf(name) };
});

describe.each([...golden, ...shipped])("$name", ({ name, spec, asl, dag }) => {
  const compiled = compileFile(spec);

  test("is what the golden files say", () => {
    if (update) {
      writeFileSync(asl, compiled.asl);
      writeFileSync(dag, compiled.dag);
    }
    expect(compiled.asl).toBe(existsSync(asl) ? readFileSync(asl, "utf8") : "");
    expect(compiled.dag).toBe(existsSync(dag) ? readFileSync(dag, "utf8") : "");
  });

  test("is ASL that asl-validator accepts, and every expression parses as JSONata 2.0.6", async () => {
    expect(await validatorProblems(compiled.asl)).toEqual([]);
    const { default: jsonata } = await import("jsonata");
    for (const expression of expressionsIn(compiled.asl)) expect(() => jsonata(expression), expression).not.toThrow();
  });

  test("is Python in which ruff finds nothing", () => {
    expect(lintPython(compiled.dag)).toEqual([]);
    expect(compiled.dag.split("\n").filter((line) => line.length > 100 && !line.endsWith("# noqa: E501"))).toEqual([]);
  });

  test("keeps the invariant: a step X is the state X and the task X", () => {
    expect(invariantBreaches(compiled)).toEqual([]);
  });

  test("compiles to the same bytes again", () => {
    const again = compileFile(spec);
    expect([again.asl, again.dag, JSON.stringify(again.map)]).toEqual([compiled.asl, compiled.dag, JSON.stringify(compiled.map)]);
    expect(name).toBe(compiled.pipeline.name);
  });
});

test("no golden file is left over", () => {
  const expected = golden.flatMap(({ spec, asl, dag }) => [spec, asl, dag]).map((file) => path.basename(file));
  expect(readdirSync(constructs).sort()).toEqual(expected.sort());
});
