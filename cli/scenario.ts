/** Which runs `compare` makes: a scenario of the spec, all of them, or an input given by hand. */
import { readFileSync } from "node:fs";
import { didYouMean } from "../diagnostics/suggest.ts";
import type { Json } from "../generators/expressions/expression.ts";
import { inputMismatches } from "../generators/ir/check-json.ts";
import type { Expectation, Pipeline } from "../generators/ir/types.ts";
import { UsageProblem } from "./problem.ts";

export type Run = { readonly scenario?: string; readonly input: Json; readonly expect?: Expectation };

export type RunOptions = { readonly scenario?: string; readonly input?: string; readonly all?: boolean };

/**
 * The runs to make. Without an option it is the pipeline's first scenario, or an empty input where it has none.
 * @throws UsageProblem for a scenario that does not exist and an input that breaks the declared types
 */
export function chooseRuns(pipeline: Pipeline, options: RunOptions): readonly Run[] {
  if (options.input !== undefined) {
    if (options.scenario !== undefined || options.all)
      throw new UsageProblem("--input goes with neither --scenario nor --all.");
    const input = parseInput(options.input);
    checkInput(pipeline, input);
    return [{ input }];
  }
  const { scenarios } = pipeline;
  if (options.all) {
    if (options.scenario !== undefined) throw new UsageProblem("--all and --scenario exclude each other.");
    return scenarios.length > 0 ? scenarios.map(toRun) : [defaultRun(pipeline)];
  }
  if (options.scenario === undefined) return [scenarios[0] ? toRun(scenarios[0]) : defaultRun(pipeline)];
  const names = scenarios.map(({ name }) => name);
  const found = scenarios.find(({ name }) => name === options.scenario);
  if (found) return [toRun(found)];
  const known = names.length === 0 ? `${pipeline.name} has no scenarios.` : `There are: ${names.join(", ")}.`;
  throw new UsageProblem(
    `${pipeline.name} has no scenario \`${options.scenario}\`.`,
    didYouMean(options.scenario, names) ?? known,
  );
}

function toRun({ name, input, expect }: Pipeline["scenarios"][number]): Run {
  return { scenario: name, input, ...(expect === undefined ? {} : { expect }) };
}

function defaultRun(pipeline: Pipeline): Run {
  checkInput(pipeline, {}, "Give one: --input '{…}', or write a scenario. Neither engine was started.");
  return { input: {} };
}

function parseInput(text: string): Json {
  const source = text.startsWith("@") ? readInputFile(text.slice(1)) : text;
  let input: Json;
  try {
    input = JSON.parse(source) as Json;
  } catch (error) {
    const fix = `Write it like --input '{"source": "demo"}', or name a file: --input @input.json.`;
    throw new UsageProblem(`The input is not JSON: ${(error as Error).message}.`, fix);
  }
  const number = inexactNumber(input);
  if (number === undefined) return input;
  throw new UsageProblem(
    `The input holds a number that JSON cannot carry exactly (about ${number}).`,
    "Write a long id as a text, in quotes.",
  );
}

/** A number that lost digits when it was read: both engines would lose them too, each in its own way (expressions.md T16). */
function inexactNumber(value: Json): number | undefined {
  if (typeof value === "number")
    return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value)) ? undefined : value;
  if (value === null || typeof value !== "object") return undefined;
  for (const inner of Object.values(value)) {
    const found = inexactNumber(inner);
    if (found !== undefined) return found;
  }
  return undefined;
}

function readInputFile(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === "ENOENT" ? "does not exist" : "cannot be read";
    throw new UsageProblem(
      `The input file ${file || "after --input @"} ${why}.`,
      "Name a file that holds JSON: --input @input.json.",
    );
  }
}

/** Refused before either engine starts: they would refuse it in two different ways. */
function checkInput(pipeline: Pipeline, input: Json, fix = "Mend the input. Neither engine was started."): void {
  const wrong = inputMismatches(input, pipeline.input);
  if (wrong.length === 0) return;
  const lines = wrong.map(({ path, message }) => `  ${["input", ...path].join(".")} ${message}`);
  throw new UsageProblem(`The input breaks the types that ${pipeline.file} declares:\n${lines.join("\n")}`, fix);
}
