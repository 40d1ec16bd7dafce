/** Folds the task instances of a run into the spec's steps. */
import type { Json } from "../../generators/expressions/expression.ts";
import type { Role, SourceMap, StepMap } from "../../generators/source-map.ts";
import type { ErrorInfo, StepStatus, StepTrace } from "../../runs/trace.ts";
import { isContainer, mapsAround, settle } from "../settle.ts";
import { callsOf, whole } from "./attempts.ts";
import type { RunRecord, TaskInstance } from "./record.ts";
import { errorIn, returned } from "./xcoms.ts";

/** Every step of the map, in its order; one within a map once for each item. `stopped`: the run did not end by itself. */
export function foldInstances(options: { map: SourceMap; record: RunRecord; stopped: boolean }): StepTrace[] {
  const { map } = options;
  const gates = new Set<string>();
  const traces = map.steps.flatMap((step) =>
    itemsOf({ ...options, step }).map((indexes) => {
      const own = ownOf({ ...options, step, indexes });
      if (own.some(({ role, instance }) => role === "catch" && instance.state === "success")) {
        gates.add(JSON.stringify([step.step, indexes]));
      }
      return foldStep({ ...options, step, indexes, own });
    }),
  );
  return settle(map, traces, (trace) => gates.has(JSON.stringify([trace.step, trace.indexes])));
}

export type Own = { readonly role: Role; readonly instance: TaskInstance };

/** Roles in which a failure is the step's own and its catch may take it; `result` is worked out outside the catch. */
const guarded = new Set<Role>(["step", "items", "until"]);

/** A gate fails when the error is not for it; that is no failure of its own. */
const failedOf = (own: readonly Own[]) =>
  own.filter(({ role, instance }) => role !== "catch" && instance.state === "failed");

/** Airflow knows one level of mapping: the item index is the instance's map_index. */
function ownOf(options: { step: StepMap; indexes: readonly number[]; record: RunRecord }): Own[] {
  const mapIndex = options.indexes.at(-1) ?? -1;
  return options.step.airflow.tasks.flatMap(({ id, role }) =>
    options.record.instances
      .filter((instance) => instance.task_id === id && instance.map_index === mapIndex)
      .map((instance) => ({ role, instance })),
  );
}

function itemsOf({ map, step, record }: { map: SourceMap; step: StepMap; record: RunRecord }): number[][] {
  const outer = mapsAround(map, step).at(-1);
  if (outer === undefined) return [[]];
  const body = new Set(
    map.steps.filter((other) => other.map === outer).flatMap((other) => other.airflow.tasks.map(({ id }) => id)),
  );
  const indexes = record.instances
    .filter(({ task_id, map_index, state }) => body.has(task_id) && map_index >= 0 && state !== "removed")
    .map(({ map_index }) => map_index);
  const items = [...new Set(indexes)].sort((a, b) => a - b);
  return items.length === 0 ? [[]] : items.map((index) => [index]);
}

function foldStep(options: {
  map: SourceMap;
  step: StepMap;
  indexes: readonly number[];
  own: readonly Own[];
  record: RunRecord;
  stopped: boolean;
}): StepTrace {
  const { step, indexes, own, record } = options;
  const units = own.flatMap(({ instance }) => (instance.try_number > 0 ? [instance.task_id] : []));
  const inner = isContainer(step) ? innerOf(options) : [];
  const { status, error } = outcomeOf({ ...options, inner });
  if (status === "notRun") return { step: step.step, indexes, status, attempts: [], units };

  const instances = [...own.map(({ instance }) => instance), ...inner];
  const attempts =
    step.kind === "lambda"
      ? callsOf({ step, own, record, error, status })
      : [whole(instances, { status, ...(error === undefined ? {} : { error }) })];
  const value = status === "failed" ? undefined : valueFor({ step, own, indexes, record });
  return {
    step: step.step,
    indexes,
    status,
    attempts,
    units,
    ...(value === undefined ? {} : { value }),
    ...(error === undefined ? {} : { error }),
  };
}

function outcomeOf(options: {
  step: StepMap;
  own: readonly Own[];
  inner: readonly TaskInstance[];
  record: RunRecord;
  stopped: boolean;
}): { status: StepStatus; error?: ErrorInfo } {
  const { step, own, inner, record, stopped } = options;
  const mains = own.filter(({ role }) => role === "step").map(({ instance }) => instance);
  const failed = failedOf(own);
  if (failed.length > 0) {
    const [first] = failed;
    const error = errorIn(record, first!.instance);
    // A run that was stopped fails what was going on, without an error of its own.
    if (stopped && error === undefined) return { status: "aborted" };
    const caught =
      failed.every(({ role }) => guarded.has(role)) &&
      own.some(({ role, instance }) => role === "catch" && instance.state === "success");
    return { status: caught ? "caught" : "failed", ...(error === undefined ? {} : { error }) };
  }
  if (step.airflow.envelope) {
    const error = mains.map((main) => envelopeError(returned(record, main))).find((found) => found !== undefined);
    if (error !== undefined) return { status: "caught", error };
  }
  if (mains.some(({ state }) => state === "success")) return { status: "succeeded" };
  if (mains.some(({ state, try_number }) => interrupted(state) || (stopped && state === "skipped" && try_number > 0))) {
    return { status: "aborted" };
  }
  // A container whose end was not reached: settled by what happened inside it.
  // A task that skipped itself has a try, but did nothing: a gate in a path that was not taken, a guard inside a map.
  const begun = [...own.map(({ instance }) => instance), ...inner].some(
    ({ state, try_number }) => try_number > 0 && (state !== "skipped" || stopped),
  );
  return { status: isContainer(step) && begun ? "aborted" : "notRun" };
}

const interrupted = (state: string | null) =>
  state !== null &&
  /^(running|queued|scheduled|restarting|deferred|up_for_retry|up_for_reschedule|awaiting_input)$/.test(state);

/** Instances of all steps within a container, in the same item. */
function innerOf(options: {
  map: SourceMap;
  step: StepMap;
  indexes: readonly number[];
  record: RunRecord;
}): TaskInstance[] {
  const { map, step, indexes, record } = options;
  const tasks = new Set(
    map.steps
      .filter((other) => other.within.includes(step.step))
      // A gate runs, and fails, also where the steps before it never began.
      .flatMap((other) => other.airflow.tasks.filter(({ role }) => role !== "catch").map(({ id }) => id)),
  );
  const mapIndex = indexes.at(-1);
  return record.instances.filter(
    (instance) => tasks.has(instance.task_id) && (mapIndex === undefined || instance.map_index === mapIndex),
  );
}

function envelopeError(value: Json | undefined): ErrorInfo | undefined {
  const error = field(value, "error");
  const name = field(error, "name");
  const cause = field(error, "cause");
  return typeof name === "string" ? { name, cause: typeof cause === "string" ? cause : "" } : undefined;
}

function valueFor(options: {
  step: StepMap;
  own: readonly Own[];
  indexes: readonly number[];
  record: RunRecord;
}): Json | undefined {
  const { step, indexes, record } = options;
  const from = step.airflow.value;
  if (from === undefined) return null;
  const mapIndex = indexes.at(-1) ?? -1;
  const instance = record.instances.find(({ task_id, map_index }) => task_id === from.task && map_index === mapIndex);
  if (instance?.state !== "success") return undefined;
  const value = returned(record, instance);
  const isMain = step.airflow.tasks.some(({ id, role }) => id === from.task && role === "step");
  if (step.airflow.envelope && isMain) {
    // {"error": …} has no result: the value is the handler's, in the join.
    return value !== undefined && field(value, "error") !== undefined ? undefined : (field(value, "result") ?? null);
  }
  // A result of None leaves no XCom.
  return (from.wrapped ? field(value, "value") : value) ?? null;
}

function field(value: Json | undefined, name: string): Json | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value[name] : undefined;
}
