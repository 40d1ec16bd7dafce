/** Results of slow work, kept by the hash of what they were made from (toolchain.md: an unchanged pipeline loads no ruff). */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { labHome } from "../lab/paths.ts";

/**
 * The text kept under a name (`format/<hash>.py`), or what `make` gives, kept for the next time. A cache that cannot be
 * read or written costs time, nothing else.
 */
export function cached(name: string, make: () => string): string {
  const file = path.join(labHome(), "cache", name);
  try {
    return readFileSync(file, "utf8");
  } catch {
    // Not there yet.
  }
  const text = make();
  const fresh = `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(fresh, text);
    renameSync(fresh, file);
  } catch {
    try {
      rmSync(fresh, { force: true });
    } catch {
      // Its folder is none.
    }
  }
  return text;
}
