/** ASL's retry rules in Airflow's terms. */
import type { LambdaStep, RetryRule } from "../ir/types.ts";
import { timedelta } from "./code.ts";
import type { ErrorRules } from "./model.ts";
import { type AirflowVersion, hasFloatBackoff } from "./versions.ts";

/** Several rules have counters of their own, which Airflow's retries have not: the task repeats inside itself. */
export function loops(step: LambdaStep): boolean {
  return step.retry.length > 1;
}

/** The task's own options: attempts are exact, waits jitter before 3.3 (ledger). */
export function retryOptions(step: LambdaStep, version: AirflowVersion): Record<string, string> {
  const [rule] = step.retry;
  if (!rule || loops(step) || rule.maxAttempts === 0) return {};
  return { retries: String(rule.maxAttempts), retry_delay: timedelta(rule.interval), ...backoff(rule, version) };
}

/** Airflow: True doubles on every version; another multiplier is possible from 3.2 (airflow-patterns.md). */
function backoff(rule: RetryRule, version: AirflowVersion): Record<string, string> {
  if (rule.backoffRate === 1) return {};
  const exact = rule.backoffRate !== 2 && hasFloatBackoff(version);
  return {
    retry_exponential_backoff: exact ? String(rule.backoffRate) : "True",
    ...(rule.maxDelay === undefined ? {} : { max_retry_delay: timedelta(rule.maxDelay) }),
  };
}

/** What `@asl_errors` must know of the rules. */
export function retryErrors(step: LambdaStep): ErrorRules {
  const [rule] = step.retry;
  if (loops(step)) return { rules: step.retry };
  return rule && rule.maxAttempts > 0 ? { retry: rule.errors } : {};
}
