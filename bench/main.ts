/**
 * `npm run bench`: what the compiler costs, as ratios within one run. Prints Markdown; `-- --write` puts it into
 * docs/benchmarks.md, `-- --lab` also runs each shipped pipeline once on the lab's engines.
 */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { cold } from "./cold.ts";
import { growth } from "./growth.ts";
import { imports } from "./imports.ts";
import { size } from "./size.ts";
import { helpers, unitsOnTheLab } from "./units.ts";

const parts: readonly (readonly [title: string, work: () => string | Promise<string>])[] = [
  ["Compile time", growth],
  ["Cold start", cold],
  ["Size", size],
  ["Helpers", helpers],
  ...(process.argv.includes("--lab") ? ([["State transitions and tasks per run", unitsOnTheLab]] as const) : []),
  ["Import time", imports],
];

const sections: string[] = [];
for (const [title, work] of parts) {
  process.stderr.write(`${title} …\n`);
  sections.push(`## ${title}\n\n${await work()}\n`);
}
const machine = `${os.cpus().length} cores (${os.cpus()[0]?.model.trim()}), shared with other work; load ${os.loadavg()[0]?.toFixed(1)} at the end`;
const text = `# Benchmarks

Made by \`npm run bench -- --lab --write\` on ${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${machine}.
Times are medians with the spread in brackets; ratios compare runs that took turns on the same machine.

${sections.join("\n")}`;
process.stdout.write(text);
if (process.argv.includes("--write"))
  fs.writeFileSync(path.join(import.meta.dirname, "..", "docs", "benchmarks.md"), text);
