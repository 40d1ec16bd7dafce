/** Checks what a scenario expects against one run. Both engines must meet it. */
import type { Json } from "../generators/expressions/expression.ts";
import type { Expectation } from "../generators/ir/types.ts";
import { isObject, jsonType } from "./json-diff.ts";
import { started } from "./order.ts";
import type { Trace } from "./trace.ts";

/** One expectation that a run did not meet. */
export type Unmet = {
  /** Where in `expect`: `["attempts", "clean_orders"]`. */
  readonly path: readonly (string | number)[];
  readonly expected: Json;
  /** What the run did; absent where it has nothing there. */
  readonly actual?: Json;
  readonly says: string;
};

export type ExpectOptions = {
  readonly expect: Expectation;
  readonly trace: Trace;
  /** Objects that this run wrote into a bucket resource; undefined when they were not counted. */
  readonly objects?: (resource: string) => number | undefined;
};

/** Every expectation that the run does not meet, in the order in which a scenario writes them; [] when all are met. */
export function checkExpectation({ expect, trace, objects }: ExpectOptions): readonly Unmet[] {
  const unmet: Unmet[] = [];
  const fail = (path: Unmet["path"], expected: Json, actual: Json | undefined, says: string): void => {
    unmet.push({ path, expected, ...(actual !== undefined && { actual }), says });
  };
  if (expect.status !== undefined && expect.status !== trace.status) {
    fail(["status"], expect.status, trace.status, `the run ${trace.status}, not ${expect.status}`);
  }
  if (expect.error !== undefined && expect.error !== trace.error?.name) {
    const had = trace.error === undefined ? "no error" : trace.error.name;
    fail(["error"], expect.error, trace.error?.name, `the run had ${had}, not ${expect.error}`);
  }
  if (expect.output !== undefined) {
    for (const { path, expected, actual, says } of subset(expect.output, trace.output, ["output"]))
      fail(path, expected, actual, says);
  }
  for (const [step, count] of Object.entries(expect.attempts ?? {})) {
    const actual = trace.steps.filter((run) => run.step === step).reduce((sum, run) => sum + run.attempts.length, 0);
    if (actual !== count)
      fail(["attempts", step], count, actual, `${step} was tried ${times(actual)}, not ${times(count)}`);
  }
  for (const { path, expected, actual, says } of checkOrder(expect.order ?? [], trace))
    fail(path, expected, actual, says);
  for (const [resource, count] of Object.entries(expect.objects ?? {})) {
    const actual = objects?.(resource);
    if (actual !== count)
      fail(
        ["objects", resource],
        count,
        actual,
        `${resource} got ${actual ?? "an unknown number of"} objects, not ${count}`,
      );
  }
  return unmet;
}

/** Every field named in `expected` must be there with that value; lists are equally long, element by element. */
function subset(expected: Json, actual: Json | undefined, path: Unmet["path"]): readonly Unmet[] {
  if (actual === undefined) return [{ path, expected, says: `${path.join(".")} is not there` }];
  const miss = (says: string): readonly Unmet[] => [{ path, expected, actual, says: `${path.join(".")} ${says}` }];
  if (isObject(expected)) {
    if (!isObject(actual)) return miss(`is ${jsonType(actual)}, not object`);
    return Object.entries(expected).flatMap(([key, value]) =>
      subset(value, Object.hasOwn(actual, key) ? actual[key] : undefined, [...path, key]),
    );
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) return miss(`is ${jsonType(actual)}, not list`);
    if (actual.length !== expected.length) return miss(`has ${actual.length} elements, not ${expected.length}`);
    return expected.flatMap((value, at) => subset(value, actual[at], [...path, at]));
  }
  return expected === actual ? [] : miss(`is ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`);
}

/** The named steps must all have started, none before the one named ahead of it. In a map the first item counts. */
function checkOrder(order: readonly string[], trace: Trace): readonly Unmet[] {
  const unmet: Unmet[] = [];
  let latest = { step: "", at: -Infinity };
  order.forEach((step, position) => {
    const starts = trace.steps.filter((run) => run.step === step).flatMap((run) => started(run) ?? []);
    const path = ["order", position];
    if (starts.length === 0) {
      unmet.push({ path, expected: step, says: `${step} did not run` });
      return;
    }
    const at = Math.min(...starts);
    if (at < latest.at)
      unmet.push({ path, expected: step, actual: latest.step, says: `${step} started before ${latest.step}` });
    else latest = { step, at };
  });
  return unmet;
}

const times = (count: number): string => (count === 1 ? "once" : `${count} times`);
