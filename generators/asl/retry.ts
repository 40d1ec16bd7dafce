/** ASL's Retrier, field by field; what equals ASL's default but matters to a reader is written all the same. */
import type { RetryRule } from "../ir/types.ts";
import type { State } from "./context.ts";

export function emitRetry(rules: readonly RetryRule[]): State {
  if (rules.length === 0) return {};
  return {
    Retry: rules.map((rule) => ({
      ErrorEquals: [...rule.errors],
      IntervalSeconds: rule.interval,
      MaxAttempts: rule.maxAttempts,
      BackoffRate: rule.backoffRate,
      ...(rule.maxDelay === undefined ? {} : { MaxDelaySeconds: rule.maxDelay }),
      ...(rule.jitter === "FULL" ? { JitterStrategy: "FULL" } : {}),
    })),
  };
}
