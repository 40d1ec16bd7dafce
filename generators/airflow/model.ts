/** The DAG before it is text: tasks with their bodies, and how they are wired. */
import type { RetryRule } from "../ir/types.ts";
import type { Role } from "../source-map.ts";

/** How a step's errors are named, retried and caught inside its task (`@asl_errors`). */
export type ErrorRules = {
  /** Errors that Airflow's own retries repeat. */
  readonly retry?: readonly string[];
  /** Several rules with counters of their own: a loop inside the task. */
  readonly rules?: readonly RetryRule[];
  /** Inside a map: first task of each handler and the errors that lead there; the task then returns an envelope. */
  readonly handlers?: readonly { readonly task: string; readonly errors: readonly string[] }[];
};

/** One argument of a task call: the parameter's name and the wiring variable (or item name) it gets. */
export type Argument = { readonly name: string; readonly from: string };

export type PythonTask = {
  readonly form: "task";
  readonly id: string;
  readonly step: string;
  readonly role: Role;
  readonly branch: boolean;
  /** Keyword arguments of the decorator, as code. */
  readonly options: Readonly<Record<string, string>>;
  readonly errors?: ErrorRules;
  readonly arguments: readonly Argument[];
  /** Names that Airflow puts in from the task's context, and keyword arguments with a default. */
  readonly context: readonly string[];
  readonly docstring?: string;
  /** Lines of the body. Some are known only when later tasks exist (the targets of a branch). */
  body: readonly string[];
};

export type OperatorTask = {
  readonly form: "operator";
  readonly id: string;
  readonly step: string;
  readonly role: Role;
  readonly operator: "WaitSensor" | "DateTimeSensorAsync";
  /** Keyword arguments, as code. */
  readonly options: Readonly<Record<string, string>>;
};

export type Task = PythonTask | OperatorTask;

export type Edge = { readonly from: string; readonly to: string };

/** Calls and groups in the order in which they are written. */
export type Wiring =
  | { readonly kind: "call"; readonly task: Task }
  | { readonly kind: "group"; readonly id: string; readonly scope: WiringScope }
  | { readonly kind: "mapped"; readonly group: MappedGroup };

export type WiringScope = { readonly items: Wiring[]; readonly edges: Edge[] };

export type MappedGroup = {
  readonly id: string;
  /** The name of one item inside the group. */
  readonly as: string;
  /** The task that returns the list. */
  readonly over: string;
  /** Outer values that tasks of the group read: parameter name and outer wiring variable. */
  readonly partial: Argument[];
  readonly scope: WiringScope;
  /** The task whose values the group returns; absent where no item can end well. */
  returns?: string;
};

/** The wiring variable of a task: classic operators are named like their task (ruff AIR001). */
export function variableOf(task: Pick<Task, "form" | "id">): string {
  return task.form === "operator" ? task.id : `${task.id}_task`;
}

/** The one task of a map whose body is that task and takes the item: it is mapped by itself, without a group. */
export function loneTask(group: MappedGroup): PythonTask | undefined {
  const [only, ...more] = group.scope.items;
  if (!only || more.length > 0 || only.kind !== "call" || only.task.form !== "task") return undefined;
  const takesItem = only.task.arguments.filter((argument) => argument.from === group.as).length === 1;
  return takesItem ? only.task : undefined;
}
