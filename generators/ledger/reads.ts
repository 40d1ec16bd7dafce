/** The names that a step's own expressions read (not those of the blocks within it). */
import type { Expression, Value } from "../expressions/expression.ts";
import type { Step } from "../ir/types.ts";

/** A root name with the constant members read from it: `["error", "message"]`. */
export type Read = readonly string[];

export function readsOfValue(value: Value | undefined): readonly Read[] {
  switch (value?.kind) {
    case undefined:
    case "literal":
      return [];
    case "expression":
      return value.reads;
    case "text":
      return value.parts.flatMap((part) => (typeof part === "string" ? [] : part.reads));
    case "list":
      return value.items.flatMap(readsOfValue);
    case "object":
      return value.entries.flatMap(([, entry]) => readsOfValue(entry));
  }
}

export function readsOfStep(step: Step): readonly Read[] {
  return [...ownReads(step), ...readsOfValue(step.result)];
}

function ownReads(step: Step): readonly Read[] {
  switch (step.kind) {
    case "lambda":
      return readsOfValue(step.payload);
    case "pass":
    case "succeed":
      return readsOfValue(step.value);
    case "map":
      return readsOfValue(step.items);
    case "wait":
      return step.wait.by === "duration" ? [] : readsOfValue(step.wait.value);
    case "fail":
      return "again" in step.fail
        ? reads(step.fail.again)
        : [...readsOfValue(step.fail.error), ...readsOfValue(step.fail.cause)];
    case "choice":
      return step.rules.flatMap(({ when }) => reads(when));
    case "parallel":
      return [];
  }
}

const reads = (expression: Expression): readonly Read[] => expression.reads;
