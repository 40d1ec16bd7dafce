/** State transitions and Airflow tasks: how many, against the least that a person would write, and why each helper is there. */
import fs from "node:fs";
import { artifactsOf } from "../cli/artifacts.ts";
import { runBoth } from "../cli/run-both.ts";
import { chooseRuns } from "../cli/scenario.ts";
import { deploy } from "../engines/deploy.ts";
import { openEngines } from "../engines/open.ts";
import { type Compiled, compile } from "../generators/compile.ts";
import { ensureLab } from "../lab/lab.ts";
import { minima, whyState, whyTask } from "./minima.ts";
import { table } from "./stats.ts";

function compileShipped(name: string): Compiled {
  const file = `pipelines/${name}.yaml`;
  const { compiled } = compile({ file, text: fs.readFileSync(file, "utf8") });
  if (!compiled) throw new Error(`${file} does not compile`);
  return compiled;
}

/** Every state and task that is no step of the spec. Throws when one has no reason in minima.ts. */
export function helpers(): string {
  const rows = minima.flatMap(({ pipeline }) => {
    const { map, asl } = compileShipped(pipeline);
    const states = map.steps.flatMap(({ asl }) =>
      asl.states.filter(({ role }) => role !== "step").map(({ name }) => name),
    );
    const first = (JSON.parse(asl) as { StartAt: string }).StartAt === "input" ? ["input"] : [];
    const tasks = map.steps.flatMap(({ step, airflow }) =>
      airflow.tasks.filter(({ id }) => id !== step).map(({ id }) => id),
    );
    const own = new Set(map.steps.flatMap(({ airflow }) => airflow.tasks.map(({ id }) => id)));
    const output = [...new Set(map.output.map(({ task }) => task))].filter((task) => !own.has(task));
    return [
      ...[...first, ...states].map((name) => [pipeline, `state \`${name}\``, whyState(name)]),
      ...[...tasks, ...output].map((id) => [pipeline, `task \`${id}\``, whyTask(id)]),
    ];
  });
  return table(["pipeline", "helper", "why it is needed"], rows);
}

/** Runs one scenario of each shipped pipeline on the lab. */
export async function unitsOnTheLab(): Promise<string> {
  const lab = await ensureLab({ onProgress: (line) => process.stderr.write(`lab: ${line}\n`) });
  const engines = openEngines(lab.target);
  const rows: string[][] = [];
  try {
    for (const { pipeline, scenario, transitions, tasks, how } of minima) {
      const compiled = compileShipped(pipeline);
      const artifacts = artifactsOf(compiled, { root: process.cwd() });
      await deploy({ target: lab.target, artifacts, clients: engines.clients });
      const [run] = chooseRuns(compiled.pipeline, { scenario });
      const { left, right } = await runBoth({ compiled, run: run!, engines });
      rows.push([`${pipeline} ${scenario}`, `${left.units} (${transitions})`, `${right.units} (${tasks})`, how]);
    }
  } finally {
    engines.close();
    await lab.release();
  }
  return table(["run", "transitions (by hand)", "tasks (by hand)", "how the least is counted"], rows);
}
