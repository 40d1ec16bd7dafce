/** Retry rules: ASL's Retrier with its meaning and defaults. */
import * as z from "zod";
import { didYouMean } from "../../../diagnostics/suggest.ts";
import { durationSeconds } from "../duration.ts";
import { always, isMapping, keyed, type Problem, strict } from "./keyed.ts";
import { duration, oneOf, text, whole } from "./values.ts";

/** ASL: error names that begin with "States." are reserved; these are the ones there are. */
const statesErrors = [
  "States.ALL",
  "States.Timeout",
  "States.HeartbeatTimeout",
  "States.TaskFailed",
  "States.Permissions",
  "States.Runtime",
  "States.DataLimitExceeded",
  "States.ExceedToleratedFailureThreshold",
  "States.ItemReaderFailed",
  "States.ResultWriterFailed",
  "States.BranchFailed",
  "States.NoChoiceMatched",
  "States.ResultPathMatchFailure",
  "States.ParameterPathFailure",
  "States.IntrinsicFailure",
  "States.QueryEvaluationError",
  "States.Http.Socket",
] as const;

export function reservedProblem(value: unknown): Problem[] {
  if (typeof value !== "string" || !/^states\./i.test(value) || statesErrors.some((known) => known === value))
    return [];
  const message = `There is no error \`${value}\`; names that begin with "States." are Step Functions' own.`;
  return [
    {
      code: "unknown-error-name",
      at: "value",
      message,
      fix: didYouMean(value, statesErrors) ?? `The names are ${statesErrors.join(", ")}.`,
    },
  ];
}

export const errorName = z
  .string({ error: "an error name such as RuntimeError or States.ALL" })
  .min(1, { error: "an error name such as RuntimeError or States.ALL" })
  .max(256, { error: "an error name of at most 256 characters" })
  .check(always(reservedProblem))
  .meta({
    description:
      "A Lambda's exception class, a service's error (Lambda.ServiceException) or one of ASL's (States.Timeout, States.ALL).",
  });

export const errorNames = z
  .array(errorName, { error: "a list of error names such as [RuntimeError]" })
  .min(1, { error: "a list of at least one error name" })
  .meta({ description: "The errors it is for. States.ALL stands alone, and last." });

/** ASL: IntervalSeconds is positive; MaxDelaySeconds is greater than IntervalSeconds. */
function* delays(rule: unknown): Iterable<Problem> {
  if (!isMapping(rule)) return;
  const interval = typeof rule.interval === "string" ? durationSeconds(rule.interval) : 1;
  const maxDelay = typeof rule.maxDelay === "string" ? durationSeconds(rule.maxDelay) : undefined;
  if (interval === 0) {
    yield {
      code: "retry-delay",
      at: "value",
      path: ["interval"],
      message: "The first retry comes at least 1s after the failure.",
      fix: "Write interval: 1s.",
    };
  } else if (interval !== undefined && maxDelay !== undefined && maxDelay <= interval) {
    yield {
      code: "retry-delay",
      at: "value",
      path: ["maxDelay"],
      message: "`maxDelay` must be greater than `interval`.",
    };
  }
}

const retryRule = strict("a retry rule", {
  errors: errorNames,
  interval: duration("Wait before the first retry (default 1s).").optional(),
  maxAttempts: whole({
    min: 0,
    max: 99_999_999,
    what: "a whole number",
    description: "How many retries (default 3; 0: never retry).",
  }).optional(),
  backoffRate: z
    .number({ error: "a number, at least 1" })
    .min(1, { error: "a number, at least 1" })
    .meta({ description: "Each wait is the one before times this (default 2.0)." })
    .optional(),
  maxDelay: duration("No wait is longer than this.").optional(),
  jitter: oneOf(["NONE", "FULL"], "FULL: each wait is random between 0 and its full length (default NONE).").optional(),
})
  .check(always(delays))
  .meta({ id: "RetryRule", description: "Which errors are tried again, how often and after which waits." });

export type RetryRuleSpec = z.infer<typeof retryRule>;

/**
 * Rules that are used by name. `lambda_service` is AWS's standard rule for faults of the Lambda service itself
 * (Step Functions Developer Guide, "Handle transient Lambda service exceptions"): 2 s, x2, six retries.
 */
export const builtInRules: Readonly<Record<string, RetryRuleSpec>> = {
  lambda_service: {
    errors: [
      "Lambda.ServiceException",
      "Lambda.AWSLambdaException",
      "Lambda.SdkClientException",
      "Lambda.TooManyRequestsException",
    ],
    interval: "2s",
    maxAttempts: 6,
    backoffRate: 2,
  },
};

const ruleNames = Object.keys(builtInRules);

function unknownRule(value: unknown): Problem[] {
  if (typeof value !== "string" || ruleNames.includes(value)) return [];
  const message = `There is no retry rule \`${value}\`: the built-in one is \`lambda_service\`, and rules of your own under \`retries\` are not supported yet.`;
  return [
    {
      code: "unknown-retry-rule",
      at: "value",
      message,
      fix:
        didYouMean(value, ruleNames) ?? "Write the rule out: - { errors: [SomeError], interval: 2s, maxAttempts: 3 }",
    },
  ];
}

const ruleName = text("the name of a retry rule", "A rule by its name: lambda_service is AWS's standard rule.")
  .check(always(unknownRule))
  .meta({ description: "A rule by its name: lambda_service is AWS's standard rule.", examples: ruleNames });

const entry = keyed({ rule: retryRule, name: ruleName }, (value) => ({
  option: typeof value === "string" ? "name" : "rule",
}));

const rules = z
  .array(entry, { error: "a list of retry rules, or lambda_service" })
  .min(1, { error: "a list of at least one retry rule" })
  .meta({ description: "The first rule that names the error decides; each rule counts its own retries." });

export const retry = keyed({ rules, name: ruleName }, (value) => {
  if (typeof value === "string") return { option: "name" };
  if (!isMapping(value)) return { option: "rules" };
  return {
    problem: {
      code: "wrong-shape",
      at: "value",
      message: "`retry` must be a list of rules, not one rule.",
      fix: "Put `- ` before the rule: retry: [{ errors: [SomeError] }]",
    },
  };
}).meta({ description: "Which errors are tried again. Only the steps that call something may have it." });
