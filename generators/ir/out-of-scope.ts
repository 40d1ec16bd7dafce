/** A name that is unknown where it is read but is a step elsewhere gets a better explanation than "unknown". */
import type { Diagnostic, Range } from "../../diagnostics/diagnostic.ts";
import type { Frame } from "./frame.ts";
import type { IdPlace } from "./ids.ts";
import type { Path } from "./types.ts";

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
  const beside = besideIn(frame, diagnostic, place);
  if (beside !== undefined) {
    return {
      ...base,
      message: `\`${id}\` (line ${line}) belongs to another branch of \`${beside}\`: branches run at once and do not see each other.`,
      fix: `Read it after \`${beside}\`, whose value is an object by branch name.`,
    };
  }
  if (place.range[0] > diagnostic.range[0]) {
    return {
      ...base,
      message: `\`${id}\` (line ${line}) runs later: its value does not exist yet.`,
      fix: "Move the step up, or read an earlier value.",
    };
  }
  if (holds(frame, place.path, diagnostic.range)) return { ...base, ...explainInside(frame, diagnostic, known) };
  const holder = holderOf(frame, place);
  if (holder === undefined) return { ...base, message: `The value of \`${id}\` (line ${line}) does not exist here.` };
  if (place.path.at(-2) === "parallel") {
    return {
      ...base,
      message: `\`${id}\` is a branch of \`${holder.id}\`; its value is a field of it.`,
      fix: `Read ${holder.id}.${id}.`,
    };
  }
  return {
    ...base,
    message: `\`${id}\` (line ${line}) stands in a block of \`${holder.id}\`, and its value cannot be seen outside that block.`,
    fix: `Let it be the last step of its block and read ${holder.read}: a block's value is its last step's.`,
  };
}

/** A step that reads itself, or what holds it: there is no value yet, or never will be. */
function explainInside(frame: Frame, { range }: Diagnostic, { id, place }: { id: string; place: IdPlace }) {
  const handlers = [...place.path, "catch"];
  if (frame.document.nodeAt(handlers) !== undefined && holds(frame, handlers, range)) {
    return {
      message: `\`${id}\` failed when its handler runs, so it has no value here.`,
      fix: "Read `error`, or what the step itself read.",
    };
  }
  if (place.what === "branch")
    return { message: `The branch \`${id}\` has no value before it has ended, and this stands inside it.` };
  return {
    message: `\`${id}\` has no value before it has ended, and this stands inside it.`,
    fix: "Read an earlier value, or `result` in the step's own `result`.",
  };
}

/** The parallel that has the place in one branch and the diagnostic in another. */
function besideIn(frame: Frame, { range }: Diagnostic, place: IdPlace): string | undefined {
  for (let length = place.path.length - 1; length > 1; length--) {
    if (place.path[length - 1] !== "parallel") continue;
    const parallel = place.path.slice(0, length - 1);
    if (!holds(frame, [...parallel, "parallel"], range)) continue;
    return holds(frame, place.path.slice(0, length + 1), range) ? undefined : String(parallel.at(-1));
  }
  return undefined;
}

function holds({ document }: Frame, path: Path, [at]: Range): boolean {
  const [start, end] = document.range(path);
  return start <= at && at < end;
}

type Holder = {
  readonly id: string /** How its value is read, where the block is that of `id`. */;
  readonly read: string;
};

/** The innermost step that holds the step in one of its blocks. */
function holderOf(frame: Frame, place: IdPlace): Holder | undefined {
  for (let length = place.path.length - 1; length > 0; length--) {
    const id = String(place.path[length - 1]);
    const known = frame.ids.get(id);
    if (known?.what !== "step" || known.path.length !== length) continue;
    const [kind, branch] = place.path.slice(length);
    if (kind === "parallel") return { id, read: `${id}.${branch} instead` };
    if (kind === "map") return { id, read: `\`${id}\` instead, the list of its items' values` };
    return { id, read: `\`${id}\` instead` };
  }
  return undefined;
}
