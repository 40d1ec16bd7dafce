/** Compiles pipelines of the project for a command, and prints what is wrong with them. */
import path from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnosticsToJson } from "../diagnostics/json.ts";
import { printDiagnostics } from "../diagnostics/print.ts";
import { formatHash, formatPython } from "../generators/airflow/format.ts";
import type { AirflowVersion } from "../generators/airflow/versions.ts";
import { type Compiled, compileDocument } from "../generators/compile.ts";
import { loadSpec } from "../generators/spec/load.ts";
import { cached } from "./cache.ts";
import { checkSources } from "./function-sources.ts";
import { Reported } from "./problem.ts";
import { pipelineFile } from "./project.ts";

export type FrontOptions = { readonly root: string; readonly airflow?: AirflowVersion; readonly json?: boolean };

export type FrontResult = {
  readonly compiled: readonly Compiled[];
  readonly diagnostics: readonly Diagnostic[];
  readonly texts: ReadonlyMap<string, string>;
};

/** Compiles each named pipeline and checks its Lambda sources; every problem of every file is collected. */
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
      format: (text) => cached(`format/${formatHash(text)}.py`, () => formatPython(text)),
    });
    const sources = checkSources({ root: options.root, functions: result.functions, spec: result.diagnostics });
    result.diagnostics.all.sort((a, b) => a.range[0] - b.range[0]);
    diagnostics.push(...result.diagnostics.all);
    for (const source of sources) {
      // Pipelines share functions: the mistakes of one file are told once.
      const { file: sourceFile } = source.diagnostics;
      if (!texts.has(sourceFile)) diagnostics.push(...source.diagnostics.all);
      texts.set(sourceFile, source.text);
    }
    if (result.compiled && !result.diagnostics.hasErrors && sources.length === 0) compiled.push(result.compiled);
  }
  return { compiled, diagnostics, texts };
}

/**
 * Prints the diagnostics; ends the command with exit code 1 when one is an error. With `json` errors are the command's
 * one document on stdout; warnings alone go to stderr, since the result is still to come.
 */
export function report(result: FrontResult, options: { json?: boolean } = {}): void {
  const { diagnostics, texts } = result;
  const textOf = (file: string) => texts.get(file) ?? "";
  const failed = diagnostics.some((diagnostic) => diagnostic.severity === "error");
  if (options.json && failed)
    process.stdout.write(`${JSON.stringify(diagnosticsToJson(diagnostics, textOf), null, 2)}\n`);
  else process.stderr.write(printDiagnostics(diagnostics, { textOf }));
  if (failed) throw new Reported(1);
}
