/**
 * A long random run by hand:
 *   node --import tsx test/expressions/long.ts --cases 60000 --seed 1 [--python NAME] [--emulator PYTHON]
 * `--emulator`: the Python of the lab's emulator, whose own JSONata is then compared too.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Engine, jsonataEngine, runRandomCases } from "./random-cases.ts";
import { findPython, type Outcome, runPython } from "./support.ts";

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "60000" },
    seed: { type: "string", default: "1" },
    show: { type: "string", default: "10" },
    python: { type: "string" },
    emulator: { type: "string" },
  },
});

const python = values.python ?? findPython();
if (python === undefined) throw new Error("no Python 3.10 or later on the PATH");
const engines: Engine[] = [
  jsonataEngine,
  { name: "python", language: "python", run: (cases) => runPython(python, cases) },
];
const { emulator } = values;
if (emulator !== undefined) {
  const script = fileURLToPath(new URL("run_emulator.py", import.meta.url));
  const run: Engine["run"] = (cases) => {
    const result = spawnSync(emulator, [script], {
      input: JSON.stringify({ cases }),
      maxBuffer: 1 << 30,
      encoding: "utf8",
    });
    if (result.status !== 0) throw new Error(result.stderr.slice(-2000));
    return JSON.parse(result.stdout) as Outcome[];
  };
  engines.push({ name: "emulator", language: "jsonata", run });
}

const batch = 10_000;
const total = { cases: 0, failed: 0, differences: 0, surprises: 0 };
const refused: Record<string, number> = {};
for (let done = 0; done < Number(values.cases); done += batch) {
  const count = Math.min(batch, Number(values.cases) - done);
  const report = await runRandomCases({ count, seed: Number(values.seed) + done, engines });
  total.cases += report.cases;
  total.failed += report.failed;
  total.differences += report.differences.length;
  total.surprises += report.surprises.length;
  for (const [code, times] of Object.entries(report.refused)) refused[code] = (refused[code] ?? 0) + times;
  for (const found of [...report.differences, ...report.surprises].slice(0, Number(values.show))) {
    console.log(`--- ${found.source}\n  jsonata ${found.jsonata}\n  python  ${found.python}`);
    for (const [name, outcome] of Object.entries(found.outcomes))
      console.log(`  ${name}: ${JSON.stringify(outcome).slice(0, 300)}`);
    console.log(`  variables ${JSON.stringify(found.variables).slice(0, 900)}`);
  }
}
console.log(JSON.stringify({ ...total, refused }));
process.exitCode = total.differences + total.surprises > 0 ? 1 : 0;
