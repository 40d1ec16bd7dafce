/** Scenarios: named runs with what must come out, the same on both engines. */
import * as z from "zod";
import type { Json } from "../../expressions/expression.ts";
import { strict } from "./keyed.ts";
import { idRule, named, scenarioRule } from "./names.ts";
import { errorName } from "./retry.ts";
import { json, oneOf, whole } from "./values.ts";

const count = (description: string) => whole({ min: 0, max: 1_000_000, what: "a whole number", description });

const expectation = strict("an expectation", {
  status: oneOf(["succeeded", "failed", "timedOut"], "How the run ends.").optional(),
  error: errorName.meta({ description: "The name of the error the run fails with." }).optional(),
  output: json(
    "A subset of the run's output: every field named here must be there with this value.",
  ).optional() as z.ZodOptional<z.ZodType<Json>>,
  attempts: named({
    rule: idRule,
    value: count("Calls; 0: the step does not run."),
    error: "a mapping from step ids to numbers of calls",
  })
    .meta({ description: "Calls per step, summed over map items; 0: the step does not run." })
    .optional(),
  order: z
    .array(z.string({ error: "a step id" }), { error: "a list of step ids" })
    .meta({ description: "Steps in the order in which they must start." })
    .optional(),
  objects: named({
    rule: idRule,
    what: "resource id",
    value: count("Objects."),
    error: "a mapping from bucket resources to numbers of objects",
  })
    .meta({ description: "Objects that the run leaves in a bucket." })
    .optional(),
}).meta({ id: "Expectation", description: "What must come out, on both engines." });

const scenario = strict("a scenario", {
  description: z.string({ error: "text" }).meta({ description: "What this run shows." }).optional(),
  input: (
    z.record(z.string(), z.unknown(), { error: "a mapping: the run's input" }) as unknown as z.ZodType<
      Record<string, Json>
    >
  )
    .meta({ description: "The run's input (default {}); absent fields get their defaults." })
    .optional(),
  faults: named({
    rule: idRule,
    value: z
      .array(errorName, { error: "a list of error names, one per try" })
      .min(1, { error: "a list of at least one error name" }),
    error: "a mapping from step ids to lists of error names",
  })
    .meta({ description: "Errors put in, one per try of the step; then the real call." })
    .optional(),
  expect: expectation.optional(),
}).meta({ id: "Scenario", description: "A run by name: an input and what must come out." });

export const scenariosSpec = named({
  rule: scenarioRule,
  value: scenario,
  error: "a mapping from scenario names to scenarios",
}).meta({
  description: "Runs by name, for `npm run compare -- <pipeline> --scenario <name>`.",
});
