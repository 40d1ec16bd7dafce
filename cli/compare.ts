/** `npm run compare`: compile, deploy, run on both engines, compare, report. */
import path from "node:path";
import { deploy } from "../engines/deploy.ts";
import { type Engines, openEngines } from "../engines/open.ts";
import { EngineProblem } from "../engines/problem.ts";
import type { AirflowVersion } from "../generators/airflow/versions.ts";
import type { Compiled } from "../generators/compile.ts";
import { type BatchItem, batchExitCode, batchJson, batchText } from "../report/batch.ts";
import { jsonReport } from "../report/json.ts";
import type { Report } from "../report/report.ts";
import { terminalReport, wantsColour } from "../report/terminal.ts";
import { exitCode } from "../runs/comparison.ts";
import { artifactsOf } from "./artifacts.ts";
import { compileAll, report as reportDiagnostics } from "./front.ts";
import { printProblem } from "./print-problem.ts";
import { type ExitCode, Reported, UsageProblem, WriteProblem } from "./problem.ts";
import { progressTo } from "./progress.ts";
import { chooseNames, folders } from "./project.ts";
import { runBoth } from "./run-both.ts";
import { chooseRuns, type Run, type RunOptions } from "./scenario.ts";
import { type Reached, reachTarget } from "./target.ts";
import { requireWritable, writeWhole } from "./write-outputs.ts";

export type CompareOptions = RunOptions & {
  readonly root: string;
  readonly names: readonly string[];
  readonly target: string;
  readonly environment?: string;
  readonly airflow?: AirflowVersion;
  readonly json?: boolean;
  readonly keepWarm?: boolean;
  readonly signal?: AbortSignal;
};

type Planned = { readonly compiled: Compiled; readonly runs: readonly Run[] };

/** Answers with the exit code; problems that stop the whole command are thrown. */
export async function compareCommand(options: CompareOptions): Promise<ExitCode> {
  const { root } = options;
  if (options.names.length === 0 && !options.all) {
    throw new UsageProblem(
      "Which pipeline?",
      "Name one, or say --all: npm run compare -- retry-report --scenario transient",
    );
  }
  const result = compileAll(chooseNames(root, options.names), options);
  reportDiagnostics(result, options);
  const plan = result.compiled.map((compiled): Planned => ({ compiled, runs: chooseRuns(compiled.pipeline, options) }));
  requireWritable(root, folders.reports, { what: "reports" });
  const progress = progressTo(process.stderr);
  const reached = await reachTarget({ ...options, onProgress: progress });
  const engines = openEngines(reached.target);
  try {
    const { items, unwritten } = await runPlan({ plan, options, engines, reached, progress });
    const code = finish(items, options);
    if (unwritten === undefined) return code;
    // The verdict stands in the output already; with --json the problem must not spoil that document.
    const failed = printProblem(unwritten);
    return code === 0 ? failed : code;
  } finally {
    engines.close();
    if (reached.target.name === "lab") progress("leaving the lab");
    await reached.release();
  }
}

type PlanOptions = {
  plan: readonly Planned[];
  options: CompareOptions;
  engines: Engines;
  reached: Reached;
  progress: (line: string) => void;
};

/** `unwritten`: why the reports of a run could not be written; its result is among the items all the same. */
type Done = { readonly items: readonly BatchItem[]; readonly unwritten: WriteProblem | undefined };

async function runPlan({ plan, options, engines, reached, progress }: PlanOptions): Promise<Done> {
  const items: BatchItem[] = [];
  let unwritten: WriteProblem | undefined;
  const alone = plan.length === 1 && plan[0]?.runs.length === 1;
  const { signal } = options;
  for (const { compiled, runs } of plan) {
    const { name } = compiled.pipeline;
    const attempt = async <T>(scenario: string | undefined, work: () => Promise<T>): Promise<T | undefined> => {
      try {
        return await work();
      } catch (error) {
        if (alone || signal?.aborted || !(error instanceof EngineProblem)) throw withHealth(error, reached);
        items.push({
          pipeline: name,
          ...(scenario === undefined ? {} : { scenario }),
          problem: `${error.message} ${error.fix}`,
          exitCode: error.exitCode,
        });
        return undefined;
      }
    };
    signal?.throwIfAborted();
    progress(`uploading ${name}`);
    const artifacts = artifactsOf(compiled, options);
    const changes = await attempt(undefined, () =>
      deploy({
        target: reached.target,
        artifacts,
        clients: engines.clients,
        onProgress: progress,
        ...(signal ? { signal } : {}),
      }),
    );
    if (!changes) continue;
    for (const run of runs) {
      progress(`running ${[name, run.scenario].filter(Boolean).join(" · ")} on both engines`);
      const done = await attempt(run.scenario, () =>
        runBoth({ compiled, run, engines, ...(signal ? { signal } : {}) }),
      );
      if (!done) continue;
      items.push(done);
      const files = await writeReports(options.root, done).catch((error: unknown) => {
        if (!(error instanceof WriteProblem)) throw error;
        unwritten = error;
        return [];
      });
      if (alone && !options.json) {
        const colour = wantsColour(process.stdout);
        process.stdout.write(
          terminalReport(done, {
            colour,
            width: process.stdout.columns ?? 100,
            files: files.map((file) => path.join(options.root, file)),
          }),
        );
      }
    }
  }
  return { items, unwritten };
}

/** What befell an engine explains more than the call that failed. */
function withHealth(error: unknown, reached: Reached): unknown {
  const health = reached.health();
  if (health === undefined || !(error instanceof EngineProblem)) return error;
  error.message = `${error.message} In the lab, ${health}.`;
  return error;
}

/** Writes the JSON and the HTML report; answers with their paths, relative to the root. */
async function writeReports(root: string, done: Report): Promise<readonly string[]> {
  const { htmlReport } = await import("../report/html.ts");
  const stem = path.join(folders.reports, [done.pipeline, done.scenario ?? done.left.runId].join("."));
  const files = [
    { file: `${stem}.json`, text: `${JSON.stringify(jsonReport(done), null, 2)}\n` },
    { file: `${stem}.html`, text: await htmlReport(done) },
  ];
  writeWhole(root, files, { what: "reports" });
  return files.map(({ file }) => file);
}

function finish(items: readonly BatchItem[], options: CompareOptions): ExitCode {
  const [only] = items;
  const alone = items.length === 1 && only !== undefined && "comparison" in only && !options.all;
  if (options.json) {
    const document = alone ? jsonReport(only) : batchJson(items);
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  } else if (!alone) {
    process.stdout.write(
      batchText(items, { width: process.stdout.columns ?? 120, colour: wantsColour(process.stdout) }),
    );
  }
  if (items.length === 0) throw new Reported(1);
  return (alone ? exitCode(only.comparison) : batchExitCode(items)) as ExitCode;
}
