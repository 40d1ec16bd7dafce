/** The IR becomes one self-contained DAG file. */
import { helperSource } from "../expressions/helpers.ts";
import { pythonJson, pythonString } from "../expressions/literals.ts";
import type { Pipeline, Step } from "../ir/types.ts";
import { isFallible, isLastValue, maySucceedEarly } from "../ir/walk.ts";
import { emitBlock } from "./block.ts";
import { pythonOf, timedelta } from "./code.ts";
import type { Context, Emitted, Ref } from "./context.ts";
import { importsFor } from "./imports.ts";
import { firstOf } from "./join.ts";
import type { PythonTask, Task } from "./model.ts";
import { printParams } from "./params.ts";
import { preludeFor } from "./prelude.ts";
import { Reader } from "./reader.ts";
import { addPythonTask } from "./task.ts";
import { render } from "./templates.ts";
import type { AirflowVersion } from "./versions.ts";
import { printWiring } from "./wiring.ts";
import { docstring, titleOf } from "./words.ts";

export type AirflowEmission = {
  /** The DAG's text, not yet formatted. */
  readonly text: string;
  readonly tasks: readonly Task[];
  /** Where each step's value lies. */
  readonly values: ReadonlyMap<string, Ref>;
  /** Where the run's output lies: the first of these that succeeded; none when it is always null. */
  readonly output: readonly Ref[];
};

/** The step that `output` tasks are written under: they belong to no step of the spec. */
const outputStep = { id: "output", kind: "pass" } as Step;

/** Compiles a pipeline for one Airflow version. The same input gives the same text. */
export function emitAirflow(pipeline: Pipeline, version: AirflowVersion): AirflowEmission {
  const context: Context = {
    version,
    needs: { helpers: new Set(), imports: new Set() },
    tasks: [],
    scope: { items: [], edges: [] },
    values: new Map(),
    ends: [],
  };
  const main = emitBlock(context, pipeline.body, { wrap: false });
  const output = emitOutput(context, pipeline, main);
  const { tasks, values } = context;
  const prelude = preludeFor(tasks, version);
  const helpers = helperSource([...context.needs.helpers]);
  const name = pipeline.name.replaceAll("-", "_");
  const sources = [...(helpers.source === "" ? [] : [helpers.source.trimEnd()]), ...prelude.sources];
  const data = {
    docstring: docstring([`${titleOf(pipeline.name)}: ${pipeline.description}`, origin(pipeline)]),
    helpers: sources,
    dag: dagArguments(pipeline),
    tasks: tasks.flatMap((task) => (task.form === "task" ? [printTask(task)] : [])),
    wiring: printWiring(context.scope)
      .map((line) => (line === "" ? "" : `    ${line}`))
      .join("\n"),
    function: name,
  };
  const body = render("dag", { ...data, imports: "" });
  const imports = importsFor(body, version, helpers.imports);
  return { text: render("dag", { ...data, imports }), tasks, values, output };
}

function origin(pipeline: Pipeline): string {
  return `Compiled by Parallax from ${pipeline.file}; edit that file, not this one.`;
}

/**
 * The task `output`: only where the spec reshapes the output, or where a run can end in several ways.
 * With several ends its rule is one_success (airflow-patterns.md, trap 7).
 */
function emitOutput(context: Context, pipeline: Pipeline, main: Emitted): readonly Ref[] {
  let end: Ref | undefined = main.exit ? main.value : undefined;
  const early = maySucceedEarly(pipeline.body);
  if (pipeline.output && main.exit && !isLastValue(pipeline)) {
    const reader = new Reader(context);
    reader.reads(pipeline.output);
    const body = [`return ${pythonOf(context.needs, reader, pipeline.output)}`];
    const id = early ? "output__value" : "output";
    const errors = isFallible(pipeline.output) ? { errors: {} } : {};
    const task = addPythonTask(context, {
      id,
      step: outputStep,
      role: "step",
      reader,
      body,
      at: { after: main.exit },
      ...errors,
    });
    main.onNext?.([task]);
    end = { kind: "task", task };
  }
  const ends = context.ends.map((task): Ref => ({ kind: "task", task }));
  if (!early || ends.length === 0) return end ? [end] : [];
  if (!end && ends.length === 1) return ends;
  const reader = new Reader(context);
  const names: string[] = [];
  for (const ref of [...(end ? [end] : []), ...ends]) {
    if (ref.kind !== "task") continue;
    reader.take(ref.task.id, ref.task);
    names.push(ref.task.id);
  }
  const options = { trigger_rule: '"one_success"' };
  const body = [`return ${firstOf(names)}`];
  const after = end?.kind === "null" && main.exit ? { at: { after: main.exit } } : {};
  const task = addPythonTask(context, {
    id: "output",
    step: outputStep,
    role: "step",
    reader,
    body,
    options,
    ...after,
  });
  return [{ kind: "task", task }];
}

function printTask(task: PythonTask): string {
  const { errors } = task;
  const rules: string[] = [];
  if (errors?.retry?.length) rules.push(`retry=${pythonJson([...errors.retry])}`);
  if (errors?.rules?.length) {
    const each = errors.rules.map((rule) => {
      const cap = rule.maxDelay === undefined ? "" : `, max_delay=${rule.maxDelay}`;
      const jitter = rule.jitter === "FULL" ? ", jitter=True" : "";
      return `Retry(${pythonJson([...rule.errors])}, interval=${rule.interval}, max_attempts=${rule.maxAttempts}, backoff_rate=${rule.backoffRate}${cap}${jitter})`;
    });
    rules.push(`rules=[${each.join(", ")}]`);
  }
  if (errors?.handlers?.length) {
    rules.push(
      `catch={${errors.handlers.map((handler) => `${pythonString(handler.task)}: ${pythonJson([...handler.errors])}`).join(", ")}}`,
    );
  }
  const signature = [
    ...task.arguments.map((argument) => argument.name),
    ...(task.context.length > 0 ? ["*", ...task.context] : []),
  ];
  const options = Object.entries(task.options).map(([name, code]) => ({ name, code }));
  const text = render("task", {
    branch: task.branch,
    options: options.length > 0 ? options : false,
    errors: errors ? (rules.length > 0 ? `@asl_errors(${rules.join(", ")})` : "@asl_errors") : false,
    id: task.id,
    signature: signature.join(", "),
    docstring: task.docstring === undefined ? false : docstring([task.docstring]),
    body: task.body,
  });
  return text
    .trimEnd()
    .split("\n")
    .map((line) => (line === "" ? line : `    ${line}`))
    .join("\n");
}

function dagArguments(pipeline: Pipeline): readonly { readonly name: string; readonly code: string }[] {
  const { airflow, timeout } = pipeline;
  const defaults = [
    ...(airflow.owner === undefined ? [] : [`"owner": ${pythonString(airflow.owner)}`]),
    ...(airflow.retries === undefined ? [] : [`"retries": ${airflow.retries}`]),
    ...(airflow.retryDelay === undefined ? [] : [`"retry_delay": ${timedelta(airflow.retryDelay)}`]),
  ];
  const params = printParams(pipeline.input);
  const all: readonly (readonly [string, string | undefined])[] = [
    ["dag_id", pythonString(pipeline.name)],
    ["doc_md", "__doc__"],
    ["schedule", "None"],
    ["start_date", 'pendulum.datetime(2025, 1, 1, tz="UTC")'],
    ["catchup", "False"],
    ["dagrun_timeout", timeout === undefined ? undefined : timedelta(timeout)],
    ["default_args", defaults.length > 0 ? `{${defaults.join(", ")}}` : undefined],
    ["tags", pythonJson([...airflow.tags])],
    ["params", params],
  ];
  return all.flatMap(([name, code]) => (code === undefined ? [] : [{ name, code }]));
}
