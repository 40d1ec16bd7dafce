/** A block becomes a chain of states; `Next` of each is the id of the step after it. */
import type { Block, Step } from "../ir/types.ts";
import { addState, type Context, type Exit, leave, settled } from "./context.ts";
import { emitChoice } from "./steps/choice.ts";
import { emitFail } from "./steps/fail.ts";
import { emitLambda } from "./steps/lambda.ts";
import { emitMap } from "./steps/map.ts";
import { emitParallel } from "./steps/parallel.ts";
import { emitPass } from "./steps/pass.ts";
import { emitSucceed } from "./steps/succeed.ts";
import { emitWait } from "./steps/wait.ts";

/** Writes the states of a block that has steps; the first of them is named like its first step. */
export function emitBlock(context: Context, block: Block, exit: Exit): void {
  block.steps.forEach((step, index) => {
    const next = block.steps[index + 1];
    emitStep(index === 0 ? context : settled(context), step, next ? { next: next.id, targets: [] } : exit);
  });
}

/** The state that a way into `block` leads to; undefined where the block is empty and the scope ends. */
export function entryOf(block: Block, exit: Exit): string | undefined {
  return block.steps[0]?.id ?? exit.next;
}

/** Writes the state that stands for a path without steps where the scope ends: there is no next state to go to. */
export function emitEmptyEnd(context: Context, options: { step: string; name: string; exit: Exit }): void {
  const { step, name, exit } = options;
  addState(context, {
    step,
    role: "empty",
    name,
    state: { Type: "Pass", ...leave(context, { step: "", exit, value: "{% null %}" }) },
  });
}

function emitStep(context: Context, step: Step, exit: Exit): void {
  switch (step.kind) {
    case "lambda":
      emitLambda(context, step, exit);
      break;
    case "pass":
      emitPass(context, step, exit);
      break;
    case "choice":
      emitChoice(context, step, exit);
      break;
    case "parallel":
      emitParallel(context, step, exit);
      break;
    case "map":
      emitMap(context, step, exit);
      break;
    case "wait":
      emitWait(context, step, exit);
      break;
    case "succeed":
      emitSucceed(context, step);
      break;
    case "fail":
      emitFail(context, step);
      break;
  }
}
