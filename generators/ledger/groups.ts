/** Parallels and maps, seen as places where two things can fail at once. */
import type { Block, Step } from "../ir/types.ts";

/** True when the step itself runs two blocks at once, or may. */
export function races(step: Step): boolean {
  return step.kind === "map" || (step.kind === "parallel" && step.branches.length > 1);
}

/** True when the step, or one inside it, does. */
export function holdsRace(step: Step): boolean {
  return races(step) || blocksWithin(step).some((block) => block.steps.some(holdsRace));
}

/** Every block that a step holds: branches, ways, bodies, handlers. */
export function blocksWithin(step: Step): readonly Block[] {
  return [...bodiesOf(step), ...step.catch.map(({ block }) => block)];
}

/** The same without the handlers. */
export function bodiesOf(step: Step): readonly Block[] {
  if (step.kind === "parallel") return step.branches.map(({ block }) => block);
  if (step.kind === "map") return [step.block];
  if (step.kind !== "choice") return [];
  return [...step.rules.map(({ block }) => block), ...(step.default ? [step.default] : [])];
}
