/** The table of steps: items of a map that did alike share a row. */
import type { StepComparison } from "../runs/comparison.ts";
import { groupBy } from "./group.ts";

export type Row = {
  readonly step: string;
  readonly depth: number;
  /** `""`, `[2]`, `[0–9]`, `[0, 2]`. */
  readonly items: string;
  /** The comparisons that share the row; never empty. */
  readonly members: readonly [StepComparison, ...StepComparison[]];
};

/** One row for each step, and one for each group of items that ended alike, in spec order. */
export function rowsOf(steps: readonly StepComparison[]): readonly Row[] {
  const alike = (comparison: StepComparison): string =>
    JSON.stringify([comparison.verdict, side(comparison.left), side(comparison.right)]);
  const byStep = groupBy(steps, ({ step }) => step.step);
  return [...byStep.values()].flatMap((comparisons) =>
    [...groupBy(comparisons, alike).values()].map((members): Row => {
      const { step } = members[0];
      return { step: step.step, depth: step.within.length, items: itemsText(members), members };
    }),
  );
}

const side = (step: StepComparison["left"]): unknown => [
  step?.status ?? "notRun",
  step?.attempts.length ?? 0,
  step?.error?.name,
];

/** Item indexes as ranges where they are of one map, else one by one. */
function itemsText(members: readonly StepComparison[]): string {
  if (members.every(({ indexes }) => indexes.length === 0)) return "";
  if (members.some(({ indexes }) => indexes.length !== 1))
    return members.map(({ indexes }) => `[${indexes.join("][")}]`).join(" ");
  const numbers = members.map(({ indexes }) => indexes[0] ?? 0).sort((a, b) => a - b);
  const ranges: [number, number][] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === number - 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return `[${ranges.map(([from, to]) => (from === to ? from : `${from}–${to}`)).join(", ")}]`;
}
