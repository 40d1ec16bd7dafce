/** Text in columns that fit a width. Cells are laid out plain and painted last, so colours never upset a column. */
import { stripVTControlCharacters } from "node:util";

export type Cell = { readonly text: string; readonly paint?: (text: string) => string };

export const cell = (text: string, paint?: Cell["paint"]): Cell => ({ text, ...(paint && { paint }) });

const gap = "  ";

/** One line for each row; the widest columns are cut with … until a line fits. */
export function layout(rows: readonly (readonly Cell[])[], width = Number.POSITIVE_INFINITY): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, at) =>
    Math.max(0, ...rows.map((row) => length(row[at]?.text ?? ""))),
  );
  const room = Math.max(columns * 6, width - 2 - gap.length * (columns - 1));
  for (let spare = widths.reduce((a, b) => a + b, 0) - room; spare > 0; spare -= 1) {
    const widest = widths.indexOf(Math.max(...widths));
    widths[widest] = (widths[widest] ?? 1) - 1;
  }
  return rows.map((row) => {
    const last = row.findLastIndex(({ text }) => text !== "");
    const cells = row.slice(0, last + 1).map(({ text, paint = (plain) => plain }, at) => {
      const fitted = cut(text, widths[at] ?? 0);
      return paint(fitted) + (at === last ? "" : " ".repeat((widths[at] ?? 0) - length(fitted)));
    });
    return `  ${cells.join(gap)}`;
  });
}

/** Code points: ids and error names are hardly ever wider than that. */
const length = (text: string): number => [...text].length;

/** The length of a line without its colours. */
export const plainLength = (line: string): number => length(stripVTControlCharacters(line));

function cut(text: string, width: number): string {
  return length(text) <= width ? text : `${[...text].slice(0, Math.max(0, width - 1)).join("")}…`;
}
