/** `choice: [{ when, steps }, …]` takes the first rule whose condition holds. */
import * as z from "zod";
import { always, isMapping, keyed, type Problem, strict } from "../keyed.ts";
import { expression } from "../values.ts";
import { common, result, steps } from "./common.ts";

const choiceRule = strict("a choice rule", { when: expression("The condition."), steps }).meta({
  description: "Taken when the condition holds and none before it did.",
});
const defaultBlock = strict("a block", { steps: steps.optional() }).nullable();
const choiceDefault = strict("the default of a choice", {
  default: defaultBlock.meta({ description: "The steps to take then; {} does nothing." }),
}).meta({
  description: "Taken when no condition holds. {} does nothing.",
});
const choiceEntry = keyed({ choiceRule, choiceDefault }, (value) => ({
  option:
    isMapping(value) && Object.hasOwn(value, "default") && !Object.hasOwn(value, "when")
      ? "choiceDefault"
      : "choiceRule",
}));
export const choiceStep = strict("a choice step", {
  choice: z
    .array(choiceEntry, { error: "a list of { when, steps }; the last may be { default: { steps } }" })
    .min(1, { error: "a list of at least one { when, steps }" })
    .check(always(defaultLast))
    .meta({ description: "Rules in order: { when, steps }; the last entry may be { default: { steps } }." }),
  result,
  ...common,
}).meta({
  id: "ChoiceStep",
  description:
    "The first rule whose condition holds is taken. None and no default: the run fails with States.NoChoiceMatched.",
});
export type ChoiceSpec = z.infer<typeof choiceStep>;

function* defaultLast(entries: unknown): Iterable<Problem> {
  if (!Array.isArray(entries)) return;
  const isDefault = (entry: unknown) => isMapping(entry) && Object.hasOwn(entry, "default");
  for (const [index, entry] of entries.entries()) {
    if (!isDefault(entry) || index === entries.length - 1) continue;
    yield {
      code: "choice-default",
      at: "value",
      path: [index],
      message: "The default of a choice must be its last entry.",
      fix: "Move it to the end of the list.",
    };
  }
  if (entries.length > 0 && entries.every(isDefault)) {
    yield {
      code: "choice-default",
      at: "value",
      path: [0],
      message: "This choice has a default and no rule, so there is nothing to choose.",
      fix: "Add { when: ${…}, steps: { … } } before the default.",
    };
  }
}
