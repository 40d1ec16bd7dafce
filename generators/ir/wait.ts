/** The three forms of a wait. */
import { describe } from "../expressions/types.ts";
import { durationSeconds } from "../spec/duration.ts";
import type { WaitSpec } from "../spec/schema/steps.ts";
import type { Frame } from "./frame.ts";
import type { Path, WaitStep } from "./types.ts";
import { typeOfValue, valueAt } from "./value.ts";

/** ASL: a timestamp conforms to RFC 3339's profile of ISO 8601, with an upper-case T and, without an offset, an upper-case Z. */
const timestamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

export function buildWaitFor(frame: Frame, spec: WaitSpec, path: Path): WaitStep["wait"] {
  const { wait } = spec;
  if (typeof wait === "string") return { by: "duration", seconds: durationSeconds(wait) ?? 0 };
  if ("seconds" in wait) {
    if (typeof wait.seconds === "number") return { by: "duration", seconds: wait.seconds };
    const value = valueAt(frame, [...path, "seconds"]);
    const type = typeOfValue(value);
    if (!["integer", "number", "any", "never", "nullable"].includes(type.kind)) {
      frame.diagnostics.add(
        "wait-value",
        frame.document.range([...path, "seconds"]),
        `The seconds are ${describe(type)}, not a number.`,
      );
    }
    return { by: "seconds", value };
  }
  const value = valueAt(frame, [...path, "timestamp"]);
  const type = typeOfValue(value);
  const range = frame.document.range([...path, "timestamp"]);
  if (
    value.kind === "literal" &&
    !(typeof value.value === "string" && timestamp.test(value.value) && !Number.isNaN(Date.parse(value.value)))
  ) {
    frame.diagnostics.add("wait-value", range, `\`${value.value}\` is not a moment as RFC 3339 writes it.`);
  } else if (!["string", "any", "never", "nullable"].includes(type.kind)) {
    frame.diagnostics.add("wait-value", range, `The moment is ${describe(type)}, not a string.`);
  }
  return { by: "timestamp", value };
}
