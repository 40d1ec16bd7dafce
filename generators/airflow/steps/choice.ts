/** `choice`: a branch task; inside a map, where Airflow cannot branch, a task that names the path its first tasks wait for. */

import { pythonString } from "../../expressions/literals.ts";
import { toPython } from "../../expressions/python.ts";
import type { Block, ChoiceStep, Step } from "../../ir/types.ts";
import { emitBlock } from "../block.ts";
import type { At, Context, Emitted, Guard } from "../context.ts";
import { meet, type Way } from "../join.ts";
import type { PythonTask, Task } from "../model.ts";
import { Reader } from "../reader.ts";
import { reshape } from "../result.ts";
import { addPythonTask } from "../task.ts";

export function emitChoice(context: Context, step: ChoiceStep, at: At): Emitted {
  const mapped = context.mapped !== undefined;
  const reader = new Reader(context);
  reader.guard(at.guard);
  reader.reads(...step.rules.map((rule) => rule.when));
  const fallible = !step.default || step.rules.some((rule) => rule.when.fallible);
  const branch = addPythonTask(context, {
    id: step.id,
    step,
    role: "step",
    reader,
    body: [],
    at,
    branch: !mapped,
    ...(fallible ? { errors: {} } : {}),
  });

  const ways: Way[] = [];
  const falls = [...step.rules.map((rule) => rule.block), ...(step.default ? [step.default] : [])].filter(
    (block) => block.falls,
  ).length;
  const alone = falls === 1;
  const wrap = alone ? at.wrap && !step.result : mapped;

  const way = (block: Block, empty: string): string => {
    const name = block.steps[0]?.id ?? empty;
    const guard: Guard | undefined = mapped
      ? { task: branch, name: step.id, skipWhen: `${step.id} != ${pythonString(name)}` }
      : undefined;
    const emitted = emitWay(context, { step, block, empty, at: { after: branch, wrap, ...(guard ? { guard } : {}) } });
    if (emitted.exit) ways.push({ exit: emitted.exit, value: emitted.value });
    return mapped ? pythonString(name) : targets(emitted.entries);
  };

  const lines: string[] = [];
  for (const [index, rule] of step.rules.entries()) {
    const { code, helpers, imports } = toPython(rule.when, reader.spell);
    for (const helper of helpers) context.needs.helpers.add(helper);
    for (const name of imports) context.needs.imports.add(name);
    lines.push(`if ${code}:`, `    return ${way(rule.block, `${step.id}__when${index + 1}`)}`);
  }
  lines.push(
    step.default
      ? `return ${way(step.default, `${step.id}__else`)}`
      : 'raise StepError("States.NoChoiceMatched", "no condition holds and there is no default")',
  );
  branch.body = [...branch.body, ...lines];
  const met = meet(context, { step, ways, entries: [branch], alone, wrap: at.wrap && !step.result });
  return reshape(context, step, met, at.wrap);
}

/** What a branch task returns: the id of the task to go on with, or a list of them. */
export function targets(entries: readonly Task[]): string {
  const [only, ...more] = entries;
  if (only && more.length === 0) return pythonString(only.id);
  return `[${entries.map((entry) => pythonString(entry.id)).join(", ")}]`;
}

/** A path's tasks; a path without steps is a task that does nothing, never an edge to the join (airflow-patterns.md). */
export function emitWay(
  context: Context,
  options: { step: Step; block: Block; empty: string; at: Omit<At, "last"> },
): Emitted {
  const { step, block, empty, at } = options;
  if (block.steps.length > 0) return emitBlock(context, block, at);
  const reader = new Reader(context);
  reader.guard(at.guard);
  const body = [at.wrap ? 'return {"value": None}' : "return None"];
  const task: PythonTask = addPythonTask(context, { id: empty, step, role: "empty", reader, body, at });
  return { entries: [task], exit: task, value: { kind: "task", task, ...(at.wrap ? { wrapped: true } : {}) } };
}
