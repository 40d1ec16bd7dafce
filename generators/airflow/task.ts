/** The common shape of every `@task` that a step becomes. */
import type { Step } from "../ir/types.ts";
import type { Role } from "../source-map.ts";
import { type At, addTask, type Context, mappedOptions } from "./context.ts";
import type { ErrorRules, PythonTask } from "./model.ts";
import type { Reader } from "./reader.ts";

export type TaskOptions = {
  readonly id: string;
  readonly step: Step;
  readonly role: Role;
  readonly reader: Reader;
  readonly body: readonly string[];
  readonly at?: Pick<At, "after">;
  readonly branch?: boolean;
  readonly options?: Readonly<Record<string, string>>;
  /** Present when the body can fail with an error of its own: it is then named and kept for a catch. */
  readonly errors?: ErrorRules;
};

/** Adds a Python task whose arguments and first lines the reader has gathered. */
export function addPythonTask(context: Context, options: TaskOptions): PythonTask {
  const { id, step, role, reader, body, at, branch, errors } = options;
  const docstring = role === "step" ? step.description : undefined;
  return addTask(
    context,
    {
      form: "task",
      id,
      step: step.id,
      role,
      branch: branch ?? false,
      options: { ...options.options, ...mappedOptions(context) },
      ...(errors ? { errors } : {}),
      arguments: reader.arguments,
      context: [...reader.context].sort(),
      ...(docstring === undefined ? {} : { docstring }),
      body: [...reader.before, ...body],
    },
    at?.after,
  );
}
