/**
 * From a place in a decoded YAML scalar back to the source: quotes, escapes, folded lines and the indentation
 * of block scalars all shift it.
 */
import type { Scalar } from "yaml";
import type { Range } from "../../diagnostics/diagnostic.ts";

/** Turns a range of the decoded text into a range of the file. */
export type Positions = (start: number, end: number) => Range;

/** @param source the text of the whole file, of which the node was parsed */
export function positionsIn(node: Scalar, source: string): Positions {
  const text = String(node.value);
  const [start, end] = node.range ?? [0, 0];
  const offsets = align(text, { node, source, start, end });
  return (from, to) => {
    const first = offsets[Math.min(from, offsets.length - 1)] ?? start;
    if (from >= text.length) return [Math.min(first, end), Math.max(first, end)];
    const last = offsets[Math.max(Math.min(to, text.length) - 1, from)] ?? first;
    return [first, Math.max(first + 1, last + 1)];
  };
}

type Piece = { readonly node: Scalar; readonly source: string; readonly start: number; readonly end: number };

/** For each character of the decoded text the offset of the source where it is written, and one past the end. */
function align(text: string, { node, source, start, end }: Piece): readonly number[] {
  const offsets: number[] = [];
  const isBlock = node.type === "BLOCK_FOLDED" || node.type === "BLOCK_LITERAL";
  const double = node.type === "QUOTE_DOUBLE";
  const single = node.type === "QUOTE_SINGLE";
  let at = isBlock ? source.indexOf("\n", start) + 1 : double || single ? start + 1 : start;
  while (offsets.length < text.length && at < end) {
    const char = source[at]!;
    if (double && char === "\\") {
      const escaped = escapeAt(source, at);
      for (let index = 0; index < escaped.units; index++) offsets.push(at);
      at += escaped.length;
    } else if (single && char === "'") {
      offsets.push(at);
      at += 2;
    } else if (/\s/.test(char)) {
      at = alignBlank({ text, source, at, end, offsets, lineStart: isBlock && (at === 0 || source[at - 1] === "\n") });
    } else {
      offsets.push(at);
      at++;
    }
  }
  while (offsets.length < text.length) offsets.push(Math.min(at, Math.max(start, end - 1)));
  offsets.push(Math.min(at, end));
  return offsets;
}

/** A run of blanks: without a line end it stands as it is, else it is a fold, or an indentation. */
function alignBlank(run: {
  text: string;
  source: string;
  at: number;
  end: number;
  offsets: number[];
  lineStart: boolean;
}): number {
  const { text, source, offsets } = run;
  let stop = run.at;
  while (stop < run.end && /\s/.test(source[stop]!)) stop++;
  const folded = run.lineStart || source.slice(run.at, stop).includes("\n");
  const from = offsets.length;
  let to = from;
  while (to < text.length && /\s/.test(text[to]!)) to++;
  if (!folded) to = Math.min(to, from + stop - run.at);
  else if (source[stop] === "\\") to = Math.min(to, from + foldLength(source.slice(run.at, stop)));
  // Blanks that stay are the last ones of the run; what a fold drops is the line's end and its indentation.
  for (let index = from; index < to; index++) offsets.push(Math.max(run.at, stop - (to - index)));
  return stop;
}

/** YAML 1.2 §6.5: one line end becomes a space, n of them become n - 1. */
function foldLength(run: string): number {
  const lines = run.split("\n").length - 1;
  return lines === 1 ? 1 : lines - 1;
}

/** The escape of a double-quoted scalar at this place: its length, and how many UTF-16 units it stands for. */
function escapeAt(source: string, at: number): { readonly length: number; readonly units: number } {
  const kind = source[at + 1];
  if (kind === "x") return { length: 4, units: 1 };
  if (kind === "u") return { length: 6, units: 1 };
  if (kind === "U") return { length: 10, units: Number.parseInt(source.slice(at + 2, at + 10), 16) > 0xffff ? 2 : 1 };
  const lineEnd = /^\\\r?\n[ \t]*/.exec(source.slice(at));
  // An escaped line end joins two lines without anything between them.
  return lineEnd === null ? { length: 2, units: 1 } : { length: lineEnd[0].length, units: 0 };
}
