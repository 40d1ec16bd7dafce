/** Diagnostics as data, for `--json`. */
import { catalogue } from "./catalogue.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { type Position, positionOf } from "./position.ts";

type DiagnosticJson = {
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly cause: string;
  readonly fix: string;
  readonly file: string;
  /** Lines and columns from 1; columns count UTF-16 units. */
  readonly start: Position;
  /** The place after the last character. */
  readonly end: Position;
};

export type DiagnosticsJson = {
  readonly version: 1;
  readonly errors: number;
  readonly warnings: number;
  readonly diagnostics: readonly DiagnosticJson[];
};

/** All diagnostics with lines and columns; `textOf` gives the text of a file (a file without one has line 1, column 1). */
export function diagnosticsToJson(
  diagnostics: readonly Diagnostic[],
  textOf: (file: string) => string | undefined,
): DiagnosticsJson {
  return {
    version: 1,
    errors: diagnostics.filter(({ severity }) => severity === "error").length,
    warnings: diagnostics.filter(({ severity }) => severity === "warning").length,
    diagnostics: diagnostics.map(({ code, severity, message, fix, file, range }) => {
      const text = textOf(file) ?? "";
      const entry = catalogue[code];
      return {
        code,
        severity,
        message,
        cause: entry.cause,
        fix: fix ?? entry.fix,
        file,
        start: positionOf(text, range[0]),
        end: positionOf(text, range[1]),
      };
    }),
  };
}
