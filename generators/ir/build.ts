/** A checked document becomes the IR: scopes resolved, types inferred, every rule of names and flow checked. */
import type { Diagnostics } from "../../diagnostics/diagnostic.ts";
import { objectOf, stringType } from "../expressions/types.ts";
import { durationSeconds } from "../spec/duration.ts";
import type { SpecDocument } from "../spec/read.ts";
import { buildBlock } from "./block.ts";
import { mismatches } from "./check-json.ts";
import { type Frame, name, withNames } from "./frame.ts";
import { checkFunctionTexts } from "./function-texts.ts";
import { buildFunctions, buildResources, defaultFunction } from "./functions.ts";
import { collectIds } from "./ids.ts";
import { explainUnknownNames } from "./out-of-scope.ts";
import { buildScenarios } from "./scenarios.ts";
import { fieldOf } from "./spec-types.ts";
import type { Block, InputField, LambdaStep, Pipeline, Resource } from "./types.ts";
import { typeOfValue, valueAt, variesOfValue } from "./value.ts";
import { stepsOf, succeedsOf } from "./walk.ts";

/** Builds the pipeline, reporting every problem; the result is only fit for the emitters when none is an error. */
export function buildPipeline(document: SpecDocument, diagnostics: Diagnostics): Pipeline {
  const { spec } = document;
  const input = buildInput(document, diagnostics);
  const resources = buildResources(document);
  const functions = buildFunctions(document);
  const frame: Frame = {
    document,
    diagnostics,
    ids: collectIds(document, diagnostics),
    functions,
    names: roots(input, resources),
    within: [],
  };
  checkFunctionTexts(frame, resources);
  const body = buildBlock(frame, spec.steps, ["steps"]);
  const output = spec.output === undefined ? undefined : buildOutput(frame, body);
  if (output && !body.falls)
    diagnostics.add("output-never-worked-out", document.keyRange(["output"]), "No run reaches the end of the steps.");
  explainUnknownNames(frame);
  const called = functionsCalled(document, body, functions);
  for (const [id, { range }] of functions) {
    if (!called.some((known) => known.name === id))
      diagnostics.add("unused-function", range, `No step calls \`${id}\`.`);
  }
  const early = succeedsOf(body);
  const last = body.steps.at(-1);
  return {
    name: spec.name,
    description: (spec.description ?? "").trim(),
    file: document.file,
    ...(spec.timeout === undefined ? {} : { timeout: durationSeconds(spec.timeout) ?? 0 }),
    input,
    functions: called,
    resources,
    body,
    ...(output && body.falls ? { output: output.value } : {}),
    outputType: output?.type ?? last?.type ?? { kind: "null" },
    outputVaries: [...(output?.varies ?? body.varies), ...early.flatMap((step) => step.varies)],
    scenarios: buildScenarios(frame, { input, resources }),
    stepFunctions: {
      type: "STANDARD",
      ...(spec.stepFunctions?.tags === undefined ? {} : { tags: spec.stepFunctions.tags }),
    },
    airflow: {
      tags: spec.airflow?.tags ?? ["parallax"],
      ...(spec.airflow?.retries === undefined ? {} : { retries: spec.airflow.retries }),
      ...(spec.airflow?.retryDelay === undefined ? {} : { retryDelay: durationSeconds(spec.airflow.retryDelay) ?? 0 }),
      ...(spec.airflow?.owner === undefined ? {} : { owner: spec.airflow.owner }),
    },
  };
}

function buildInput(document: SpecDocument, diagnostics: Diagnostics): readonly InputField[] {
  return Object.entries(document.spec.input ?? {}).map(([field, spec]) => {
    const declared = fieldOf(spec);
    const range = document.keyRange(["input", field]);
    if (declared.default !== undefined) {
      for (const { path, message } of mismatches(declared.default, declared.type)) {
        const at = document.range(["input", field, "default", ...path]);
        diagnostics.add("default-invalid", at, `The default of \`${[field, ...path].join(".")}\` ${message}.`);
      }
    }
    return { name: field, ...declared, range };
  });
}

/** The names that every step can read. */
function roots(input: readonly InputField[], resources: readonly Resource[]): Frame["names"] {
  // A default makes a field present; unknown fields pass through but cannot be named.
  const fields = Object.fromEntries(
    input.map(({ name: field, type, optional }) => [field, { type, ...(optional ? { optional } : {}) }]),
  );
  const text = { type: stringType };
  const run = objectOf({ id: text, startedAt: text, slug: text });
  const resource = Object.fromEntries(resources.map(({ id }) => [id, { type: objectOf({ name: text, arn: text }) }]));
  return new Map([
    ["input", name(objectOf(fields))],
    ["run", name(run, [["id"], ["startedAt"], ["slug"]])],
    ["resources", name(objectOf(resource))],
  ]);
}

function buildOutput(frame: Frame, body: Block) {
  const names = Object.fromEntries(body.steps.map((step) => [step.id, name(step.type, step.varies)]));
  const inner = withNames(frame, names);
  const value = valueAt(inner, ["output"]);
  return { value, type: typeOfValue(value), varies: variesOfValue(inner, value) };
}

/** The functions that steps call, declared or by default, each once, in the order of the file. */
function functionsCalled(
  document: SpecDocument,
  body: Block,
  declared: ReadonlyMap<string, Pipeline["functions"][number]>,
): Pipeline["functions"] {
  const steps = [...stepsOf(body)].filter((step): step is LambdaStep => step.kind === "lambda");
  const called = new Map(steps.map((step) => [step.function, step]));
  return [...called].map(
    ([id, step]) => declared.get(id) ?? defaultFunction(id, document.range([...step.path, "lambda"])),
  );
}
