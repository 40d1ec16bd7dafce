/** Keeps one lab for all files of the engines project; without it each file would start its own. */
import { ensureLab } from "../../lab/lab.ts";

export default async function setup(): Promise<() => Promise<void>> {
  const lab = await ensureLab({ onProgress: (line) => process.stderr.write(`lab: ${line}\n`) });
  return async () => await lab.release();
}
