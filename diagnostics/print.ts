/** Diagnostics as text for people: place, code, message, frame, cause and cure. */
import pc from "picocolors";
import { catalogue } from "./catalogue.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { frame, printable } from "./frame.ts";
import { positionOf } from "./position.ts";

export type PrintOptions = {
  /** The text of a file, for its frames. */
  readonly textOf: (file: string) => string | undefined;
  /** Default: only when stderr is a terminal and NO_COLOR is not set. */
  readonly color?: boolean;
  /** How many are shown; the rest are counted (default 20). */
  readonly max?: number;
};

/** True when colours may be written to this stream (https://no-color.org). */
export const wantsColor = (stream: { isTTY?: boolean }): boolean =>
  stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== "dumb";

/** All diagnostics and a summary line, ending in a line break; "" when there are none. Errors come before warnings when not all are shown. */
export function printDiagnostics(diagnostics: readonly Diagnostic[], options: PrintOptions): string {
  if (diagnostics.length === 0) return "";
  const { color = wantsColor(process.stderr), max = 20, textOf } = options;
  const paint = pc.createColors(color);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const shown =
    diagnostics.length > max
      ? [...errors, ...diagnostics.filter(({ severity }) => severity === "warning")].slice(0, max)
      : diagnostics;
  const explained = new Set<string>();
  const blocks = shown.map((diagnostic) => {
    const first = !explained.has(diagnostic.code);
    explained.add(diagnostic.code);
    return block({ diagnostic, text: textOf(diagnostic.file) ?? "", paint, first });
  });
  return `${[...blocks, summary({ diagnostics, errors: errors.length, shown: shown.length })].join("\n\n")}\n`;
}

type Paint = ReturnType<typeof pc.createColors>;

/** The cause is told once per code: the second time it is known. */
function block(options: { diagnostic: Diagnostic; text: string; paint: Paint; first: boolean }): string {
  const { diagnostic, text, paint, first } = options;
  const { code, severity, message, file, range } = diagnostic;
  const { line, column } = positionOf(text, range[0]);
  const tone = severity === "error" ? paint.red : paint.yellow;
  const entry = catalogue[code];
  const parts = [`${paint.bold(`${file}:${line}:${column}:`)} ${tone(`${severity} ${code}:`)} ${printable(message)}`];
  const shown = frame(text, range);
  if (shown) parts.push(shown.replaceAll(/^>|\^+$/gm, (mark) => tone(mark)));
  if (first) parts.push(`  ${paint.dim("why:")} ${entry.cause}`);
  parts.push(`  ${paint.green("fix:")} ${printable(diagnostic.fix ?? entry.fix)}`);
  return parts.join("\n");
}

function summary(options: { diagnostics: readonly Diagnostic[]; errors: number; shown: number }): string {
  const { diagnostics, errors, shown } = options;
  const files = new Set(diagnostics.map(({ file }) => file));
  const warnings = diagnostics.length - errors;
  const counts = [count(errors, "error"), count(warnings, "warning")].filter((part) => part !== "").join(", ");
  const where = files.size === 1 ? [...files][0] : `${files.size} files`;
  const rest = diagnostics.length > shown ? ` (${diagnostics.length - shown} more not shown)` : "";
  const code = diagnostics[0]!.code;
  return `${counts} in ${where}${rest}. More about a code: npm run explain -- ${code}`;
}

const count = (number: number, word: string): string =>
  number === 0 ? "" : `${number} ${word}${number === 1 ? "" : "s"}`;
