/** `map: { items, as, steps }` runs its steps for every item of a list. */
import * as z from "zod";
import type { Json } from "../../../expressions/expression.ts";
import { strict } from "../keyed.ts";
import { idRule, name } from "../names.ts";
import { expression, whole } from "../values.ts";
import { catches, common, result, someSteps } from "./common.ts";

const items = z
  .union([expression("The list."), z.array(z.unknown() as z.ZodType<Json>)], {
    error: "one expression in ${…}, or a list",
  })
  .meta({ description: "The list to run over: one expression, or a list." });
export const mapStep = strict("a map step", {
  map: strict("a map", {
    items,
    as: name(idRule, "What the steps call the item; `index` counts from 0."),
    maxConcurrency: whole({
      min: 1,
      max: 40,
      what: "a whole number",
      description: "How many items at once. Step Functions runs at most 40 of an inline Map at once.",
    }).optional(),
    steps: someSteps,
  }).meta({ description: "The list, what its items are called, how many at once, and the steps for each." }),
  catch: catches.optional(),
  result,
  ...common,
}).meta({
  id: "MapStep",
  description: "Runs its steps for every item of a list; the value is the list of their values, in order.",
});
export type MapSpec = z.infer<typeof mapStep>;
