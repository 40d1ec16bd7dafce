/**
 * All file writing of the lab: whole or not at all, with failures in plain words. Logs and what the engines
 * write themselves are not here. Tests replace the operations, to put in ENOSPC.
 */
import fs from "node:fs";
import path from "node:path";
import { LabProblem } from "./lab-problem.ts";

/** The operations that change the disk. A test may replace one for a while. */
export const operations = {
  writeFileSync: fs.writeFileSync as (file: string, text: string) => void,
  renameSync: fs.renameSync as (from: string, to: string) => void,
  linkSync: fs.linkSync as (from: string, to: string) => void,
  mkdirSync: (directory: string) => {
    fs.mkdirSync(directory, { recursive: true });
  },
  copyFileSync: (from: string, to: string) => fs.copyFileSync(from, to, fs.constants.COPYFILE_FICLONE),
};

let counter = 0;

/** A name beside `file` that no other process uses. */
function temporary(file: string): string {
  counter += 1;
  return `${file}.${process.pid}.${counter}.tmp`;
}

/** Writes a text file whole or not at all, with its folder. Throws LabProblem LAB-WRITE. */
export function writeFile(file: string, text: string): void {
  const scratch = temporary(file);
  guarded(file, scratch, () => {
    operations.mkdirSync(path.dirname(file));
    operations.writeFileSync(scratch, text);
    operations.renameSync(scratch, file);
  });
}

/** As writeFile, but only if there is no such file yet: false when there is. */
export function createFile(file: string, text: string): boolean {
  const scratch = temporary(file);
  return guarded(file, scratch, () => {
    operations.mkdirSync(path.dirname(file));
    operations.writeFileSync(scratch, text);
    try {
      operations.linkSync(scratch, file);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
      throw error;
    } finally {
      fs.rmSync(scratch, { force: true });
    }
  });
}

/** Copies a file whole or not at all. */
export function copyFile(from: string, to: string): void {
  const scratch = temporary(to);
  guarded(to, scratch, () => {
    operations.mkdirSync(path.dirname(to));
    operations.copyFileSync(from, scratch);
    operations.renameSync(scratch, to);
  });
}

export function makeDirectory(directory: string): void {
  guarded(directory, undefined, () => operations.mkdirSync(directory));
}

/** Removes a file or a folder with all that is in it; it need not exist. */
export function remove(target: string): void {
  guarded(target, undefined, () => fs.rmSync(target, { recursive: true, force: true, maxRetries: 3 }));
}

/** The text of a file, or undefined when there is none. */
export function readFile(file: string): string | undefined {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    // ENOTDIR: a file stands where a folder of the path would be; writing will say so.
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}

/** What a JSON file holds, or undefined when there is none or it is no JSON. */
export function readJson<T>(file: string): T | undefined {
  const text = readFile(file);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as T;
  } catch {
    return undefined;
  }
}

/** The last lines of a text file; '' when there is none. At most the last 64 KB are read. */
export function tail(file: string, lines: number): string {
  let handle: number | undefined;
  try {
    handle = fs.openSync(file, "r");
    const size = fs.fstatSync(handle).size;
    const buffer = Buffer.alloc(Math.min(size, 65_536));
    fs.readSync(handle, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString("utf8").trimEnd().split("\n").slice(-lines).join("\n");
  } catch {
    return "";
  } finally {
    if (handle !== undefined) fs.closeSync(handle);
  }
}

function guarded<T>(file: string, scratch: string | undefined, work: () => T): T {
  try {
    return work();
  } catch (error) {
    try {
      if (scratch !== undefined) fs.rmSync(scratch, { force: true });
    } catch {
      // A file stands where its folder would be, so it is not there.
    }
    throw new LabProblem({ code: "LAB-WRITE", message: `Cannot write ${file}: ${reason(error)}.`, cause: error });
  }
}

function reason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOSPC") return "the disk is full (ENOSPC)";
  if (code === "EACCES" || code === "EPERM") return `permission denied (${code})`;
  if (code === "EROFS") return "the file system is read-only (EROFS)";
  return error instanceof Error ? error.message : String(error);
}
