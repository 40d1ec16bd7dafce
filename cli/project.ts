/** The project on disk: where pipelines, functions and outputs are. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { didYouMean } from "../diagnostics/suggest.ts";
import { UsageProblem } from "./problem.ts";

export const folders = { pipelines: "pipelines", asl: "asl-out", dags: "dags-out", reports: "reports" } as const;

/** The folder that holds `pipelines/`: npm starts every script there. */
export const projectRoot = (): string => process.cwd();

/**
 * Names of all pipelines, sorted.
 * @throws UsageProblem when two files are the same pipeline
 */
export function pipelineNames(root: string): readonly string[] {
  const names = list(root, folders.pipelines)
    .map((file) => path.basename(file))
    .filter((file) => /\.ya?ml$/.test(file) && !file.startsWith("."))
    .map((file) => file.replace(/\.ya?ml$/, ""))
    .sort();
  const twice = names.find((name, index) => names[index + 1] === name);
  if (twice === undefined) return names;
  const [yaml, yml] = [`${twice}.yaml`, `${twice}.yml`].map((file) => path.join(folders.pipelines, file));
  throw new UsageProblem(`${yaml} and ${yml} are both the pipeline ${twice}.`, "Remove or rename one of them.");
}

/**
 * The names to work on: those given (a path such as pipelines/x.yaml stands for x), or all.
 * @throws UsageProblem for a name that no pipeline has
 */
export function chooseNames(root: string, given: readonly string[]): readonly string[] {
  const known = pipelineNames(root);
  if (given.length === 0) {
    if (known.length > 0) return known;
    throw new UsageProblem(
      `There are no pipelines in ${folders.pipelines}/.`,
      "Write one: pipelines/<name>.yaml. The README shows the smallest.",
    );
  }
  return [...new Set(given.map((name) => path.basename(name).replace(/\.ya?ml$/, "")))].map((name) => {
    if (known.includes(name)) return name;
    const others =
      known.length === 0 ? `There is none yet in ${folders.pipelines}/.` : `There are: ${known.join(", ")}.`;
    throw new UsageProblem(`There is no pipeline called \`${name}\`.`, didYouMean(name, known) ?? others);
  });
}

/** The file of a pipeline, relative to the root, as diagnostics name it. */
export function pipelineFile(root: string, name: string): string {
  const yaml = path.join(folders.pipelines, `${name}.yaml`);
  return existsSync(path.join(root, yaml)) ? yaml : path.join(folders.pipelines, `${name}.yml`);
}

/** `retry-report` -> `asl-out/retry-report.asl.json` and `dags-out/retry_report.py`. */
export function outputsOf(name: string): { readonly asl: string; readonly dag: string } {
  return {
    asl: path.join(folders.asl, `${name}.asl.json`),
    dag: path.join(folders.dags, `${name.replaceAll("-", "_")}.py`),
  };
}

/** Output files that no pipeline has any more. */
export function orphans(root: string): readonly string[] {
  const expected = new Set(pipelineNames(root).flatMap((name) => Object.values(outputsOf(name))));
  const found = [
    ...list(root, folders.asl).filter((file) => file.endsWith(".asl.json")),
    ...list(root, folders.dags).filter((file) => file.endsWith(".py")),
  ];
  return found.filter((file) => !expected.has(file));
}

function list(root: string, folder: string): readonly string[] {
  const full = path.join(root, folder);
  if (!existsSync(full) || !statSync(full).isDirectory()) return [];
  return readdirSync(full).map((file) => path.join(folder, file));
}

/** The text of a file, or undefined where there is none. */
export function readIfThere(file: string): string | undefined {
  return existsSync(file) && statSync(file).isFile() ? readFileSync(file, "utf8") : undefined;
}
