/**
 * `catch` on a step. Outside a map the step really fails and a gate chooses the way on; inside a map, where Airflow
 * cannot branch, the step returns {"result": …} or {"error": …, "goto": …} and the first tasks of each way look at it.
 */

import { pythonString } from "../expressions/literals.ts";
import type { Handler, LambdaStep } from "../ir/types.ts";
import { mayExit } from "../ir/walk.ts";
import { returning } from "./code.ts";
import type { At, Context, Emitted, Guard, Ref } from "./context.ts";
import { addJoin, meet, type Way } from "./join.ts";
import type { PythonTask, Task } from "./model.ts";
import { Reader } from "./reader.ts";
import { reshape, reshapesApart } from "./result.ts";
import { emitWay, targets } from "./steps/choice.ts";
import { handlersOf } from "./steps/lambda.ts";
import { addPythonTask } from "./task.ts";

type Caught = { readonly at: At; readonly task: PythonTask };

export function emitCatch(context: Context, step: LambdaStep, caught: Caught): Emitted {
  return context.mapped ? emitEnvelope(context, step, caught) : emitGate(context, step, caught);
}

function emitHandlers(
  context: Context,
  step: LambdaStep,
  options: { gate?: Task; task: Task; wrap: boolean },
): readonly (readonly [Handler, Emitted])[] {
  const { gate, task, wrap } = options;
  const source = gate ? ({ kind: "pull", task: step.id } as const) : ({ kind: "envelope", task } as const);
  const inner: Context = { ...context, error: { step: step.id, source } };
  return step.catch.map((handler, index) => {
    const target = handlersOf(step)[index]?.task ?? "";
    const guard: Guard = { task, name: step.id, skipWhen: `${step.id}.get("goto") != ${pythonString(target)}` };
    const at = { after: gate ?? task, wrap, ...(gate ? {} : { guard }) };
    return [handler, emitWay(inner, { step, block: handler.block, empty: target, at })] as const;
  });
}

function waysOf(handlers: readonly (readonly [Handler, Emitted])[]): readonly Way[] {
  return handlers.flatMap(([, { exit, value }]) => (exit ? [{ exit, value }] : []));
}

/** The gate passes on a skip and an earlier failure, so that it takes only errors of this step (traps 2 and 3). */
function emitGate(context: Context, step: LambdaStep, { at, task }: Caught): Emitted {
  const reader = new Reader(context);
  reader.context.add("ti");
  if (context.version === "2.11") reader.context.add("dag_run");
  const gate = addPythonTask(context, {
    id: `${step.id}__catch`,
    step,
    role: "catch",
    reader,
    body: [],
    at: { after: task },
    branch: true,
    options: { trigger_rule: '"all_done"' },
  });
  const pulled: Ref = { kind: "pull", task: step.id };
  // A result that may fail is worked out on the good path only, outside the catch, like in Step Functions.
  const apart = reshapesApart(step);
  const falling = step.catch.filter((handler) => handler.block.falls);
  const needsOk = !apart && (falling.length > 0 ? falling.some((handler) => mayExit(handler.block)) : at.last);
  const good = needsOk ? addOk(context, step, gate) : undefined;
  const shaped = apart ? reshape(context, step, { entries: [task], exit: gate, value: pulled }, false) : undefined;
  const goodEnd = good ?? (shaped?.exit === gate ? undefined : shaped?.exit);
  const handlers = emitHandlers(context, step, { gate, task, wrap: false });
  const ways = waysOf(handlers);
  const write = (next: readonly Task[]) => {
    gate.body = gateBody(context, step, { next, handlers });
  };
  if (ways.length === 0) {
    if (goodEnd) {
      write([goodEnd]);
      return { entries: [task], exit: goodEnd, value: { kind: "task", task: goodEnd } };
    }
    write([]);
    return { entries: [task], exit: gate, onNext: write, value: pulled };
  }
  if (goodEnd) {
    write([goodEnd]);
    const good: Way = { exit: goodEnd, value: { kind: "task", task: goodEnd } };
    return meet(context, { step, ways: [good, ...ways], entries: [task], alone: false, wrap: false });
  }
  // The join pulls the step's value: an edge from a failed step would stop it (trap 6).
  const join = addJoin(context, {
    id: `${step.id}__join`,
    step,
    role: "join",
    ways,
    wrap: false,
    pulled: { name: step.id, gate },
  });
  write([join]);
  return { entries: [task], exit: join, value: { kind: "task", task: join } };
}

/** The good path beside a handler, where an edge from the gate alone would not tell which way was taken. */
function addOk(context: Context, step: LambdaStep, gate: Task): PythonTask {
  const reader = new Reader(context);
  reader.context.add("ti");
  const body = [`return ti.xcom_pull(task_ids=${pythonString(step.id)})`];
  return addPythonTask(context, { id: `${step.id}__ok`, step, role: "ok", reader, body, at: { after: gate } });
}

function gateBody(
  context: Context,
  step: LambdaStep,
  options: { next: readonly Task[]; handlers: readonly (readonly [Handler, Emitted])[] },
): readonly string[] {
  const owner = context.version === "2.11" ? "dag_run, ti" : "ti";
  const lines = [
    `error = error_of(${owner}, ${pythonString(step.id)})`,
    "if error is None:",
    `    return ${targets(options.next)}`,
  ];
  for (const [handler, emitted] of options.handlers) {
    const back = `return ${targets(emitted.entries)}`;
    if (handler.errors.includes("States.ALL")) return [...lines, back];
    lines.push(`if ${matchTest(handler.errors)}:`, `    ${back}`);
  }
  return [...lines, "raise AirflowFailException(f\"not caught: {error['name']}\")"];
}

/** A test of `error["name"]` against ASL's error names. */
function matchTest(errors: readonly string[]): string {
  return `matches(error["name"], [${errors.map(pythonString).join(", ")}])`;
}

function emitEnvelope(context: Context, step: LambdaStep, { at, task }: Caught): Emitted {
  const falling = step.catch.filter((handler) => handler.block.falls).length;
  const apart = reshapesApart(step);
  const good: Guard = { task, name: step.id, skipWhen: `"result" not in ${step.id}` };
  const value: Ref = { kind: "task", task, envelope: true };
  if (falling === 0 && !at.last && !apart) {
    emitHandlers(context, step, { task, wrap: true });
    return { entries: [task], exit: task, guard: good, value };
  }
  const wrap = falling > 0 ? true : at.wrap;
  const reader = new Reader(context);
  const shaped = apart ? reshape(context, step, { entries: [task], exit: task, guard: good, value }, wrap) : undefined;
  const ok = shaped?.exit ?? addMappedOk(context, { step, reader, good, wrap });
  const ways = waysOf(emitHandlers(context, step, { task, wrap: true }));
  const way: Way = { exit: ok, value: { kind: "task", task: ok, ...(wrap ? { wrapped: true } : {}) } };
  return meet(context, { step, ways: [way, ...ways], entries: [task], alone: ways.length === 0, wrap: at.wrap });
}

function addMappedOk(
  context: Context,
  options: { step: LambdaStep; reader: Reader; good: Guard; wrap: boolean },
): PythonTask {
  const { step, reader, good, wrap } = options;
  reader.guard(good);
  const body = [returning(`${step.id}["result"]`, wrap)];
  return addPythonTask(context, { id: `${step.id}__ok`, step, role: "ok", reader, body, at: { after: good.task } });
}
