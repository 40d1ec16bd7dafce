/** Pairs the steps of two traces by id and item indexes, in the order of the spec (a map's body once for each item). */
import type { SourceMap } from "../generators/source-map.ts";
import type { Pair } from "./comparison.ts";
import { type Node, outline } from "./outline.ts";
import type { StepTrace, Trace } from "./trace.ts";

export type Alignment = {
  readonly pairs: readonly Pair[];
  /** What makes a trace unusable: steps the pipeline does not have, or one step and item told twice. */
  readonly problems: readonly string[];
};

const key = (step: string, indexes: readonly number[]): string => `${step} ${indexes.join(".")}`;

/**
 * Every step of the pipeline with what each side says of it. A step that neither trace mentions is there too (it did
 * not run); the body of a map without items stands once, without indexes of its own.
 */
export function align(map: SourceMap, left: Trace, right: Trace): Alignment {
  const problems: string[] = [];
  const sides = [left, right].map((trace) => {
    const found = new Map<string, StepTrace>();
    for (const step of trace.steps) {
      const name = key(step.step, step.indexes);
      if (found.has(name)) problems.push(`the ${trace.engine} trace tells ${label(step)} twice`);
      found.set(name, step);
    }
    return found;
  });
  const [lefts, rights] = sides as [Map<string, StepTrace>, Map<string, StepTrace>];
  const pairs: Pair[] = [];

  const visit = (nodes: readonly Node[], indexes: readonly number[]): void => {
    for (const { step, regions } of nodes) {
      const name = key(step.step, indexes);
      const [here, there] = [lefts.get(name), rights.get(name)];
      lefts.delete(name);
      rights.delete(name);
      pairs.push({ step, indexes, ...(here && { left: here }), ...(there && { right: there }) });
      for (const region of regions) {
        if (region.kind !== "map") {
          visit(region.nodes, indexes);
          continue;
        }
        const items = [
          ...new Set([...itemsOf(step.step, indexes, map, left), ...itemsOf(step.step, indexes, map, right)]),
        ];
        if (items.length === 0) visit(region.nodes, indexes);
        for (const item of items.sort((a, b) => a - b)) visit(region.nodes, [...indexes, item]);
      }
    }
  };
  visit(outline(map.steps), []);

  for (const [trace, rest] of [[left, lefts] as const, [right, rights] as const]) {
    for (const step of rest.values()) {
      // A fold may tell the body of a map that one side never reached once, without item indexes.
      if (step.status !== "notRun")
        problems.push(`the ${trace.engine} trace has ${label(step)}, which the pipeline has not`);
    }
  }
  return { pairs, problems };
}

/** The item indexes that a trace shows for one map step (of one enclosing item), ascending. */
export function itemsOf(step: string, indexes: readonly number[], map: SourceMap, trace: Trace): readonly number[] {
  const inside = bodies(map).get(step);
  if (inside === undefined) return [];
  const items = new Set<number>();
  for (const other of trace.steps) {
    const item = other.indexes[indexes.length];
    if (item !== undefined && inside.has(other.step) && indexes.every((index, at) => other.indexes[at] === index))
      items.add(item);
  }
  return [...items].sort((a, b) => a - b);
}

const bodyCache = new WeakMap<SourceMap, ReadonlyMap<string, ReadonlySet<string>>>();

/** Per map step, the ids of the steps within it. */
function bodies(map: SourceMap): ReadonlyMap<string, ReadonlySet<string>> {
  const known = bodyCache.get(map);
  if (known !== undefined) return known;
  const found = new Map<string, Set<string>>();
  for (const step of map.steps) if (step.kind === "map") found.set(step.step, new Set());
  for (const step of map.steps) for (const owner of step.within) found.get(owner)?.add(step.step);
  bodyCache.set(map, found);
  return found;
}

/** A step as people read it: `clean_dataset[2]`. */
export function label({ step, indexes }: { readonly step: string; readonly indexes: readonly number[] }): string {
  return step + indexes.map((index) => `[${index}]`).join("");
}
