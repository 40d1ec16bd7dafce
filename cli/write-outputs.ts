/** Writes many files whole or not at all. */
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { WriteProblem } from "./problem.ts";

export type OutputFile = { readonly file: string; readonly text: string };

/** How files reach the disk; a test puts a full disk in here. */
export type Disk = {
  write(file: string, text: string): void;
  copy(from: string, to: string): void;
  rename(from: string, to: string): void;
};

export const disk: Disk = {
  write: (file, text) => writeFileSync(file, text),
  copy: (from, to) => copyFileSync(from, to),
  rename: (from, to) => renameSync(from, to),
};

/**
 * Writes every file, and a copy of what it replaces, beside its place first, and only then moves all into place. A
 * write that fails leaves what was there before; a move that fails is taken back. Folders are made. `what` names the
 * files in the message.
 * @throws WriteProblem with the reason
 */
export function writeWhole(
  root: string,
  files: readonly OutputFile[],
  options: { to?: Disk; what?: string } = {},
): void {
  const { to = disk, what = "outputs" } = options;
  const staged = files.map(({ file, text }) => {
    const final = path.join(root, file);
    const beside = (end: string) => path.join(path.dirname(final), `.${path.basename(final)}.${process.pid}.${end}`);
    return { final, text, fresh: beside("new"), old: beside("old") };
  });
  const moved: { final: string; old: string }[] = [];
  try {
    for (const { final, fresh, old, text } of staged) {
      mkdirSync(path.dirname(final), { recursive: true });
      to.write(fresh, text);
      if (existsSync(final)) to.copy(final, old);
    }
    for (const file of staged) {
      to.rename(file.fresh, file.final);
      moved.push(file);
    }
  } catch (error) {
    for (const { final, old } of moved) {
      if (existsSync(old)) renameSync(old, final);
      else rmSync(final, { force: true });
    }
    throw problem(error, { what, root });
  } finally {
    for (const { fresh, old } of staged) for (const file of [fresh, old]) removeIfThere(file);
  }
}

/**
 * Makes the folder and tries whether it takes a file, so that work whose result could not be kept is not begun.
 * @throws WriteProblem with the reason
 */
export function requireWritable(root: string, folder: string, options: { to?: Disk; what: string }): void {
  const { to = disk, what } = options;
  const probe = path.join(root, folder, `.probe.${process.pid}`);
  try {
    mkdirSync(path.dirname(probe), { recursive: true });
    to.write(probe, "\n");
  } catch (error) {
    throw problem(error, { what, root });
  } finally {
    removeIfThere(probe);
  }
}

function removeIfThere(file: string): void {
  // existsSync also answers false where a file stands in the place of a folder, which rmSync would choke on.
  if (existsSync(file)) rmSync(file, { force: true });
}

function problem(error: unknown, { what, root }: { what: string; root: string }): WriteProblem {
  const { code, message, syscall, path: place } = error as NodeJS.ErrnoException;
  const folder = place === undefined || syscall === "mkdir" ? place : path.dirname(place);
  const where = folder === undefined || code === "ENOSPC" ? "" : ` (${path.relative(root, folder) || "."})`;
  return new WriteProblem(
    `The ${what} cannot be written: ${words[code ?? ""] ?? message}${where}. Nothing was changed.`,
    "Make room or mend the permissions, then try again.",
  );
}

const words: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EACCES: "the folder may not be written",
  EPERM: "the folder may not be written",
  EROFS: "the file system is read-only",
  ENOTDIR: "a file stands where a folder must be",
  EEXIST: "a file stands where a folder must be",
  EISDIR: "a folder stands where a file must be",
};
