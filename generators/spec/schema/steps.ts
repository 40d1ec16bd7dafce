/** Steps and blocks: one strict schema per kind of step, chosen by the step's kind key. */
import * as z from "zod";
import { nearest } from "../../../diagnostics/suggest.ts";
import type { Json } from "../../expressions/expression.ts";
import { always, isMapping, keyed, type Problem, strict } from "./keyed.ts";
import { functionRule, idRule, name, named } from "./names.ts";
import { errorNames, retry } from "./retry.ts";
import { duration, durationPattern, durationPhrase, expression, isExpression, json, whole } from "./values.ts";
import { laterKinds, type StepKind, stepKinds } from "./words.ts";

export type StepSpec = LambdaSpec | PassSpec | ChoiceSpec | ParallelSpec | MapSpec | WaitSpec | SucceedSpec | FailSpec;
/** A block with at least its `steps`. */
export type BlockSpec = { steps: StepsSpec };
/** Steps by id, in order. */
export interface StepsSpec {
  [id: string]: StepSpec;
}

const stepsPhrase = "a mapping from step ids to steps";
const steps: z.ZodType<StepsSpec> = z.lazy(() => stepsSpec);
const anyStep: z.ZodType<StepSpec> = z.lazy(() => step);
const someSteps: z.ZodType<StepsSpec> = z.lazy(() => nonEmptySteps);

const common = {
  title: z.string({ error: "text" }).meta({ description: "A short name, shown in both consoles." }).optional(),
  description: z.string({ error: "text" }).meta({ description: "What the step is for." }).optional(),
};
const result = json("Reshapes the step's value, which is called `result` here.").optional();

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
const catches = z
  .array(handlerEntry as typeof handler, { error: "a list of { errors, steps }" })
  .min(1, { error: "a list of at least one { errors, steps }" })
  .meta({ description: "What to do when the step has failed for good: the first entry that names the error." });

const lambdaStep = strict("a lambda step", {
  lambda: name(
    functionRule,
    "The Lambda function to call; its source is functions/<name>.py unless `functions` says otherwise.",
  ),
  payload: json("What the function gets (default {}).").optional(),
  retry: retry.optional(),
  timeout: duration("The longest one attempt may take; then it fails with States.Timeout.").optional(),
  catch: catches.optional(),
  result,
  ...common,
}).meta({ id: "LambdaStep", description: "Calls a Lambda function; its value is the function's result." });
export type LambdaSpec = z.infer<typeof lambdaStep>;

const passStep = strict("a pass step", { pass: json("The value."), result, ...common }).meta({
  id: "PassStep",
  description: "Works out a value.",
});
export type PassSpec = z.infer<typeof passStep>;

const choiceRule = strict("a choice rule", { when: expression("The condition."), steps }).meta({
  description: "Taken when the condition holds and none before it did.",
});
const defaultBlock = strict("a block", { steps: steps.optional() }).nullable();
const choiceDefault = strict("the default of a choice", { default: defaultBlock }).meta({
  description: "Taken when no condition holds. {} does nothing.",
});
const choiceEntry = keyed({ choiceRule, choiceDefault }, (value) => ({
  option:
    isMapping(value) && Object.hasOwn(value, "default") && !Object.hasOwn(value, "when")
      ? "choiceDefault"
      : "choiceRule",
}));
const choiceStep = strict("a choice step", {
  choice: z
    .array(choiceEntry, { error: "a list of { when, steps }; the last may be { default: { steps } }" })
    .min(1, { error: "a list of at least one { when, steps }" })
    .check(always(defaultLast)),
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

export type BranchSpec = BlockSpec | StepSpec;
/** Branches by name. */
export interface BranchesSpec {
  [name: string]: BranchSpec;
}
const branchBlock = strict("a branch", { steps: someSteps }).meta({
  description: "The steps of the branch, in order.",
});
const branch: z.ZodType<BranchSpec> = keyed({ block: branchBlock, step: anyStep }, (value) => ({
  option: isMapping(value) && Object.hasOwn(value, "steps") && kindsOf(value).length === 0 ? "block" : "step",
}));
const branches: z.ZodType<BranchesSpec> = named({
  rule: idRule,
  what: "branch name",
  value: branch,
  error: "a mapping from branch names to { steps } or to one step",
  min: 1,
}).meta({
  description: "Branches by name, all at once; the first failure fails it. The value is an object by branch name.",
});
const parallelStep = strict("a parallel step", {
  parallel: branches,
  catch: catches.optional(),
  result,
  ...common,
}).meta({ id: "ParallelStep", description: "Runs branches at once." });
export type ParallelSpec = z.infer<typeof parallelStep>;

const items = z
  .union([expression("The list."), z.array(z.unknown() as z.ZodType<Json>)], {
    error: "one expression in ${…}, or a list",
  })
  .meta({ description: "The list to run over: one expression, or a list." });
const mapStep = strict("a map step", {
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
  }),
  catch: catches.optional(),
  result,
  ...common,
}).meta({
  id: "MapStep",
  description: "Runs its steps for every item of a list; the value is the list of their values, in order.",
});
export type MapSpec = z.infer<typeof mapStep>;

const waitDuration = z.string({ error: durationPhrase }).regex(durationPattern, { error: durationPhrase });
const waitSeconds = strict("a wait", {
  seconds: keyed(
    {
      number: whole({ min: 0, max: 99_999_999, what: "a whole number of seconds", description: "Seconds." }),
      expression: expression("Seconds, worked out."),
    },
    (value) => ({ option: isExpression(value) ? "expression" : "number" }),
  ),
});
const waitTimestamp = strict("a wait", {
  timestamp: z
    .string({ error: "a moment such as 2030-01-31T12:00:00Z, or an expression" })
    .meta({ description: "RFC 3339, written out or worked out." }),
});
const waitStep = strict("a wait step", {
  wait: keyed({ duration: waitDuration, seconds: waitSeconds, timestamp: waitTimestamp }, (value) => {
    if (isExpression(value))
      return {
        problem: {
          code: "wrong-value",
          at: "value",
          message: "A wait that is worked out must say whether it is seconds or a moment.",
          fix: `Write wait: { seconds: "${value.trim()}" }, or { timestamp: … }.`,
        },
      };
    if (!isMapping(value)) return { option: "duration" };
    if (Object.hasOwn(value, "seconds")) return { option: "seconds" };
    if (Object.hasOwn(value, "timestamp")) return { option: "timestamp" };
    const meant = Object.keys(value).map((key) => nearest(key, ["seconds", "timestamp"]))[0];
    if (meant) return { option: meant as "seconds" | "timestamp" };
    return {
      problem: {
        code: "missing-key",
        at: "key",
        message: "A wait needs `seconds` or `timestamp`.",
        fix: "Write wait: 5s, wait: { seconds: 5 } or wait: { timestamp: 2030-01-31T12:00:00Z }.",
      },
    };
  }).meta({ description: "5s, { seconds: n } or { timestamp: … }." }),
  ...common,
}).meta({ id: "WaitStep", description: "Waits; its value is null." });
export type WaitSpec = z.infer<typeof waitStep>;

const succeedStep = strict("a succeed step", { succeed: json("The output."), ...common }).meta({
  id: "SucceedStep",
  description: "Ends the innermost of run, parallel branch and map item, with this value as its output.",
});
export type SucceedSpec = z.infer<typeof succeedStep>;

const failWith = strict("a fail", {
  error: z
    .string({ error: "an error name" })
    .min(1, { error: "an error name" })
    .meta({ description: "The error's name." }),
  cause: z.string({ error: "text" }).meta({ description: "What happened, in words." }).optional(),
}).meta({ description: "The error to fail with." });
const failStep = strict("a fail step", {
  fail: keyed({ again: expression("Raises an error again: ${error}."), failWith }, (value) => ({
    option: typeof value === "string" ? "again" : "failWith",
  })),
  ...common,
}).meta({ id: "FailStep", description: "Fails with a named error. An enclosing parallel or map may catch it." });
export type FailSpec = z.infer<typeof failStep>;

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

/** The kind keys of a step, in the order of the language. */
export const kindsOf = (value: Record<string, unknown>): StepKind[] =>
  stepKinds.filter((kind) => Object.hasOwn(value, kind));

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
