/**
 * Diagnostics are data: a code from the catalogue, a place and the words that fit this one case.
 * Text is made only when a diagnostic is printed (print.ts), so that tests compare codes and places.
 */
import { type Code, catalogue, type Severity } from "./catalogue.ts";

/** Offsets into the text of one file: the first character, and the one after the last. */
export type Range = readonly [start: number, end: number];

export type Diagnostic = {
  readonly code: Code;
  readonly severity: Severity;
  /** What is wrong here, in one sentence with the names of this case. */
  readonly message: string;
  /** How to mend this case; without it the catalogue's general cure is shown. */
  readonly fix?: string;
  readonly file: string;
  readonly range: Range;
};

/** Collects the diagnostics of one file, so that all its problems are reported at once. */
export class Diagnostics {
  readonly all: Diagnostic[] = [];
  readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  /** Adds one; the severity comes from the catalogue. */
  add(code: Code, range: Range, message: string, fix?: string): void {
    const { severity } = catalogue[code];
    this.all.push({ code, severity, message, file: this.file, range, ...(fix === undefined ? {} : { fix }) });
  }

  get hasErrors(): boolean {
    return this.all.some((diagnostic) => diagnostic.severity === "error");
  }
}
