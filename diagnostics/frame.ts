/** The lines around a place, with a mark under it. */
import { codeFrameColumns } from "@babel/code-frame";
import type { Range } from "./diagnostic.ts";
import { positionOf } from "./position.ts";

const longest = 140;

/** A frame of up to three lines without colour; undefined when there is no text to show. A place of several lines is marked on its first. */
export function frame(text: string, range: Range): string | undefined {
  if (text.trim() === "") return undefined;
  const { line, column } = positionOf(text, range[0]);
  const start = range[0] - (column - 1);
  const before = lineBefore(text, start);
  const own = lineAt(text, start);
  const after = lineAfter(text, start);
  const marked = text.slice(range[0], range[1]).split(/\r?\n/, 1)[0]!.trimEnd().length;
  const shift = own.length > longest ? Math.max(0, column - 41) : 0;
  const lines = [before.slice(0, longest), own.slice(shift, shift + longest), after.slice(0, longest)].map(printable);
  const place = {
    start: { line: 2, column: column - shift },
    end: { line: 2, column: column - shift + Math.max(1, Math.min(marked, longest)) },
  };
  return renumber(codeFrameColumns(lines.join("\n"), place, { linesAbove: 1, linesBelow: 1 }), line);
}

const lineAt = (text: string, start: number): string => {
  if (start > text.length) return "";
  const end = text.indexOf("\n", start);
  return text.slice(start, end === -1 ? undefined : end).replace(/\r$/, "");
};

const lineAfter = (text: string, start: number): string => {
  const end = text.indexOf("\n", start);
  return end === -1 ? "" : lineAt(text, end + 1);
};

const lineBefore = (text: string, start: number): string =>
  start === 0 ? "" : lineAt(text, text.lastIndexOf("\n", start - 2) + 1);

/** The frame was made from three lines cut out of the text: their numbers become the file's, lines that are not there go. */
function renumber(rendered: string, line: number): string {
  const width = String(line + 1).length;
  return rendered
    .split("\n")
    .flatMap((row) => {
      const [, mark = " ", number = "", rest = ""] = /^(>| ) (\d| ) \|(.*)$/.exec(row) ?? [];
      const real = number === " " ? 0 : line - 2 + Number(number);
      if (number !== " " && real < 1) return [];
      if (mark === " " && number !== " " && rest.trim() === "") return [];
      return [`${mark} ${(real === 0 ? "" : String(real)).padStart(width)} |${rest}`];
    })
    .join("\n");
}

/** Nothing that a terminal would obey: control characters and those that turn the direction of writing. */
export const printable = (text: string): string =>
  text.replaceAll(/(?![\n\t])[\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, "\u00B7");
