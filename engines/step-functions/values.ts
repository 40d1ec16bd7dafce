/** Where Step Functions recorded the values of steps. */
import type { Json } from "../../generators/expressions/expression.ts";
import type { SourceMap, StepMap } from "../../generators/source-map.ts";
import type { StepTrace } from "../../runs/trace.ts";
import { inHandlerOf } from "../settle.ts";
import type { Visit } from "./visit.ts";

/** What the history itself says of a step's value; undefined when it says nothing. */
export function recordedValue(
  step: StepMap,
  { own, here }: { own: readonly Visit[]; here: readonly Visit[] },
): Json | undefined {
  const from = step.asl.value;
  if (from.from === "null") return null;
  if (from.from === "payload") {
    const result = own.findLast((visit) => visit.result !== undefined)?.result;
    return result === undefined ? undefined : payloadOf(JSON.parse(result));
  }
  if (from.from === "output") {
    const visit = here.findLast((one) => one.name === from.state && one.exited);
    return visit?.output === undefined ? undefined : JSON.parse(visit.output);
  }
  // A variable has one name in the whole machine, and is assigned where the taken way ends.
  const text = here.findLast((visit) => visit.assigned[from.name] !== undefined)?.assigned[from.name];
  return text === undefined ? undefined : JSON.parse(text);
}

/** lambda:invoke answers {StatusCode, Payload, …}; a function by its ARN answers with the payload itself. */
function payloadOf(result: Json): Json {
  if (typeof result !== "object" || result === null || Array.isArray(result) || !("Payload" in result)) return result;
  return result.Payload ?? null;
}

/**
 * Fills in values that nothing recorded because no later state reads them: a choice has the value of the way that was
 * taken, a caught step that of its handler. Both are the value of the last step there, and null where there is none.
 */
export function deriveValues(map: SourceMap, traces: readonly StepTrace[]): StepTrace[] {
  const derived = [...traces];
  const innermostFirst = [...map.steps].sort((a, b) => b.within.length - a.within.length);
  for (const step of innermostFirst) {
    for (const [at, trace] of derived.entries()) {
      if (trace.step !== step.step) continue;
      const way = wayTaken({ map, step, trace, traces: derived });
      if (way === undefined) continue;
      const { value: recorded, ...rest } = trace;
      // What a caught state recorded of its own is its error, not the handler's value.
      const value =
        trace.status === "caught" && step.asl.value.from !== "variable" ? way.value : (recorded ?? way.value);
      derived[at] = { ...rest, ...(value === undefined ? {} : { value }) };
    }
  }
  return derived;
}

/** The value of the way that a choice or a caught step went; undefined when the step has no such ways. */
function wayTaken(options: {
  map: SourceMap;
  step: StepMap;
  trace: StepTrace;
  traces: readonly StepTrace[];
}): { value: Json | undefined } | undefined {
  const { map, step, trace, traces } = options;
  const caught = trace.status === "caught";
  if (!caught && !(step.kind === "choice" && trace.status === "succeeded")) return undefined;
  const ran = traces.filter((other) => {
    const inner = map.steps.find(({ step: id }) => id === other.step)!;
    const direct = inner.within.at(-1) === step.step && inHandlerOf(inner, step) === caught;
    return direct && other.status !== "notRun" && other.indexes.join() === trace.indexes.join();
  });
  const last = ran.at(-1);
  if (last === undefined) return { value: null };
  // A way that ended its run, branch or item has no value for this step.
  const kind = map.steps.find(({ step: id }) => id === last.step)!.kind;
  return { value: kind === "succeed" ? undefined : last.value };
}
