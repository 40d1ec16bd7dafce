/** The whole compiler: the text of a spec in, both targets and their source map out. */
import type { Diagnostics } from "../diagnostics/diagnostic.ts";
import { emitAirflow } from "./airflow/emit.ts";
import { formatPython } from "./airflow/format.ts";
import { type AirflowVersion, defaultAirflowVersion } from "./airflow/versions.ts";
import { emitAsl } from "./asl/emit.ts";
import { lintAsl } from "./asl/lint.ts";
import { buildSourceMap } from "./build-source-map.ts";
import { buildPipeline } from "./ir/build.ts";
import type { FunctionSpec, Pipeline } from "./ir/types.ts";
import type { SourceMap } from "./source-map.ts";
import { readSpec, type SpecDocument } from "./spec/read.ts";

export type Checked = {
  readonly pipeline: Pipeline | undefined;
  readonly document: SpecDocument | undefined;
  readonly diagnostics: Diagnostics;
};

export type Compiled = {
  readonly pipeline: Pipeline;
  readonly document: SpecDocument;
  /** Text of the state machine definition. */
  readonly asl: string;
  /** Text of the DAG, formatted. */
  readonly dag: string;
  readonly map: SourceMap;
};

/** Reads and checks one spec; `pipeline` is there when no problem is an error. */
export function check(options: { file: string; text: string }): Checked {
  const { document, diagnostics } = readSpec(options);
  if (!document) return { pipeline: undefined, document, diagnostics };
  const pipeline = buildPipeline(document, diagnostics);
  diagnostics.all.sort((a, b) => a.range[0] - b.range[0]);
  return { pipeline: diagnostics.hasErrors ? undefined : pipeline, document, diagnostics };
}

export type CompileOptions = {
  readonly airflow?: AirflowVersion;
  /** Formats the DAG's text; the default runs ruff. A cache may stand in front of it. */
  readonly format?: (text: string) => string;
};

type Result = {
  readonly compiled: Compiled | undefined;
  readonly diagnostics: Diagnostics;
  /** The functions that steps call, known even where `compiled` is not. */
  readonly functions: readonly FunctionSpec[];
};

/** Compiles one spec. `compiled` is there when no problem is an error. The same text gives the same bytes. */
export function compile(options: CompileOptions & { readonly file: string; readonly text: string }): Result {
  const { document, diagnostics } = readSpec(options);
  return document
    ? compileDocument(document, diagnostics, options)
    : { compiled: undefined, diagnostics, functions: [] };
}

/** Compiles a document that was read; its problems are added to `diagnostics`. */
export function compileDocument(
  document: SpecDocument,
  diagnostics: Diagnostics,
  options: CompileOptions = {},
): Result {
  const pipeline = buildPipeline(document, diagnostics);
  diagnostics.all.sort((a, b) => a.range[0] - b.range[0]);
  const { functions } = pipeline;
  if (diagnostics.hasErrors) return { compiled: undefined, diagnostics, functions };
  const asl = emitAsl(pipeline);
  lintAsl({ pipeline, asl, diagnostics });
  if (diagnostics.hasErrors) return { compiled: undefined, diagnostics, functions };
  const airflow = emitAirflow(pipeline, options.airflow ?? defaultAirflowVersion);
  const dag = (options.format ?? formatPython)(airflow.text);
  const map = buildSourceMap({ pipeline, asl, airflow, dag });
  return { compiled: { pipeline, document, asl: asl.text, dag, map }, diagnostics, functions };
}
