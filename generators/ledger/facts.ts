/** Questions that excuses ask about two runs. All are pure. */

import type { Pair } from "../../runs/comparison.ts";
import { indexDepth, placeWithin } from "../../runs/outline.ts";
import type { StepStatus } from "../../runs/trace.ts";
import type { Json } from "../expressions/expression.ts";
import type { RunContext } from "./types.ts";

/** A step that a trace does not mention did not run. */
export const leftStatus = (pair: Pair): StepStatus => pair.left?.status ?? "notRun";
export const rightStatus = (pair: Pair): StepStatus => pair.right?.status ?? "notRun";

const broke = (status: StepStatus): boolean => status === "failed" || status === "caught";

/** True when the step failed (caught or not) on both sides. */
export const brokeOnBoth = (pair: Pair): boolean => broke(leftStatus(pair)) && broke(rightStatus(pair));

/** True when Step Functions never started it, or stopped it. */
export const stoppedOnLeft = (pair: Pair): boolean => leftStatus(pair) === "aborted" || leftStatus(pair) === "notRun";

/** Parallels and maps: what runs several blocks at once. */
const isGroup = (pair: Pair): boolean => pair.step.kind === "parallel" || pair.step.kind === "map";

/** The parallels and maps in whose body (not handler) the step stands, each for the same item. */
export function groupsAround(pair: Pair, context: RunContext): readonly Pair[] {
  const byId = stepsById(context);
  const found: Pair[] = [];
  for (const id of pair.step.within) {
    const owner = byId.get(id);
    if (owner === undefined || (owner.kind !== "parallel" && owner.kind !== "map")) continue;
    if (placeWithin(pair.step, owner).kind !== owner.kind) continue;
    const group = context.find(id, pair.indexes.slice(0, indexDepth(owner, byId)));
    if (group !== undefined) found.push(group);
  }
  return found;
}

/** Which branch or item of the group the step stands in; undefined when it stands in none of them. */
export function branchOf(pair: Pair, group: Pair, context: RunContext): string | undefined {
  const { step } = group;
  if (!pair.step.within.includes(step.step)) return undefined;
  const place = placeWithin(pair.step, step);
  if (place.kind !== step.kind) return undefined;
  const depth = group.indexes.length;
  if (group.indexes.some((index, at) => pair.indexes[at] !== index)) return undefined;
  if (indexDepth(pair.step, stepsById(context)) < depth) return undefined;
  return step.kind === "map" ? String(pair.indexes[depth]) : place.name;
}

/** The steps below `owner` (any of its blocks, the same item) whose own failure was not caught, on Airflow's side. */
function failuresBelow(owner: Pair | undefined, context: RunContext): readonly Pair[] {
  return context.pairs.filter((pair) => {
    if (rightStatus(pair) !== "failed") return false;
    if (owner === undefined) return true;
    return pair.step.within.includes(owner.step.step) && owner.indexes.every((index, at) => pair.indexes[at] === index);
  });
}

/** True when on Airflow's side two or more branches or items of the group failed. */
export function raced(group: Pair, context: RunContext): boolean {
  const branches = new Set<string>();
  for (const pair of failuresBelow(group, context)) {
    const branch = branchOf(pair, group, context);
    if (branch !== undefined) branches.add(branch);
  }
  return branches.size > 1;
}

/** The text at a difference on both sides, or undefined when either is not a string. */
export function bothText(left: Json | undefined, right: Json | undefined): readonly [string, string] | undefined {
  return typeof left === "string" && typeof right === "string" ? [left, right] : undefined;
}

const cache = new WeakMap<object, ReadonlyMap<string, Pair["step"]>>();

function stepsById(context: RunContext): ReadonlyMap<string, Pair["step"]> {
  let byId = cache.get(context.map);
  if (byId === undefined) {
    byId = new Map(context.map.steps.map((step) => [step.step, step]));
    cache.set(context.map, byId);
  }
  return byId;
}

/** True when the group itself, or one below it (anywhere in the run without an owner), had two failing branches. */
export function racedBelow(owner: Pair | undefined, context: RunContext): boolean {
  return context.pairs.some((pair) => {
    if (!isGroup(pair)) return false;
    const below = owner === undefined || pair === owner || pair.step.within.includes(owner.step.step);
    return below && raced(pair, context);
  });
}

/** True when both names are errors of steps that failed below the owner on Airflow's side, where all of them run. */
export function bothFailedBelow(
  names: readonly [string, string],
  owner: Pair | undefined,
  context: RunContext,
): boolean {
  const failed = new Set(failuresBelow(owner, context).map((pair) => pair.right?.error?.name));
  return names.every((name) => failed.has(name));
}
