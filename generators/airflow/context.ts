/** What the emission of a step's tasks needs to know. */
import type { Needs } from "./code.ts";
import type { MappedGroup, OperatorTask, PythonTask, Task, WiringScope } from "./model.ts";
import { variableOf } from "./model.ts";
import type { AirflowVersion } from "./versions.ts";

/** Where a value can be read. */
export type Ref =
  /** The value a task returned: taken as an argument. `wrapped`: inside {"value": …}; `envelope`: inside {"result": …}. */
  | { readonly kind: "task"; readonly task: Task; readonly wrapped?: boolean; readonly envelope?: boolean }
  /** The value of a task that may have failed: an argument would make the reader upstream_failed, so it is pulled. */
  | { readonly kind: "pull"; readonly task: string }
  | { readonly kind: "null" };

/** What the first task of a path inside a map checks before it works: Airflow cannot branch there. */
export type Guard = {
  /** The task whose value decides. */
  readonly task: Task;
  /** Parameter name of that value. */
  readonly name: string;
  /** Python that is true when this path was not chosen. */
  readonly skipWhen: string;
};

/** Where a step stands: what comes before it and what its value is for. */
export type At = {
  /** The task that must have succeeded first. */
  readonly after?: Task;
  readonly guard?: Guard;
  /** The value must come as {"value": …}: a join or a collector inside a map tells null from skipped by it. */
  readonly wrap: boolean;
  /** No step of the same block follows. */
  readonly last: boolean;
};

/** What a step or block left behind. */
export type Emitted = {
  /** The tasks that start it. */
  readonly entries: readonly Task[];
  /** The task whose success means that control goes on; absent where it never does. */
  readonly exit?: Task;
  /** What the next step's first tasks must check (inside a map). */
  readonly guard?: Guard;
  /** Tells a branching exit where the good path goes. */
  readonly onNext?: (entries: readonly Task[]) => void;
  readonly value: Ref;
};

/** How an error reaches a handler's tasks. */
type ErrorSource =
  | { readonly kind: "pull"; readonly task: string }
  | { readonly kind: "envelope"; readonly task: Task };

export type Context = {
  readonly version: AirflowVersion;
  readonly needs: Needs;
  readonly tasks: Task[];
  readonly scope: WiringScope;
  /** Values by step id; shared by the whole DAG. */
  readonly values: Map<string, Ref>;
  /** The group of the enclosing map. */
  readonly mapped?: MappedGroup;
  /** Tasks of the enclosing mapped group: others are reached through its parameters. */
  readonly inside?: Set<Task>;
  readonly maxActive?: number;
  readonly error?: { readonly step: string; readonly source: ErrorSource };
  /** `succeed` tasks of the innermost run, branch or item. */
  readonly ends: Task[];
  /** `fail` tasks of the enclosing map's body: its items must not count as done without them. */
  readonly fails?: Task[];
};

/** Adds a task to the DAG and its call to the current wiring scope. */
export function addTask<T extends PythonTask | OperatorTask>(context: Context, task: T, after?: Task): T {
  context.tasks.push(task);
  context.inside?.add(task);
  context.scope.items.push({ kind: "call", task });
  if (after) addEdge(context, after, task);
  return task;
}

export function addEdge(context: Context, from: Task, to: Task): void {
  context.scope.edges.push({ from: variableOf(from), to: variableOf(to) });
}

/** What a call passes for a task's value: its variable, or the parameter of the enclosing mapped group. */
export function argumentFor(context: Context, name: string, task: Task): string {
  const group = context.mapped;
  if (!group || context.inside?.has(task)) return variableOf(task);
  if (!group.partial.some((argument) => argument.name === name)) group.partial.push({ name, from: variableOf(task) });
  return name;
}

/** Decorator arguments that every task of a map's body gets. */
export function mappedOptions(context: Context): Record<string, string> {
  return context.maxActive === undefined ? {} : { max_active_tis_per_dagrun: String(context.maxActive) };
}
