/** Compiles single expressions for tests, and evaluates what comes out the way both engines do. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import jsonata from "jsonata";
import { Diagnostics } from "../../diagnostics/diagnostic.ts";
import { compileExpression } from "../../generators/expressions/compile.ts";
import type { Expression, Json, Scope, Spell } from "../../generators/expressions/expression.ts";
import { type Helper, helperNames, helperSource } from "../../generators/expressions/helpers.ts";
import { toJsonata } from "../../generators/expressions/jsonata.ts";
import { toPython } from "../../generators/expressions/python.ts";
import type { Type } from "../../generators/expressions/types.ts";

export type Compiled = {
  readonly expression: Expression;
  readonly diagnostics: Diagnostics;
  /** Codes of the diagnostics, in order. */
  readonly codes: readonly string[];
};

export const scopeOf = (types: Readonly<Record<string, Type>>): Scope =>
  new Map(Object.entries(types).map(([name, type]) => [name, { type }]));

export const spellJsonata: Spell = (path) => ({ code: `$${path[0]}`, used: 1 });
export const spellPython: Spell = (path) => ({ code: path[0]!, used: 1 });

export function compile(source: string, types: Readonly<Record<string, Type>>, condition = false): Compiled {
  const diagnostics = new Diagnostics("test.yaml");
  const locate = (start: number, end: number) => [start, end] as const;
  const expression = compileExpression({ source, scope: scopeOf(types), diagnostics, locate, condition });
  return { expression, diagnostics, codes: diagnostics.all.map((diagnostic) => diagnostic.code) };
}

export const jsonataOf = (compiled: Compiled): string => toJsonata(compiled.expression, spellJsonata);
export const pythonOf = (compiled: Compiled): string => toPython(compiled.expression, spellPython).code;
export const helpersOf = (compiled: Compiled): Helper[] => [...toPython(compiled.expression, spellPython).helpers];

/** What one engine made of an expression. Any failure is the same: States.QueryEvaluationError. */
export type Outcome = { readonly ok: Json } | { readonly error: string };

export type Variables = Readonly<Record<string, Json>>;

/** As Step Functions evaluates: no context, variables bound, `$parse` added, an undefined result is an error. */
export async function runJsonata(code: string, variables: Variables): Promise<Outcome> {
  const bindings: Record<string, unknown> = { parse: (text: string) => JSON.parse(text) };
  for (const [name, value] of Object.entries(variables)) bindings[name] = structuredClone(value);
  try {
    const result: unknown = await jsonata(code).evaluate(undefined, bindings);
    if (result === undefined) return { error: "undefined" };
    return { ok: JSON.parse(JSON.stringify(result)) as Json };
  } catch (error) {
    const { code: name, message } = error as { code?: string; message?: string };
    return { error: `${name ?? "error"}: ${message ?? ""}`.slice(0, 120) };
  }
}

/** The first Python of at least 3.10 on the PATH, if there is one. */
export function findPython(): string | undefined {
  const wanted = process.env.PARALLAX_TEST_PYTHON;
  return [
    ...(wanted ? [wanted] : []),
    "python3",
    "python3.13",
    "python3.12",
    "python3.11",
    "python3.10",
    "python",
  ].find((name) => spawnSync(name, ["-c", "import sys; sys.exit(sys.version_info < (3, 10))"]).status === 0);
}

export type Case = { readonly code: string; readonly variables: Variables };

const runner = readFileSync(new URL("run_cases.py", import.meta.url), "utf8");

/** Evaluates all cases in one process, with every helper defined. */
export function runPython(python: string, cases: readonly Case[]): readonly Outcome[] {
  const { source, imports } = helperSource(helperNames);
  const input = JSON.stringify({ prelude: `${imports.join("\n")}\nimport math\n${source}`, cases });
  const result = spawnSync(python, ["-c", runner], { input, maxBuffer: 1 << 30, encoding: "utf8" });
  if (result.status !== 0) throw new Error(result.stderr.slice(-2000));
  return JSON.parse(result.stdout) as Outcome[];
}

/** One spelling for equal JSON: keys sorted, 2.0 is 2, no negative zero. */
export function canonical(outcome: Outcome): string {
  return "error" in outcome ? "error" : canonicalJson(outcome.ok);
}

function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(",")}}`;
  }
  return Object.is(value, -0) ? "0" : JSON.stringify(value);
}
