/** The graph of a pipeline as SVG: a box for each step in the colour of its verdict, with a sign, so that colour is never alone. */
import type { SourceMap } from "../generators/source-map.ts";
import type { StepComparison } from "../runs/comparison.ts";
import { escapeHtml } from "./escape.ts";
import { type Edge, layoutGraph } from "./graph.ts";
import { statusWords } from "./words.ts";

export type Shade = "same" | "explained" | "unexplained" | "notRun";

export const signs: Readonly<Record<Shade, string>> = { same: "=", explained: "≈", unexplained: "≠", notRun: "–" };
export const shadeWords: Readonly<Record<Shade, string>> = {
  same: "same",
  explained: "different, explained",
  unexplained: "different, unexplained",
  notRun: "did not run",
};

/** What a step shows as: the worst of its items; `notRun` when it ran on neither side. */
export function shadeOf(comparisons: readonly StepComparison[]): Shade {
  for (const verdict of ["unexplained", "explained"] as const) {
    if (comparisons.some((comparison) => comparison.verdict === verdict)) return verdict;
  }
  const ran = comparisons.some(({ left, right }) =>
    [left, right].some((step) => step !== undefined && step.status !== "notRun"),
  );
  return ran ? "same" : "notRun";
}

/** The whole `<svg>`; each box links to `#step-<id>`. */
export function graphSvg(map: SourceMap, steps: ReadonlyMap<string, readonly StepComparison[]>): string {
  const { width, height, boxes, frames, edges, end } = layoutGraph(map);
  const drawn = [
    ...frames.map(
      ({ x, y, width: w, height: h, label, kind }) =>
        `<g class="frame ${escapeHtml(kind)}"><rect x="${n(x)}" y="${n(y)}" width="${n(w)}" height="${n(h)}" rx="10"/>` +
        `<text x="${n(x + 10)}" y="${n(y + 14)}">${escapeHtml(label)}</text></g>`,
    ),
    ...edges.map(edge),
    end === undefined ? "" : `<circle class="end" cx="${n(end.x)}" cy="${n(end.y)}" r="5"/>`,
    ...boxes.map(({ step, x, y, width: w, height: h }) => {
      const own = steps.get(step.step) ?? [];
      const shade = shadeOf(own);
      const under = `${step.kind}${own.length > 1 ? ` × ${own.length}` : ""}${endOf(own)}`;
      return (
        `<a href="#step-${escapeHtml(step.step)}" class="box ${shade}"><title>${escapeHtml(shadeWords[shade])}</title>` +
        `<rect x="${n(x)}" y="${n(y)}" width="${n(w)}" height="${n(h)}" rx="8"/>` +
        `<text class="sign" x="${n(x + 18)}" y="${n(y + 27)}">${signs[shade]}</text> ` +
        `<text class="name" x="${n(x + 34)}" y="${n(y + 19)}">${escapeHtml(step.step)}</text> ` +
        `<text class="kind" x="${n(x + 34)}" y="${n(y + 34)}">${escapeHtml(under)}</text></a>`
      );
    }),
  ];
  return (
    `<svg class="graph" width="${n(width)}" height="${n(height)}" viewBox="0 0 ${n(width)} ${n(height)}" role="group" aria-label="The steps of the pipeline">` +
    `<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z"/></marker></defs>` +
    `${drawn.join("")}</svg>`
  );
}

/** How it ended, when that is not "well" and the same on both sides and for every item. */
function endOf(comparisons: readonly StepComparison[]): string {
  const ends = new Set(comparisons.flatMap(({ left, right }) => [left?.status ?? "notRun", right?.status ?? "notRun"]));
  const [end] = ends;
  return ends.size === 1 && (end === "failed" || end === "caught") ? ` · ${statusWords[end]}` : "";
}

function edge({ points, kind, arrow }: Edge): string {
  const [first, ...rest] = points;
  if (first === undefined) return "";
  const line = `M${n(first[0])} ${n(first[1])}${rest.map(([x, y]) => `L${n(x)} ${n(y)}`).join("")}`;
  return `<path class="edge ${kind}" d="${line}"${arrow ? ' marker-end="url(#arrow)"' : ""}/>`;
}

const n = (value: number): string => String(Math.round(value * 10) / 10);
