/** Steps and blocks: one strict schema per kind of step, chosen by the step's kind key. */
import type * as z from "zod";
import { nearest } from "../../../diagnostics/suggest.ts";
import { isMapping, keyed, type Problem } from "./keyed.ts";
import { idRule, named } from "./names.ts";
import { type ChoiceSpec, choiceStep } from "./steps/choice.ts";
import { type FailSpec, failStep } from "./steps/fail.ts";
import { type LambdaSpec, lambdaStep } from "./steps/lambda.ts";
import { type MapSpec, mapStep } from "./steps/map.ts";
import { type BranchSpec, type ParallelSpec, parallelStep } from "./steps/parallel.ts";
import { type PassSpec, passStep } from "./steps/pass.ts";
import { type SucceedSpec, succeedStep } from "./steps/succeed.ts";
import { type WaitSpec, waitStep } from "./steps/wait.ts";
import { kindsOf, laterKinds, type StepKind, stepKinds } from "./words.ts";

/** What the rest of the compiler sees of the kinds. */
export type { BranchSpec, ChoiceSpec, FailSpec, LambdaSpec, MapSpec, ParallelSpec, WaitSpec };
export type StepSpec = LambdaSpec | PassSpec | ChoiceSpec | ParallelSpec | MapSpec | WaitSpec | SucceedSpec | FailSpec;
/** A block with at least its `steps`. */
export type BlockSpec = { steps: StepsSpec };
/** Steps by id, in order. */
export interface StepsSpec {
  [id: string]: StepSpec;
}

const byKind = {
  lambda: lambdaStep,
  pass: passStep,
  choice: choiceStep,
  parallel: parallelStep,
  map: mapStep,
  wait: waitStep,
  succeed: succeedStep,
  fail: failStep,
};

/** The kind of a checked step. */
export const kindOf = (value: StepSpec): StepKind => kindsOf(value as Record<string, unknown>)[0]!;

const list = stepKinds.map((kind) => `\`${kind}\``).join(", ");

function chooseKind(value: unknown): { option: StepKind } | { problem: Problem } {
  if (!isMapping(value)) {
    return { problem: { code: "step-kind", at: "key", message: `A step is a mapping with one of the keys ${list}.` } };
  }
  const kinds = kindsOf(value);
  const later = laterKinds.find((kind) => Object.hasOwn(value, kind));
  if (later)
    return {
      problem: { code: "not-yet", at: "key", path: [later], message: `\`${later}\` steps come with a later version.` },
    };
  if (kinds.length === 1) return { option: kinds[0]! };
  if (kinds.length > 1) {
    const second = Object.keys(value).filter((key) => kinds.some((kind) => kind === key))[1]!;
    const both = kinds.map((kind) => `\`${kind}\``).join(" and ");
    return {
      problem: {
        code: "step-kind",
        at: "key",
        path: [second],
        message: `This step is ${both} at once; a step does one thing.`,
        fix: "Make two steps of it.",
      },
    };
  }
  for (const key of Object.keys(value)) {
    const meant = nearest(key, stepKinds);
    if (meant)
      return {
        problem: {
          code: "unknown-key",
          at: "key",
          path: [key],
          message: `\`${key}\` is not a kind of step.`,
          fix: `Did you mean \`${meant}\`?`,
        },
      };
  }
  return {
    problem: { code: "step-kind", at: "key", message: `This step does not say what it does: it needs one of ${list}.` },
  };
}

export const step: z.ZodType<StepSpec> = keyed(byKind, chooseKind).meta({
  id: "Step",
  description: "One step: exactly one kind key, and what that kind allows beside it.",
});

const stepsPhrase = "a mapping from step ids to steps";

export const stepsSpec: z.ZodType<StepsSpec> = named({ rule: idRule, value: step, error: stepsPhrase }).meta({
  id: "Steps",
  description: "Steps by id, in the order in which they run.",
});
export const nonEmptySteps: z.ZodType<StepsSpec> = named({
  rule: idRule,
  value: step,
  error: stepsPhrase,
  min: 1,
}).meta({
  id: "SomeSteps",
  description: "Steps by id, in the order in which they run; at least one.",
});
