import type { Step } from "../ir/types.ts";
import type { State } from "./context.ts";

/** `Comment` of a state: the step's title and description, where it has them. */
export function stateComment(step: Step): State {
  const text = [step.title, step.description].filter(Boolean).join(": ");
  return text === "" ? {} : { Comment: text };
}
