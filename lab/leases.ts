/** Who uses a lab: one file per client, worth as much as the process that it names. */
import fs from "node:fs";
import path from "node:path";
import { readJson, remove, writeFile } from "./files.ts";
import type { LabPaths } from "./paths.ts";
import { isAlive, type ProcessId, self } from "./processes.ts";

export type Lease = { readonly file: string; readonly holder: ProcessId };

let counter = 0;

/** Says that this process uses the lab, until `dropLease` or its end. */
export function takeLease(paths: LabPaths): Lease {
  counter += 1;
  const holder = self();
  const file = path.join(paths.leases, `${holder.pid}-${counter}.json`);
  writeFile(file, JSON.stringify(holder));
  return { file, holder };
}

export function dropLease(lease: Lease): void {
  remove(lease.file);
}

/** The leases of live processes. Those of dead ones are removed. */
export function liveLeases(paths: LabPaths): Lease[] {
  const live: Lease[] = [];
  for (const name of names(paths.leases)) {
    const file = path.join(paths.leases, name);
    const holder = readJson<ProcessId>(file);
    if (holder !== undefined && isAlive(holder)) live.push({ file, holder });
    else remove(file);
  }
  return live;
}

function names(folder: string): string[] {
  try {
    return fs.readdirSync(folder).filter((name) => name.endsWith(".json"));
  } catch {
    return [];
  }
}
