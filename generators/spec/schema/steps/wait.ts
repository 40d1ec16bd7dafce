/** `wait: 5s`, `wait: { seconds }`, `wait: { timestamp }`. */
import * as z from "zod";
import { nearest } from "../../../../diagnostics/suggest.ts";
import { isMapping, keyed, strict } from "../keyed.ts";
import { durationPattern, durationPhrase, expression, isExpression, whole } from "../values.ts";
import { common } from "./common.ts";

const waitDuration = z.string({ error: durationPhrase }).regex(durationPattern, { error: durationPhrase });
const waitSeconds = strict("a wait", {
  seconds: keyed(
    {
      number: whole({ min: 0, max: 99_999_999, what: "a whole number of seconds", description: "Seconds." }),
      expression: expression("Seconds, worked out."),
    },
    (value) => ({ option: isExpression(value) ? "expression" : "number" }),
  ).meta({ description: "How many seconds, written out or worked out." }),
});
const waitTimestamp = strict("a wait", {
  timestamp: z
    .string({ error: "a moment such as 2030-01-31T12:00:00Z, or an expression" })
    .meta({ description: "RFC 3339, written out or worked out." }),
});
export const waitStep = strict("a wait step", {
  wait: keyed({ duration: waitDuration, seconds: waitSeconds, timestamp: waitTimestamp }, (value) => {
    if (isExpression(value))
      return {
        problem: {
          code: "wrong-value",
          at: "value",
          message: "A wait that is worked out must say whether it is seconds or a moment.",
          fix: `Write wait: { seconds: "${value.trim()}" }, or { timestamp: … }.`,
        },
      };
    if (!isMapping(value)) return { option: "duration" };
    if (Object.hasOwn(value, "seconds")) return { option: "seconds" };
    if (Object.hasOwn(value, "timestamp")) return { option: "timestamp" };
    const meant = Object.keys(value).map((key) => nearest(key, ["seconds", "timestamp"]))[0];
    if (meant) return { option: meant as "seconds" | "timestamp" };
    return {
      problem: {
        code: "missing-key",
        at: "key",
        message: "A wait needs `seconds` or `timestamp`.",
        fix: "Write wait: 5s, wait: { seconds: 5 } or wait: { timestamp: 2030-01-31T12:00:00Z }.",
      },
    };
  }).meta({ description: "5s, { seconds: n } or { timestamp: … }." }),
  ...common,
}).meta({ id: "WaitStep", description: "Waits; its value is null." });
export type WaitSpec = z.infer<typeof waitStep>;
