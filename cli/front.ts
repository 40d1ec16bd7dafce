/** Compiles pipelines of the project for a command, and prints what is wrong with them. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnosticsToJson } from "../diagnostics/json.ts";
import { printDiagnostics } from "../diagnostics/print.ts";
import { formatHash, formatPython } from "../generators/airflow/format.ts";
import type { AirflowVersion } from "../generators/airflow/versions.ts";
import { type Compiled, compileDocument } from "../generators/compile.ts";
import { loadSpec } from "../generators/spec/load.ts";
import { labHome } from "../lab/paths.ts";
import { Reported } from "./problem.ts";
import { pipelineFile } from "./project.ts";

export type FrontOptions = { readonly root: string; readonly airflow?: AirflowVersion; readonly json?: boolean };

export type FrontResult = {
  readonly compiled: readonly Compiled[];
  readonly diagnostics: readonly Diagnostic[];
  readonly texts: ReadonlyMap<string, string>;
};

/** Compiles each named pipeline; every problem of every file is collected. */
export function compileAll(names: readonly string[], options: FrontOptions): FrontResult {
  const texts = new Map<string, string>();
  const diagnostics: Diagnostic[] = [];
  const compiled: Compiled[] = [];
  for (const name of names) {
    const file = pipelineFile(options.root, name);
    const loaded = loadSpec(path.join(options.root, file), file);
    texts.set(file, loaded.text);
    if (!loaded.document) {
      diagnostics.push(...loaded.diagnostics.all);
      continue;
    }
    const result = compileDocument(loaded.document, loaded.diagnostics, {
      ...(options.airflow === undefined ? {} : { airflow: options.airflow }),
      format: (text) => cachedFormat(text),
    });
    for (const fn of result.compiled?.pipeline.functions ?? []) {
      if (existsSync(path.join(options.root, fn.source))) continue;
      result.diagnostics.add("function-source-missing", fn.range, `The source of \`${fn.name}\`, ${fn.source}, does not exist.`);
    }
    diagnostics.push(...result.diagnostics.all);
    if (result.compiled && !result.diagnostics.hasErrors) compiled.push(result.compiled);
  }
  return { compiled, diagnostics, texts };
}

/** Prints the diagnostics; ends the command with exit code 1 when one is an error. */
export function report(result: FrontResult, options: { json?: boolean } = {}): void {
  const { diagnostics, texts } = result;
  const textOf = (file: string) => texts.get(file) ?? "";
  if (options.json) {
    if (diagnostics.length > 0) process.stdout.write(`${JSON.stringify(diagnosticsToJson(diagnostics, textOf), null, 2)}\n`);
  } else process.stderr.write(printDiagnostics(diagnostics, { textOf }));
  if (diagnostics.some((diagnostic) => diagnostic.severity === "error")) throw new Reported(1);
}

/** Formatted text by the hash of what it was made from, so that an unchanged pipeline loads no ruff (toolchain.md). */
function cachedFormat(text: string): string {
  const folder = path.join(labHome(), "cache", "format");
  const file = path.join(folder, `${formatHash(text)}.py`);
  if (existsSync(file)) return readFileSync(file, "utf8");
  const formatted = formatPython(text);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, formatted);
  } catch {
    // A cache that cannot be written costs time, nothing else.
  }
  return formatted;
}
