/** Offsets to lines and columns. */

export type Position = { readonly line: number; readonly column: number };

/** The line and column, both from 1, of an offset; columns count UTF-16 units, as editors do. */
export function positionOf(text: string, offset: number): Position {
  const at = Math.max(0, Math.min(offset, text.length));
  let line = 1;
  let start = 0;
  for (let next = text.indexOf("\n"); next !== -1 && next < at; next = text.indexOf("\n", start)) {
    line++;
    start = next + 1;
  }
  return { line, column: at - start + 1 };
}
