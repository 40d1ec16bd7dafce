/** The calls of a DAG function as text: tasks, groups, mapped groups, and the edges that no argument draws. */
import {
  type Edge,
  loneTask,
  type MappedGroup,
  type Task,
  variableOf,
  type Wiring,
  type WiringScope,
} from "./model.ts";

/** By wiring variable. */
type Tasks = ReadonlyMap<string, Task>;
type Names = { readonly used: ReadonlySet<string>; readonly groups: ReadonlyMap<string, MappedGroup> };

/** Lines of the wiring, without indent; nested lines carry their own. */
export function printWiring(scope: WiringScope): readonly string[] {
  const names = { used: namesUsed(scope), groups: groupsOf(scope) };
  return printScope(scope, names);
}

function printScope(scope: WiringScope, names: Names): readonly string[] {
  const calls = scope.items.flatMap((item) => printItem(item, names));
  return [...calls, ...printEdges(scope, byVariable(scope))];
}

function printItem(item: Wiring, names: Names): readonly string[] {
  if (item.kind === "call") return [printCall(item.task, names)];
  if (item.kind === "group") {
    return ["", `with TaskGroup("${item.id}", prefix_group_id=False):`, ...indent(printScope(item.scope, names)), ""];
  }
  if (loneTask(item.group)) return [];
  const { id, as, partial, scope, returns } = item.group;
  const parameters = [as, ...partial.map((argument) => argument.name)];
  const back = returns === undefined ? [] : [`return ${returns}_task`];
  const lines = [
    "",
    "@task_group(prefix_group_id=False)",
    `def ${id}(${parameters.join(", ")}):`,
    ...indent([...printScope(scope, names), ...back]),
    "",
  ];
  return returns === undefined ? [...lines, `${id}_group = ${expansion(item.group)}`] : lines;
}

function printCall(task: Task, names: Names): string {
  const variable = variableOf(task);
  const bound = names.used.has(variable) ? `${variable} = ` : "";
  if (task.form === "operator") {
    const options = Object.entries(task.options).map(([name, code]) => `${name}=${code}`);
    return `${bound}${task.operator}(${[`task_id="${task.id}"`, ...options].join(", ")})`;
  }
  const values = task.arguments.map(({ from }) => {
    const group = from.startsWith("@") ? names.groups.get(from.slice(1)) : undefined;
    return group ? expansion(group) : from;
  });
  return `${bound}${task.id}(${values.join(", ")})`;
}

/** `item.partial(outer=outer_task).expand(dataset=items_task)`. */
function expansion(group: MappedGroup): string {
  const lone = loneTask(group);
  const over = `${group.over}_task`;
  const item = lone?.arguments.find((argument) => argument.from === group.as)?.name ?? group.as;
  const partial = group.partial.map(({ name, from }) => `${name}=${from}`);
  return `${lone?.id ?? group.id}${partial.length > 0 ? `.partial(${partial.join(", ")})` : ""}.expand(${item}=${over})`;
}

function printEdges(scope: WiringScope, tasks: Tasks): readonly string[] {
  const targets = new Map<string, string[]>();
  for (const edge of scope.edges) {
    const known = targets.get(edge.from) ?? [];
    if (isDrawn(edge, tasks) || known.includes(edge.to)) continue;
    targets.set(edge.from, [...known, edge.to]);
  }
  const lines: string[] = [];
  for (const from of [...targets.keys()]) {
    let next = targets.get(from);
    if (!next) continue;
    targets.delete(from);
    const chain = [from];
    // a >> b >> c reads better than two lines, where b has one way on.
    for (let [only] = next; next.length === 1 && only !== undefined && targets.has(only); [only] = next) {
      chain.push(only);
      next = targets.get(only) ?? [];
      targets.delete(only);
    }
    lines.push([...chain, next.length === 1 ? next[0] : `[${next.join(", ")}]`].join(" >> "));
  }
  return lines;
}

/** True when an argument of the call draws the edge already. */
function isDrawn(edge: Edge, tasks: Tasks): boolean {
  const to = tasks.get(edge.to);
  return to?.form === "task" && to.arguments.some((argument) => argument.from === edge.from);
}

const byVariable = (scope: WiringScope): Tasks => new Map(tasksOf(scope).map((task) => [variableOf(task), task]));

function tasksOf(scope: WiringScope): readonly Task[] {
  return scope.items.flatMap((item) => {
    if (item.kind === "call") return [item.task];
    return tasksOf(item.kind === "group" ? item.scope : item.group.scope);
  });
}

function groupsOf(scope: WiringScope): ReadonlyMap<string, MappedGroup> {
  const groups = new Map<string, MappedGroup>();
  for (const item of scope.items) {
    if (item.kind === "mapped") groups.set(item.group.id, item.group);
    if (item.kind !== "call")
      for (const [id, group] of groupsOf(item.kind === "group" ? item.scope : item.group.scope)) groups.set(id, group);
  }
  return groups;
}

/** Every variable that some call, edge or group reads. */
function namesUsed(scope: WiringScope): ReadonlySet<string> {
  const used = new Set<string>();
  const tasks = byVariable(scope);
  const visit = (inner: WiringScope): void => {
    for (const edge of inner.edges) if (!isDrawn(edge, tasks)) used.add(edge.from).add(edge.to);
    for (const item of inner.items) {
      if (item.kind === "call" && item.task.form === "task")
        for (const argument of item.task.arguments) used.add(argument.from);
      if (item.kind === "mapped") {
        used.add(`${item.group.over}_task`);
        for (const argument of item.group.partial) used.add(argument.from);
        if (item.group.returns !== undefined) used.add(`${item.group.returns}_task`);
      }
      if (item.kind !== "call") visit(item.kind === "group" ? item.scope : item.group.scope);
    }
  };
  visit(scope);
  return used;
}

function indent(lines: readonly string[]): readonly string[] {
  return (lines.length > 0 ? lines : ["pass"]).map((line) => (line === "" ? line : `    ${line}`));
}
