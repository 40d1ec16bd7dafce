/** The differences of one step, field by field. Times, units and causes are not looked at. */
import type { SourceMap } from "../generators/source-map.ts";
import { itemsOf } from "./align.ts";
import type { Difference, Pair, Varied } from "./comparison.ts";
import { jsonDiff } from "./json-diff.ts";
import type { Breach } from "./order.ts";
import type { Attempt, Trace } from "./trace.ts";

type Found = { readonly differences: readonly Difference[]; readonly varied: readonly Varied[] };

export function stepDiff(pair: Pair, map: SourceMap, left: Trace, right: Trace): Found {
  const differences: Difference[] = [];
  const [here, there] = [pair.left, pair.right];
  const [a, b] = [here?.status ?? "notRun", there?.status ?? "notRun"];
  if (a !== b) differences.push({ field: "status", path: [], left: a, right: b, says: "ended differently" });
  const named = nameDifference(here?.error?.name, there?.error?.name);
  if (named !== undefined) differences.push({ field: "error", path: [], ...named });
  differences.push(...triesDiff(here?.attempts ?? [], there?.attempts ?? []));
  const value = jsonDiff(here?.value, there?.value, pair.step.varies);
  for (const difference of value.differences) differences.push({ field: "value", ...difference });
  if (pair.step.kind === "map") {
    const [mine, theirs] = [left, right].map((trace) => [...itemsOf(pair.step.step, pair.indexes, map, trace)]);
    if (mine?.join() !== theirs?.join()) {
      differences.push({
        field: "items",
        path: [],
        left: mine ?? [],
        right: theirs ?? [],
        says: "different items ran",
      });
    }
  }
  return { differences, varied: value.varied };
}

function triesDiff(left: readonly Attempt[], right: readonly Attempt[]): readonly Difference[] {
  const differences: Difference[] = [];
  if (left.length !== right.length) {
    differences.push({
      field: "attempts",
      path: [],
      left: left.length,
      right: right.length,
      says: "a different number of tries",
    });
  }
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    const [a, b] = [left[at], right[at]];
    if (a?.outcome !== b?.outcome) {
      const says = `try ${at + 1} ended differently`;
      differences.push({
        field: "tries",
        path: [at, "outcome"],
        left: a?.outcome ?? null,
        right: b?.outcome ?? null,
        says,
      });
    }
    const named = nameDifference(a?.error?.name, b?.error?.name);
    if (named !== undefined) differences.push({ field: "tries", path: [at, "error"], ...named });
  }
  return differences;
}

/** Error names are always compared; causes never are. */
export function nameDifference(
  left: string | undefined,
  right: string | undefined,
): Pick<Difference, "left" | "right" | "says"> | undefined {
  if (left === right) return undefined;
  return {
    ...(left !== undefined && { left }),
    ...(right !== undefined && { right }),
    says: left !== undefined && right !== undefined ? "a different error" : "an error on one side only",
  };
}

/** A step that one side (or both) started too early. */
export function orderDiff(pair: Pair, left: readonly Breach[], right: readonly Breach[]): readonly Difference[] {
  const [a, b] = [left, right].map((breaches) =>
    breaches.find(({ step, indexes }) => step === pair.step.step && indexes.join() === pair.indexes.join()),
  );
  if (a === undefined && b === undefined) return [];
  const tell = (breach: Breach | undefined): string => (breach ? `started before ${breach.before}` : "in order");
  return [
    {
      field: "order",
      path: [],
      left: tell(a),
      right: tell(b),
      says: "started before a step that the spec puts before it",
    },
  ];
}
