/** Import time of each shipped DAG against the same DAG written by hand. */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { airflowBase } from "../lab/airflow-environment.ts";
import { engineEnvironment } from "../lab/child-environment.ts";
import { finished } from "../lab/environments.ts";
import { defaultAirflowVersion } from "../lab/settings.ts";
import { shown, statsOf, table } from "./stats.ts";

const root = path.join(import.meta.dirname, "..");

export function imports(): string {
  const environment = finished(`airflow-${defaultAirflowVersion}`);
  if (environment === undefined)
    return "Left out: the lab's Airflow is not installed (`npm run lab -- up` installs it).";
  const names = fs.readdirSync(path.join(import.meta.dirname, "by-hand")).filter((file) => file.endsWith(".py"));
  const files = names.flatMap((name) => [
    path.join(root, "dags-out", name),
    path.join(import.meta.dirname, "by-hand", name),
  ]);
  const home = fs.mkdtempSync(path.join(os.tmpdir(), "parallax-bench-"));
  try {
    const output = execFileSync(environment.python, [path.join(import.meta.dirname, "imports.py"), ...files], {
      env: engineEnvironment(airflowBase(home)),
      stdio: ["ignore", "pipe", "pipe"],
      encoding: "utf8",
    });
    const pairs = JSON.parse(output.trim().split("\n").at(-1) ?? "[]") as [number[], number[]][];
    const rows = pairs.map(([ours, hand], at) => {
      const [compiled, written] = [statsOf(ours), statsOf(hand)];
      const ratio = `**${(compiled.best / written.best).toFixed(2)}**, ${(compiled.median / written.median).toFixed(2)}`;
      return [names[at] ?? "", shown(compiled, 2), shown(written, 2), ratio];
    });
    return table(["DAG", "compiled, CPU ms", "by hand, CPU ms", "ratio (best, median; at most 1.2)"], rows);
  } finally {
    fs.rmSync(home, { recursive: true, force: true });
  }
}
