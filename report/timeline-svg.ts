/** The timelines as rows of small drawings whose positions are per cent, so that they fit any width. */
import { escapeHtml } from "./escape.ts";
import type { Html } from "./html-steps.ts";
import type { Report } from "./report.ts";
import { type TimelineRow, timelineOf } from "./timeline.ts";

export type TimelineView = {
  readonly axis: Html;
  readonly rows: readonly { readonly step: string; readonly depth: number; readonly chart: Html }[];
};

const height = 28;

export function timelineSvg({ comparison, left, right }: Report): TimelineView {
  const { rows, ticks } = timelineOf(comparison.steps, left, right);
  const grid = ticks.map(({ at }) => `<line class="grid" x1="${at}%" x2="${at}%" y1="0" y2="${height}"/>`).join("");
  const labels = ticks
    .map(
      ({ at, text }) =>
        `<text x="${at}%" y="12" text-anchor="${at < 4 ? "start" : at > 94 ? "end" : "middle"}">${escapeHtml(text)}</text>`,
    )
    .join("");
  return {
    axis: { html: `<svg class="chart axis" width="100%" height="18" aria-hidden="true">${labels}</svg>` },
    rows: rows.map((row) => ({ step: row.step, depth: Math.min(row.depth, 4), chart: { html: chart(row, grid) } })),
  };
}

function chart({ bars, label }: TimelineRow, grid: string): string {
  const drawn = bars.map(({ lane, outcome, x, width, y }) =>
    outcome === "span"
      ? `<line class="bar ${lane} span" x1="${x}%" x2="${x + width}%" y1="${y + 4.5}" y2="${y + 4.5}"/>`
      : `<rect class="bar ${lane} ${outcome}" x="${x}%" y="${y}" width="${width}%" height="9" rx="2"/>`,
  );
  return `<svg class="chart" width="100%" height="${height}" role="img" aria-label="${escapeHtml(label)}">${grid}${drawn.join("")}</svg>`;
}
