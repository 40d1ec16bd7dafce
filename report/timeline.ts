/** Both runs on one time scale: for each step a lane of Step Functions above a lane of Airflow, a bar for each try. */
import type { StepComparison } from "../runs/comparison.ts";
import type { Attempt, Trace } from "../runs/trace.ts";
import { groupBy } from "./group.ts";
import { between, durationOf, durationText, runDuration } from "./words.ts";

export type Bar = {
  readonly lane: "left" | "right";
  readonly x: number;
  readonly width: number;
  readonly y: number;
  /** `whole`: what holds other steps. `span`: from the first try to the end of the last, waits included. */
  readonly outcome: Attempt["outcome"] | "whole" | "span";
};
export type TimelineRow = {
  readonly step: string;
  readonly depth: number;
  readonly label: string;
  readonly bars: readonly Bar[];
};
export type Timeline = {
  readonly rows: readonly TimelineRow[];
  /** Where lines and figures stand: per cent of the width. */
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
};

const laneHeight = 9;
const layers: readonly Bar["outcome"][] = ["whole", "span", "succeeded", "aborted", "failed"];

/** Positions in per cent of the longer run. Steps that ran on neither side are left out. */
export function timelineOf(steps: readonly StepComparison[], left: Trace, right: Trace): Timeline {
  const span = Math.max(1, runDuration(left), runDuration(right), latest(left), latest(right));
  const per = (time: string, trace: Trace): number => (100 * Math.min(span, between(trace.start, time) ?? 0)) / span;
  const rows = [...groupBy(steps, ({ step }) => step.step).values()].flatMap((comparisons): TimelineRow[] => {
    const { step } = comparisons[0];
    const whole = ["parallel", "map", "choice"].includes(step.kind);
    const lane = (side: "left" | "right", trace: Trace): Bar[] =>
      comparisons.flatMap((comparison) => {
        // A try whose times the engine did not tell cannot be drawn.
        const attempts = (comparison[side]?.attempts ?? []).filter(
          ({ start, end }) => between(start, end) !== undefined,
        );
        const bar = (start: string, end: string, outcome: Bar["outcome"]): Bar => {
          const x = per(start, trace);
          const width = Math.max(0, per(end, trace) - x);
          return { lane: side, x: round(x), width: round(width), y: side === "left" ? 3 : 7 + laneHeight, outcome };
        };
        const [first, last] = [attempts[0], attempts.at(-1)];
        const span =
          first !== undefined && last !== undefined && first !== last ? [bar(first.start, last.end, "span")] : [];
        return [...span, ...attempts.map(({ start, end, outcome }) => bar(start, end, whole ? "whole" : outcome))];
      });
    // What went wrong is drawn last, over the bars of other items.
    const bars = [...lane("left", left), ...lane("right", right)].sort(
      (a, b) => layers.indexOf(a.outcome) - layers.indexOf(b.outcome),
    );
    if (bars.length === 0) return [];
    const label = `${step.step}: Step Functions ${longest(comparisons, "left")}, Airflow ${longest(comparisons, "right")}`;
    return [{ step: step.step, depth: step.within.length, label, bars }];
  });
  return { rows, ticks: ticksFor(span) };
}

/** Round figures, at most seven of them. */
function ticksFor(span: number): Timeline["ticks"] {
  const raw = span / 6;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= raw) ?? raw;
  const count = Math.floor(span / step);
  return Array.from({ length: count + 1 }, (_, at) => ({
    at: round((100 * at * step) / span),
    text: at === 0 ? "0" : seconds(at * step),
  }));
}

const seconds = (milliseconds: number): string =>
  milliseconds >= 60_000 ? durationText(milliseconds) : `${Number((milliseconds / 1000).toPrecision(3))} s`;

function latest(trace: Trace): number {
  return Math.max(0, ...trace.steps.map((step) => between(trace.start, step.attempts.at(-1)?.end) ?? 0));
}

function longest(comparisons: readonly StepComparison[], side: "left" | "right"): string {
  const all = comparisons.flatMap((comparison) =>
    comparison[side] === undefined ? [] : (durationOf(comparison[side]) ?? []),
  );
  return all.length === 0 ? "did not run" : durationText(Math.max(...all));
}

const round = (value: number): number => Math.round(value * 100) / 100;
