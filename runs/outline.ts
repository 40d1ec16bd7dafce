/**
 * The shape of a pipeline as the source map tells it: which steps stand in one block, in which order, and which block
 * of which step holds them. Comparing, ordering and drawing all read the same shape.
 */
import type { StepMap } from "../generators/source-map.ts";

/** A block of a step: a branch, the body of a map, a way of a choice, a handler. */
export type Region = {
  /** The key of the owner that holds the block: `choice`, `parallel`, `map`, `catch`, … */
  readonly kind: string;
  /** Which of them: a branch name, the number of a way or of a handler. */
  readonly name: string;
  readonly nodes: readonly Node[];
};

export type Node = { readonly step: StepMap; readonly regions: readonly Region[] };

type OpenNode = { step: StepMap; regions: OpenRegion[] };
type OpenRegion = { kind: string; name: string; nodes: OpenNode[] };

/** The steps of the source map as a tree, blocks in spec order. */
export function outline(steps: readonly StepMap[]): readonly Node[] {
  const roots: OpenNode[] = [];
  const byId = new Map<string, OpenNode>();
  for (const step of steps) {
    const node: OpenNode = { step, regions: [] };
    byId.set(step.step, node);
    const owner = byId.get(step.within.at(-1) ?? "");
    if (owner === undefined) {
      roots.push(node);
      continue;
    }
    const place = placeWithin(step, owner.step);
    let region = owner.regions.find(({ kind, name }) => kind === place.kind && name === place.name);
    if (region === undefined) {
      region = { ...place, nodes: [] };
      owner.regions.push(region);
    }
    region.nodes.push(node);
  }
  return roots;
}

/** Which block of `owner` holds `step`, read from the step's path: `…/owner/parallel/<branch>/…`. */
export function placeWithin(step: StepMap, owner: StepMap): { kind: string; name: string } {
  const kind = step.path[owner.path.length];
  const next = step.path[owner.path.length + 1];
  return { kind: String(kind ?? owner.kind), name: kind === "map" ? "item" : String(next ?? "") };
}

/** How many item indexes a step has: the number of maps whose body (not handler) it stands in. */
export function indexDepth(step: StepMap, byId: ReadonlyMap<string, StepMap>): number {
  let depth = 0;
  for (const id of step.within) {
    const owner = byId.get(id);
    if (owner?.kind === "map" && placeWithin(step, owner).kind === "map") depth += 1;
  }
  return depth;
}
