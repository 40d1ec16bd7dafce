/** ASL's rules for lists of retriers and catchers. */
import { durationSeconds } from "../spec/duration.ts";
import { builtInRules, type RetryRuleSpec } from "../spec/schema/retry.ts";
import type { Frame } from "./frame.ts";
import type { Path, RetryRule } from "./types.ts";

type RetrySpec = string | readonly (string | RetryRuleSpec)[];

/** Retry rules with ASL's defaults filled in: interval 1 s, three retries, backoff 2.0. */
export function buildRetry(frame: Frame, spec: RetrySpec | undefined, path: Path): readonly RetryRule[] {
  if (spec === undefined) return [];
  const list = typeof spec === "string" ? [spec] : spec;
  const rules = list.flatMap((entry, index): readonly RetryRule[] => {
    const rule = typeof entry === "string" ? builtInRules[entry] : entry;
    const at = typeof spec === "string" ? path : [...path, index];
    if (!rule) return [];
    return [
      {
        errors: rule.errors,
        interval: durationSeconds(rule.interval ?? "1s") ?? 1,
        maxAttempts: rule.maxAttempts ?? 3,
        backoffRate: rule.backoffRate ?? 2,
        ...(rule.maxDelay === undefined ? {} : { maxDelay: durationSeconds(rule.maxDelay) ?? 0 }),
        jitter: rule.jitter ?? "NONE",
        range: frame.document.range(at),
      },
    ];
  });
  checkErrorLists(
    frame,
    rules.map((rule, index) => ({ errors: rule.errors, path: typeof spec === "string" ? path : [...path, index] })),
    "retry",
  );
  return rules;
}

type ErrorList = { readonly errors: readonly string[]; readonly path: Path };

/** Reports names that nothing can handle, States.ALL in the wrong place, and entries that earlier ones leave nothing for. */
export function checkErrorLists(frame: Frame, lists: readonly ErrorList[], what: "retry" | "catch"): void {
  const { diagnostics, document } = frame;
  const taken: string[] = [];
  for (const [index, { errors, path }] of lists.entries()) {
    const at = (position: number) => document.range([...path, "errors", position]);
    for (const [position, name] of errors.entries()) {
      if (name === "States.Runtime" || name === "States.DataLimitExceeded") {
        diagnostics.add(
          "error-not-catchable",
          at(position),
          `Step Functions never hands ${name} to a ${what === "retry" ? "retry rule" : "catch"}.`,
        );
      }
      if (name !== "States.ALL") continue;
      if (errors.length > 1)
        diagnostics.add("all-errors-not-last", at(position), "States.ALL stands beside other names.");
      else if (index < lists.length - 1)
        diagnostics.add(
          "all-errors-not-last",
          at(position),
          "States.ALL stands before other entries, which could never match.",
        );
    }
    const isTaken = (name: string) =>
      taken.includes(name) ||
      taken.includes("States.ALL") ||
      (taken.includes("States.TaskFailed") && name !== "States.Timeout" && name !== "States.ALL");
    if (index > 0 && !taken.includes("States.ALL") && errors.every(isTaken)) {
      const names = errors.join(", ");
      diagnostics.add(
        what === "retry" ? "retry-never-matches" : "catch-never-matches",
        document.range([...path, "errors"]),
        `Earlier entries take ${names}.`,
      );
    }
    taken.push(...errors);
  }
}
