/** How reports write times, values and outcomes. */
import type { Json } from "../generators/expressions/expression.ts";
import type { Comparison } from "../runs/comparison.ts";
import type { StepTrace, Trace } from "../runs/trace.ts";

/** `12 ms`, `6.1 s`, `2 min 5 s`. */
export function durationText(milliseconds: number): string {
  if (milliseconds < 995) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** From the first try's start to the last one's end, in milliseconds; undefined when it did not run or a time is not known. */
export function durationOf(step: StepTrace): number | undefined {
  return between(step.attempts[0]?.start, step.attempts.at(-1)?.end);
}

/** Milliseconds of the whole run; 0 when a time is not known. */
export const runDuration = (trace: Trace): number => between(trace.start, trace.end) ?? 0;

/** Milliseconds between two times, never less than 0; undefined unless both are known. */
export function between(start: string | undefined, end: string | undefined): number | undefined {
  const long = Date.parse(end ?? "") - Date.parse(start ?? "");
  return Number.isNaN(long) ? undefined : Math.max(0, long);
}

/** One line of JSON, cut to `limit` characters; `(nothing)` for what is not there. */
export function jsonText(value: Json | undefined, limit = 60): string {
  if (value === undefined) return "(nothing)";
  const text = printable(JSON.stringify(value));
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}

/** Control characters of data must not reach a terminal: shown as escapes. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

export const statusWords = {
  succeeded: "succeeded",
  failed: "failed",
  caught: "caught",
  notRun: "not run",
  aborted: "stopped",
  timedOut: "timed out",
} as const;

export const engineWords = { stepFunctions: "Step Functions", airflow: "Airflow", simulator: "Simulator" } as const;

/** `once` would hide the number: `1 try`, `3 tries`. */
export const triesText = (count: number): string => (count === 1 ? "1 try" : `${count} tries`);

/** `$0.000125`: as many digits as it takes to see something. */
export function dollarsText(dollars: number): string {
  if (dollars === 0) return "$0";
  return `$${dollars >= 1 ? dollars.toFixed(2) : dollars.toPrecision(3).replace(/0+$/, "").replace(/\.$/, "")}`;
}

/** The verdict in one sentence. */
export function verdictSentence(comparison: Comparison): string {
  const explained =
    comparison.steps.filter(({ verdict }) => verdict === "explained").length +
    (comparison.run.verdict === "explained" ? 1 : 0);
  const differ = comparison.steps.filter(({ verdict }) => verdict === "unexplained").length;
  switch (comparison.verdict) {
    case "invalid":
      return "No verdict: the runs cannot be compared.";
    case "same":
      return "Same: both engines did the same, step for step.";
    case "explained":
      return `Same but for what is known: ${plural(explained, "difference is", "differences are")} explained by the ledger.`;
    case "unexplained":
      if (differ === 0) return "Different and unexplained: the runs as a whole differ. This is a bug.";
      return `Different and unexplained: ${plural(differ, "step differs", "steps differ")}. This is a bug.`;
  }
}

export const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
