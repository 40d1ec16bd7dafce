/** `generate` of 100 steps with every cache empty, against a program that only parses the same YAML and writes as much. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { stepsInARow } from "./specs.ts";
import { shown, statsOf, timed } from "./stats.ts";

const rounds = 7;
const root = path.join(import.meta.dirname, "..");

/** The generate script of package.json, as a command line. */
function generateCommand(): readonly string[] {
  const { scripts } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));
  const [program, ...words] = String(scripts.generate).split(" ");
  if (program !== "node") throw new Error("the generate script does not start node");
  return words.map((word) => (/^(cli|bench)\//.test(word) ? path.join(root, word) : word));
}

export function cold(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "parallax-bench-"));
  try {
    return measure(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function measure(folder: string): string {
  for (const name of ["pipelines", "functions"]) fs.mkdirSync(path.join(folder, name));
  fs.writeFileSync(path.join(folder, "pipelines", "bench.yaml"), stepsInARow(100));
  fs.copyFileSync(path.join(root, "test/functions/scripted.py"), path.join(folder, "functions", "scripted.py"));
  // tsx is found from the working folder.
  fs.symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  const home = path.join(folder, "home");
  const run = (words: readonly string[]): number =>
    timed(() => {
      const { status, stderr } = spawnSync(process.execPath, words, {
        cwd: folder,
        env: { ...process.env, PARALLAX_HOME: home },
      });
      if (status !== 0) throw new Error(`${words.join(" ")}: ${stderr}`);
    });
  const command = generateCommand();
  const floor = ["--import", "tsx", path.join(import.meta.dirname, "floor.ts")];
  const outputs = ["asl-out", "dags-out", "home"].map((name) => path.join(folder, name));
  // What cli/start.mjs keeps of the command line itself.
  outputs.push(path.join(root, "node_modules", ".cache", "parallax"));
  const emptyCaches = () => {
    for (const output of outputs) fs.rmSync(output, { recursive: true, force: true });
  };
  run(command);
  run(floor);
  const samples = { ours: [] as number[], floor: [] as number[], again: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    emptyCaches();
    samples.ours.push(run(command));
    samples.again.push(run(command));
    samples.floor.push(run(floor));
  }
  const ratios = statsOf(samples.ours.map((ms, round) => ms / (samples.floor[round] ?? Number.NaN)));
  const [ours, least, again] = [statsOf(samples.ours), statsOf(samples.floor), statsOf(samples.again)];
  return [
    `| what | ms |\n| --- | --- |\n| \`npm run generate\`, 100 steps, caches empty | ${shown(ours, 0)} |`,
    `| the same again, caches full | ${shown(again, 0)} |`,
    `| floor: the same YAML parsed, two files of the same size written | ${shown(least, 0)} |`,
    "",
    `Cold against the floor (at most 2): **${shown(ratios, 2)}** round by round, ${(ours.best / least.best).toFixed(2)} of the best times.`,
  ].join("\n");
}
