/** Makes random cases, runs them on every engine there is and tells where these differ. */

import { randomFrom } from "./random.ts";
import { randomData, types } from "./random-data.ts";
import { type Kind, randomExpression } from "./random-expression.ts";
import { type Case, canonical, compile, jsonataOf, type Outcome, pythonOf, runJsonata } from "./support.ts";

const kinds: readonly Kind[] = [
  "number",
  "integer",
  "text",
  "condition",
  "numbers",
  "texts",
  "nested",
  "items",
  "object",
  "unknown",
];

export type Difference = {
  readonly source: string;
  readonly jsonata: string;
  readonly python: string;
  readonly variables: Case["variables"];
  readonly outcomes: Readonly<Record<string, Outcome>>;
};

export type Report = {
  readonly cases: number;
  /** Expressions that the compiler refused, by code. */
  readonly refused: Readonly<Record<string, number>>;
  /** Cases in which every engine failed. */
  readonly failed: number;
  /** Shortest expression first. */
  readonly differences: readonly Difference[];
  /** Expressions that failed although they were said not to. */
  readonly surprises: readonly Difference[];
};

export type Engine = {
  readonly name: string;
  readonly language: "jsonata" | "python";
  readonly run: (cases: readonly Case[]) => Promise<readonly Outcome[]> | readonly Outcome[];
};

export const jsonataEngine: Engine = {
  name: "jsonata",
  language: "jsonata",
  run: (cases) => Promise.all(cases.map(({ code, variables }) => runJsonata(code, variables))),
};

/** Runs `count` cases; one expression and its variables per case. */
export async function runRandomCases(options: {
  count: number;
  seed: number;
  engines: readonly Engine[];
}): Promise<Report> {
  const refused: Record<string, number> = {};
  const made: { source: string; jsonata: string; python: string; variables: Case["variables"]; fallible: boolean }[] =
    [];
  for (let index = 0; index < options.count; index++) {
    const random = randomFrom(options.seed * 1_000_003 + index);
    const source = randomExpression(random, random.pick(kinds), 1 + random.int(4));
    const variables = randomData(random);
    const compiled = compile(source, types);
    const code = compiled.codes[0];
    if (code !== undefined) refused[code] = (refused[code] ?? 0) + 1;
    else
      made.push({
        source,
        jsonata: jsonataOf(compiled),
        python: pythonOf(compiled),
        variables,
        fallible: compiled.expression.fallible,
      });
  }
  const outcomes = new Map<string, readonly Outcome[]>();
  for (const engine of options.engines) {
    outcomes.set(
      engine.name,
      await engine.run(made.map((each) => ({ code: each[engine.language], variables: each.variables }))),
    );
  }
  const differences: Difference[] = [];
  const surprises: Difference[] = [];
  let failed = 0;
  made.forEach((each, index) => {
    const results = Object.fromEntries([...outcomes].map(([name, list]) => [name, list[index]!]));
    const texts = new Set(Object.values(results).map(canonical));
    const { source, jsonata, python, variables } = each;
    const found = { source, jsonata, python, variables, outcomes: results };
    if (texts.size > 1) differences.push(found);
    else if (texts.has("error")) {
      failed++;
      if (!each.fallible) surprises.push(found);
    }
  });
  const byLength = (list: Difference[]): Difference[] => list.sort((a, b) => a.source.length - b.source.length);
  return { cases: made.length, refused, failed, differences: byLength(differences), surprises: byLength(surprises) };
}
