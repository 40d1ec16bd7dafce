/** Where several ways meet: the one that was taken hands on its value. */
import type { Step } from "../ir/types.ts";
import type { Role } from "../source-map.ts";
import { returning } from "./code.ts";
import { addEdge, type Context, type Emitted, type Ref } from "./context.ts";
import type { PythonTask, Task } from "./model.ts";
import { Reader } from "./reader.ts";
import { addPythonTask } from "./task.ts";

/** The end of one way: its last task and where its value lies. */
export type Way = { readonly exit: Task; readonly value: Ref };

export type JoinOptions = {
  readonly id: string;
  readonly step: Step;
  readonly role: Role;
  readonly ways: readonly Way[];
  readonly wrap: boolean;
  /** A way whose value is pulled: the join stands right behind its gate (catch.ts). */
  readonly pulled?: { readonly name: string; readonly gate: Task };
};

/**
 * A task that runs when exactly one of the ways ended well. It takes the ends of the ways and nothing else:
 * with an outer value it would run where no way was taken (airflow-patterns.md, trap 5).
 */
export function addJoin(context: Context, options: JoinOptions): PythonTask {
  return context.mapped ? addMappedJoin(context, options) : addPlainJoin(context, options);
}

function take(reader: Reader, ways: readonly Way[]): readonly string[] {
  return ways.flatMap((way) => {
    if (way.value.kind !== "task") return [];
    reader.take(way.value.task.id, way.value.task);
    return [way.value.task.id];
  });
}

function addPlainJoin(context: Context, { id, step, role, ways, wrap, pulled }: JoinOptions): PythonTask {
  const reader = new Reader(context);
  if (pulled) reader.ref(pulled.name, { kind: "pull", task: pulled.name });
  const names = [...(pulled ? [pulled.name] : []), ...take(reader, ways)];
  const options = { trigger_rule: '"none_failed_min_one_success"' };
  const task = addPythonTask(context, { id, step, role, reader, body: [returning(firstOf(names), wrap)], options });
  if (pulled) addEdge(context, pulled.gate, task);
  for (const way of ways) if (way.value.kind !== "task") addEdge(context, way.exit, task);
  return task;
}

/** The value of the way that was taken: all the others are None. */
export function firstOf(names: readonly string[]): string {
  const [first, second, ...more] = names;
  if (first === undefined) return "None";
  if (second === undefined) return first;
  if (more.length === 0) return `${first} if ${first} is not None else ${second}`;
  return `next((value for value in (${names.join(", ")}) if value is not None), None)`;
}

/** Airflow cannot branch inside a mapped group (trap 1): the join itself sees whether any way was taken. */
function addMappedJoin(context: Context, { id, step, role, ways, wrap }: JoinOptions): PythonTask {
  const reader = new Reader(context);
  const names = take(reader, ways);
  const body = [
    `ends = [end for end in [${names.join(", ")}] if end is not None]`,
    "if not ends:",
    "    raise AirflowSkipException",
    wrap ? "return ends[0]" : 'return ends[0]["value"]',
  ];
  return addPythonTask(context, { id, step, role, reader, body, options: { trigger_rule: '"none_failed"' } });
}

/**
 * Joins what is there to join: nothing where no way goes on, no task where only one does.
 * `entries` are the tasks that start the step whose ways these are.
 */
export function meet(
  context: Context,
  options: Omit<JoinOptions, "id" | "role"> & { entries: readonly Task[]; alone: boolean },
): Emitted {
  const { entries, step, ways, wrap } = options;
  const [only] = ways;
  if (!only) return { entries, value: { kind: "null" } };
  if (ways.length === 1 && options.alone) return { entries, exit: only.exit, value: only.value };
  const task = addJoin(context, { id: `${step.id}__join`, step, role: "join", ways, wrap });
  return { entries, exit: task, value: { kind: "task", task, ...(wrap ? { wrapped: true } : {}) } };
}
