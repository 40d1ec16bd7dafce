/** What steps of several kinds share. */
import * as z from "zod";
import { always, keyed, type Problem, strict } from "../keyed.ts";
import { errorNames } from "../retry.ts";
// A cycle: steps hold steps. It is followed only inside z.lazy, when every file has been read.
import { nonEmptySteps, type StepSpec, type StepsSpec, step, stepsSpec } from "../steps.ts";
import { json } from "../values.ts";

export const anyStep: z.ZodType<StepSpec> = z.lazy(() => step);
/** Steps of a block that may be empty: it does nothing. */
export const steps: z.ZodType<StepsSpec> = z.lazy(() => stepsSpec);
/** Steps of a block that both engines need at least one of. */
export const someSteps: z.ZodType<StepsSpec> = z.lazy(() => nonEmptySteps);

export const common = {
  title: z.string({ error: "text" }).meta({ description: "A short name, shown in both consoles." }).optional(),
  description: z.string({ error: "text" }).meta({ description: "What the step is for." }).optional(),
};
export const result = json("Reshapes the step's value, which is called `result` here.").optional();

const handler = strict("a catch entry", {
  errors: errorNames,
  steps,
}).meta({
  id: "Handler",
  description: "What to do after one of these errors. It sees `error`; its value becomes the step's value.",
});
const handlerName = z.string().check(
  always(function* (value): Iterable<Problem> {
    if (typeof value !== "string") return;
    yield {
      code: "not-yet",
      at: "value",
      message: "Handlers used by name come with a later version.",
      fix: "Write the handler out: - { errors: [States.ALL], steps: { … } }",
    };
  }),
);
const handlerEntry = keyed({ handler, handlerName }, (value) => ({
  option: typeof value === "string" ? "handlerName" : "handler",
}));
/** `catch`: where it may stand, see words.ts. */
export const catches = z
  .array(handlerEntry as typeof handler, { error: "a list of { errors, steps }" })
  .min(1, { error: "a list of at least one { errors, steps }" })
  .meta({ description: "What to do when the step has failed for good: the first entry that names the error." });
