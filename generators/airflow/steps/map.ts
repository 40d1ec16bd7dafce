/** `map`: a task that returns the items, a mapped task group, and a task that gathers the items' values in order. */
import type { MapStep } from "../../ir/types.ts";
import { emitBlock } from "../block.ts";
import { pythonOf } from "../code.ts";
import { type At, addEdge, type Context, type Emitted } from "../context.ts";
import { addJoin, type Way } from "../join.ts";
import { loneTask, type MappedGroup, type Task, variableOf } from "../model.ts";
import { Reader } from "../reader.ts";
import { finish, reshape, reshapesApart } from "../result.ts";
import { addPythonTask } from "../task.ts";

export function emitMap(context: Context, step: MapStep, at: At): Emitted {
  const items = emitItems(context, step, at);
  const group: MappedGroup = {
    id: `${step.id}__item`,
    as: step.as,
    over: items.id,
    partial: [],
    scope: { items: [], edges: [] },
  };
  context.scope.items.push({ kind: "mapped", group });
  const end = emitItem(context, step, group);
  if (end) group.returns = end.id;

  const reader = new Reader(context);
  reader.take("items", items);
  if (end) reader.arguments.push({ name: "results", from: `@${group.id}` });
  if (step.result && !reshapesApart(step)) reader.reads(step.result);
  const wrap = at.wrap && !reshapesApart(step);
  const normal = loneTask(group)
    ? ["results = results or []"]
    : [
        "# Airflow hands over a lone result bare, and None where there is none.",
        "results = [results] if isinstance(results, dict) else results or []",
      ];
  const body = end
    ? [...normal, ...finish(context, { step, reader, code: '[result["value"] for result in results]', wrap })]
    : finish(context, { step, reader, code: "[]", wrap });
  const task = addPythonTask(context, {
    id: step.id,
    step,
    role: "step",
    reader,
    body,
    options: { trigger_rule: '"none_failed_min_one_success"' },
  });
  // Where no item can end well the group has no value to take, and the edge must be drawn.
  if (!end) context.scope.edges.push({ from: `${group.id}_group`, to: variableOf(task) });
  const emitted: Emitted = {
    entries: [items],
    exit: task,
    value: { kind: "task", task, ...(wrap ? { wrapped: true } : {}) },
  };
  return reshape(context, step, emitted, at.wrap);
}

function emitItems(context: Context, step: MapStep, at: At): Task {
  const reader = new Reader(context);
  reader.guard(at.guard);
  reader.reads(step.items);
  const code = pythonOf(context.needs, reader, step.items);
  const known =
    step.items.kind === "list" ||
    (step.items.kind === "expression" && step.items.type.kind === "list" && !step.items.fallible);
  const body = known
    ? [`return ${code}`]
    : [
        `items = ${code}`,
        "if not isinstance(items, list):",
        '    raise TypeError("the items of a map must be a list")',
        "return items",
      ];
  const errors = known ? {} : { errors: {} };
  return addPythonTask(context, { id: `${step.id}__items`, step, role: "items", reader, body, at, ...errors });
}

/** The tasks of one item; answers with the task that holds the item's value, wrapped. */
function emitItem(context: Context, step: MapStep, group: MappedGroup): Task | undefined {
  const ends: Task[] = [];
  const fails: Task[] = [];
  const { maxConcurrency } = step;
  const inner: Context = {
    ...context,
    scope: group.scope,
    mapped: group,
    inside: new Set(),
    ends,
    fails,
    ...(maxConcurrency === undefined ? {} : { maxActive: maxConcurrency }),
  };
  if (step.block.steps.length === 0) {
    const body = ['return {"value": None}'];
    return addPythonTask(inner, { id: `${step.id}__each`, step, role: "empty", reader: new Reader(inner), body });
  }
  const emitted = emitBlock(inner, step.block, { wrap: true });
  const ways: Way[] = [
    ...(emitted.exit ? [{ exit: emitted.exit, value: emitted.value }] : []),
    ...ends.map((end): Way => ({ exit: end, value: { kind: "task", task: end, wrapped: true } })),
  ];
  if (ways.length === 0 || (ways.length === 1 && fails.length === 0)) return ways[0]?.exit;
  const end = addJoin(inner, { id: `${step.id}__end`, step, role: "end", ways, wrap: true });
  // A path that fails leaves the end of its item skipped, which the collector would take for done.
  for (const fail of fails) addEdge(inner, fail, end);
  return end;
}
