/** Builds blocks: steps in order, each seeing the values of those before it. */
import { anyType, join, neverType, nullType, type Type } from "../expressions/types.ts";
import { layered } from "../layered.ts";
import { kindOf, type StepsSpec } from "../spec/schema/steps.ts";
import { type Frame, type Name, name } from "./frame.ts";
import { buildStep } from "./step.ts";
import type { Block, Path, Step } from "./types.ts";
import { union } from "./value.ts";
import { succeedsOf } from "./walk.ts";

/** The block of `steps` at a path that ends in `steps`; without steps its value is null. */
export function buildBlock(frame: Frame, steps: StepsSpec | undefined, path: Path): Block {
  const { document, diagnostics } = frame;
  const built: Step[] = [];
  const own = new Map<string, Name>();
  const inner: Frame = { ...frame, names: layered(own, frame.names) };
  for (const [id, spec] of Object.entries(steps ?? {})) {
    const at = [...path, id];
    const before = built.at(-1);
    if (before && !before.falls) {
      diagnostics.add(
        "unreachable-step",
        document.keyRange(at),
        `\`${id}\` can never run: every way through \`${before.id}\` ends there.`,
      );
    }
    const step = buildStep(inner, { id, spec, path: at, kind: kindOf(spec) });
    built.push(step);
    own.set(id, name(step.type, step.varies));
  }
  return blockOf(built, { path, range: document.range(path) });
}

/** A block of one step: a parallel branch that is a step itself. */
export function blockOf(steps: readonly Step[], place: Pick<Block, "path" | "range">): Block {
  const last = steps.at(-1);
  return {
    steps,
    ...place,
    falls: steps.every((step) => step.falls),
    type: last ? last.type : nullType,
    varies: last ? last.varies : [],
  };
}

/** The type of what a branch or an item gives back: its block's value, or that of a `succeed` inside it. */
export function outcomeOf(block: Block): Pick<Block, "type" | "varies"> {
  const early = succeedsOf(block);
  const types: Type[] = [...(block.falls ? [block.type] : []), ...early.map((step) => step.type)];
  if (types.length === 0) return { type: anyType, varies: [] };
  return {
    type: types.reduce(join, neverType),
    varies: union(block.falls ? block.varies : [], ...early.map((step) => step.varies)),
  };
}

/** True when a branch or an item can end well at all. */
export function canEndWell(block: Block): boolean {
  return block.falls || succeedsOf(block).length > 0;
}
