/** A block becomes a chain of tasks; each step starts when the one before it went well. */
import type { Block, Step } from "../ir/types.ts";
import type { At, Context, Emitted } from "./context.ts";
import { emitChoice } from "./steps/choice.ts";
import { emitFail } from "./steps/fail.ts";
import { emitLambda } from "./steps/lambda.ts";
import { emitMap } from "./steps/map.ts";
import { emitParallel } from "./steps/parallel.ts";
import { emitPass } from "./steps/pass.ts";
import { emitSucceed } from "./steps/succeed.ts";
import { emitWait } from "./steps/wait.ts";

/** Writes the tasks of a block that has steps. */
export function emitBlock(context: Context, block: Block, at: Omit<At, "last">): Emitted {
  let entries: Emitted["entries"] = [];
  let before: Emitted | undefined;
  for (const [index, step] of block.steps.entries()) {
    const last = index === block.steps.length - 1;
    const emitted = emitStep(context, step, {
      ...(before
        ? after(before)
        : { ...(at.after ? { after: at.after } : {}), ...(at.guard ? { guard: at.guard } : {}) }),
      wrap: at.wrap && last,
      last,
    });
    if (before) before.onNext?.(emitted.entries);
    else entries = emitted.entries;
    context.values.set(step.id, emitted.value);
    before = emitted;
  }
  if (!before) throw new Error("an empty block has no tasks");
  return { ...before, entries };
}

function after(before: Emitted): Pick<At, "after" | "guard"> {
  return { ...(before.exit ? { after: before.exit } : {}), ...(before.guard ? { guard: before.guard } : {}) };
}

function emitStep(context: Context, step: Step, at: At): Emitted {
  switch (step.kind) {
    case "lambda":
      return emitLambda(context, step, at);
    case "pass":
      return emitPass(context, step, at);
    case "choice":
      return emitChoice(context, step, at);
    case "parallel":
      return emitParallel(context, step, at);
    case "map":
      return emitMap(context, step, at);
    case "wait":
      return emitWait(context, step, at);
    case "succeed":
      return emitSucceed(context, step, at);
    case "fail":
      return emitFail(context, step, at);
  }
}
