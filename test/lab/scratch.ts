/** A folder that lives as long as one test, with PARALLAX_HOME set to it. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach } from "vitest";

export function useScratch(): { readonly folder: string } {
  const scratch = { folder: "" };
  beforeEach(() => {
    scratch.folder = fs.mkdtempSync(path.join(os.tmpdir(), "parallax-lab-"));
    process.env.PARALLAX_HOME = scratch.folder;
  });
  afterEach(() => {
    delete process.env.PARALLAX_HOME;
    fs.rmSync(scratch.folder, { recursive: true, force: true });
  });
  return scratch;
}

/** Writes a shell script that can be run. */
export function script(file: string, body: string): string {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  return file;
}
