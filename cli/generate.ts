/** `npm run generate`: pipelines/*.yaml -> asl-out/*.asl.json and dags-out/*.py. */
import { existsSync, watch } from "node:fs";
import path from "node:path";
import type { AirflowVersion } from "../generators/airflow/versions.ts";
import type { Compiled } from "../generators/compile.ts";
import { compileAll, report } from "./front.ts";
import { printProblem } from "./print-problem.ts";
import { Reported, UsageProblem } from "./problem.ts";
import { chooseNames, folders, orphans, outputsOf, readIfThere } from "./project.ts";
import { type OutputFile, writeWhole } from "./write-outputs.ts";

export type GenerateOptions = {
  readonly root: string;
  readonly names: readonly string[];
  readonly check?: boolean;
  readonly airflow?: AirflowVersion;
  readonly json?: boolean;
};

/** Compiles and writes, or with `check` only says what is stale (exit code 1). */
export function generate(options: GenerateOptions): void {
  const { root, check } = options;
  const names = chooseNames(root, options.names);
  const result = compileAll(names, options);
  const gone = orphans(root);
  // Told in any case: a pipeline that was just renamed is often broken too.
  for (const file of gone)
    process.stderr.write(`${file} has no pipeline any more; remove it, or bring its pipeline back.\n`);
  report(result, options);
  const files = result.compiled.flatMap(filesOf);
  const stale = files.filter(({ file, text }) => readIfThere(path.join(root, file)) !== text);
  if (!check) writeWhole(root, stale);
  const done = {
    version: 1,
    pipelines: names,
    [check ? "stale" : "written"]: stale.map(({ file }) => file),
    orphans: gone,
  };
  if (options.json) process.stdout.write(`${JSON.stringify(done, null, 2)}\n`);
  else process.stdout.write(summary(files, stale, check === true));
  if (check && (stale.length > 0 || gone.length > 0)) throw new Reported(1);
}

function filesOf({ pipeline, asl, dag }: Compiled): readonly OutputFile[] {
  const outputs = outputsOf(pipeline.name);
  return [
    { file: outputs.asl, text: asl },
    { file: outputs.dag, text: dag },
  ];
}

function summary(files: readonly OutputFile[], stale: readonly OutputFile[], check: boolean): string {
  const lines = stale.map(({ file }) => `${check ? "stale" : "wrote"} ${file}`);
  const fresh = files.length - stale.length;
  if (check && stale.length > 0) lines.push("Run `npm run generate` and commit what it writes.");
  else
    lines.push(
      stale.length === 0 ? `All ${files.length} files are fresh.` : `${stale.length} written, ${fresh} unchanged.`,
    );
  return `${lines.join("\n")}\n`;
}

/**
 * `--watch`: compiles again whenever a spec or a Lambda source changes, until `signal` aborts. A file that is broken
 * for a while is told and waited for. Ends with Reported(130).
 */
export async function generateAndWatch(options: GenerateOptions & { readonly signal: AbortSignal }): Promise<never> {
  const { root, signal } = options;
  if (options.check) throw new UsageProblem("--watch writes, and --check writes nothing.", "Use one of them.");
  if (options.json)
    throw new UsageProblem(
      "--watch prints one result after the other, and --json is one document.",
      "Use one of them.",
    );
  const once = (): void => {
    try {
      generate(options);
    } catch (error) {
      printProblem(error);
    }
  };
  let timer: NodeJS.Timeout | undefined;
  const again = (): void => {
    clearTimeout(timer);
    // Editors write a file in several steps; one compilation after the last is enough.
    timer = setTimeout(once, 100);
  };
  const watched = [folders.pipelines, "functions"].filter((folder) => existsSync(path.join(root, folder)));
  if (!watched.includes(folders.pipelines)) chooseNames(root, options.names);
  const watchers = watched.map((folder) => watch(path.join(root, folder), again));
  once();
  process.stderr.write(`Watching ${watched.map((folder) => `${folder}/`).join(" and ")} (Ctrl-C ends it).\n`);
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve));
  clearTimeout(timer);
  for (const watcher of watchers) watcher.close();
  throw new Reported(130);
}
