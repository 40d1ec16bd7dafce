/** The whole file: what a pipeline spec may hold. The one source of the types, the checks and the editors' schema. */
import * as z from "zod";
import type { Json } from "../../expressions/expression.ts";
import { functionsSpec } from "./functions.ts";
import { strict } from "./keyed.ts";
import { name, pipelineRule } from "./names.ts";
import { resourcesSpec } from "./resources.ts";
import { scenariosSpec } from "./scenarios.ts";
import { nonEmptySteps } from "./steps.ts";
import { inputSpec } from "./types.ts";
import { duration, json, oneOf, text, whole } from "./values.ts";

const tags = z
  .record(z.string(), z.string({ error: "text" }), { error: "a mapping from tags to text" })
  .meta({ description: "Tags of the state machine." });

export const pipelineSpec = strict("a pipeline", {
  name: name(pipelineRule, "The pipeline's name; the file is called <name>.yaml."),
  description: z
    .string({ error: "text" })
    .meta({ description: "What the pipeline is for, in a sentence or two." })
    .optional(),
  input: inputSpec.optional(),
  functions: functionsSpec.optional(),
  resources: resourcesSpec.optional(),
  steps: nonEmptySteps,
  output: json("The run's output (default: the last step's value).").optional() as z.ZodOptional<z.ZodType<Json>>,
  timeout: duration("The longest a run may take; then it fails with States.Timeout.").optional(),
  stepFunctions: strict("the Step Functions settings", {
    type: oneOf(["STANDARD", "EXPRESS"], "The type of the state machine (default STANDARD).").optional(),
    tags: tags.optional(),
  })
    .meta({ description: "What only Step Functions needs to know." })
    .optional(),
  airflow: strict("the Airflow settings", {
    tags: z
      .array(text("text", "A tag."), { error: "a list of tags" })
      .meta({ description: "Tags of the DAG." })
      .optional(),
    retries: whole({
      min: 0,
      max: 100,
      what: "a whole number",
      description: "default_args: how often a task without rules of its own is tried again.",
    }).optional(),
    retryDelay: duration("default_args: the wait before each of those retries.").optional(),
    owner: text("text", "default_args: who owns the DAG.").optional(),
  })
    .meta({ description: "What only Airflow needs to know." })
    .optional(),
  scenarios: scenariosSpec.optional(),
}).meta({
  title: "Parallax pipeline",
  description: "One pipeline, compiled into an AWS Step Functions state machine and an Airflow DAG.",
});

/** A checked spec, still in the shape of the YAML, so that every path in it is a path in the file. */
export type PipelineSpec = z.infer<typeof pipelineSpec>;
