/** A name that is unknown where it is read but is a step elsewhere gets a better explanation than "unknown". */
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Frame } from "./frame.ts";
import type { IdPlace } from "./ids.ts";

/** Rewrites the `unknown-name` diagnostics of names that are ids of this file. */
export function explainUnknownNames(frame: Frame): void {
  const { diagnostics } = frame;
  diagnostics.all.forEach((diagnostic, index) => {
    if (diagnostic.code !== "unknown-name") return;
    const text = frame.document.text.slice(...diagnostic.range);
    const place = frame.ids.get(text);
    if (place) diagnostics.all[index] = explain(frame, diagnostic, { id: text, place });
  });
}

function explain(frame: Frame, diagnostic: Diagnostic, known: { id: string; place: IdPlace }): Diagnostic {
  const { id, place } = known;
  const line = frame.document.lines.linePos(place.range[0]).line;
  const base = { ...diagnostic, code: "value-out-of-scope" as const };
  if (place.what === "branch") {
    const holder = String(place.path.at(-3));
    return {
      ...base,
      message: `\`${id}\` is a branch; its value is a field of \`${holder}\`.`,
      fix: `Read ${holder}.${id} after \`${holder}\`.`,
    };
  }
  const holder = holderOf(frame, place);
  if (place.range[0] > diagnostic.range[0]) {
    return {
      ...base,
      message: `\`${id}\` (line ${line}) runs later: its value does not exist yet.`,
      fix: "Move the step up, or read an earlier value.",
    };
  }
  if (holder === undefined) return { ...base, message: `The value of \`${id}\` (line ${line}) does not exist here.` };
  return {
    ...base,
    message: `\`${id}\` (line ${line}) stands in a block of \`${holder}\`, and its value cannot be seen outside that block.`,
    fix: `Let it be the last step of its block and read \`${holder}\` instead: a block's value is its last step's.`,
  };
}

/** The innermost step that holds the step in one of its blocks. */
function holderOf(frame: Frame, place: IdPlace): string | undefined {
  for (let length = place.path.length - 1; length > 0; length--) {
    const id = String(place.path[length - 1]);
    const known = frame.ids.get(id);
    if (known?.what === "step" && known.path.length === length) return id;
  }
  return undefined;
}
