/** Writes many files whole or not at all. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { UsageProblem } from "./problem.ts";

export type OutputFile = { readonly file: string; readonly text: string };

/** How files reach the disk; a test puts a full disk in here. */
export type Disk = { write(file: string, text: string): void; rename(from: string, to: string): void };

const disk: Disk = {
  write: (file, text) => writeFileSync(file, text),
  rename: (from, to) => renameSync(from, to),
};

/**
 * Writes every file beside its place first and only then moves all into place, so that a write that fails leaves
 * what was there before. Throws UsageProblem with the reason.
 */
export function writeWhole(root: string, files: readonly OutputFile[], to: Disk = disk): void {
  const staged = files.map(({ file, text }) => {
    const final = path.join(root, file);
    return { final, text, temporary: path.join(path.dirname(final), `.${path.basename(final)}.${process.pid}.tmp`) };
  });
  try {
    for (const { final, temporary, text } of staged) {
      mkdirSync(path.dirname(final), { recursive: true });
      to.write(temporary, text);
    }
    for (const { final, temporary } of staged) to.rename(temporary, final);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageProblem(`The outputs cannot be written: ${words[code ?? ""] ?? message}. Nothing was changed.`, "Make room or mend the permissions, then try again.");
  } finally {
    for (const { temporary } of staged) rmSync(temporary, { force: true });
  }
}

const words: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EACCES: "the folder may not be written (permissions)",
  EROFS: "the file system is read-only",
};
