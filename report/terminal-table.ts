/** The table of steps as text: both sides of each step, and the verdict. */
import type pc from "picocolors";
import type { Verdict } from "../runs/comparison.ts";
import type { StepTrace, Trace } from "../runs/trace.ts";
import type { Report } from "./report.ts";
import { type Row, rowsOf } from "./rows.ts";
import { type Cell, cell, layout, plainLength } from "./table.ts";
import { durationOf, durationText, engineWords, printable, runDuration, statusWords, triesText } from "./words.ts";

export type Colours = ReturnType<typeof pc.createColors>;

/** `full`: everything in words. `brief`: signs for words. `bare`: brief, without durations. */
type Style = "full" | "brief" | "bare";

/** As much as fits the width, durations last to go. */
export function stepsTable(report: Report, width: number, colours: Colours): string[] {
  for (const style of ["full", "brief"] as const) {
    const lines = layout(cells(report, style, colours));
    if (Math.max(...lines.map(plainLength)) <= width) return lines;
  }
  return layout(cells(report, "bare", colours), width);
}

function cells(report: Report, style: Style, colours: Colours): Cell[][] {
  const { comparison, left, right } = report;
  const heads = ["step", engineWords[left.engine], engineWords[right.engine], ""];
  const verdict = (one: Verdict): Cell => (comparison.verdict === "invalid" ? cell("") : verdictCell(one, colours));
  const rows = rowsOf(comparison.steps).map((row) => [
    cell("  ".repeat(row.depth) + row.step + row.items),
    sideCell(row, "left", { style, colours }),
    sideCell(row, "right", { style, colours }),
    verdict(row.members[0].verdict),
  ]);
  return [
    heads.map((text) => cell(text, colours.dim)),
    ...rows,
    [
      cell("run", colours.bold),
      runCell(left, { style, colours }),
      runCell(right, { style, colours }),
      verdict(comparison.run.verdict),
    ],
  ];
}

type Look = { readonly style: Style; readonly colours: Colours };

function sideCell(row: Row, side: "left" | "right", { style, colours }: Look): Cell {
  const steps = row.members.flatMap((member) => member[side] ?? []);
  const [first] = steps;
  if (first === undefined || first.status === "notRun") return cell(`${marks.notRun} not run`, colours.dim);
  const known = steps.flatMap((step) => durationOf(step) ?? []);
  const count = first.attempts.length;
  const tries = style === "full" ? triesText(count) : `×${count}`;
  const long = known.length === 0 || style === "bare" ? "" : durationText(Math.max(...known));
  return cell(
    joined(first.status, [outcome(first, style), count > 1 ? tries : "", long], style),
    paintOf(first.status, colours),
  );
}

const marks = { succeeded: "✓", failed: "✗", caught: "↷", aborted: "■", notRun: "–", timedOut: "✗" } as const;

function joined(status: keyof typeof marks, parts: readonly string[], style: Style): string {
  return `${marks[status]} ${parts.filter((part) => part !== "").join(style === "full" ? " · " : " ")}`;
}

/** What the sign alone does not say. */
function outcome({ status, error }: StepTrace, style: Style): string {
  if (status === "succeeded") return "";
  if (error === undefined) return statusWords[status];
  const name = printable(error.name);
  return status === "failed" || style !== "full" ? name : `${name} ${statusWords[status]}`;
}

function runCell(trace: Trace, { style, colours }: Look): Cell {
  const ended = statusWords[trace.status];
  const why = trace.error === undefined ? "" : printable(trace.error.name);
  const words = style === "full" ? [ended, why].filter((part) => part !== "").join(" ") : why || ended;
  const long = style === "bare" ? "" : durationText(runDuration(trace));
  return cell(joined(trace.status, [words, long], style), trace.status === "succeeded" ? colours.green : colours.red);
}

function paintOf(status: StepTrace["status"], colours: Colours): Cell["paint"] {
  return {
    succeeded: colours.green,
    failed: colours.red,
    caught: colours.yellow,
    aborted: colours.magenta,
    notRun: colours.dim,
  }[status];
}

function verdictCell(verdict: Verdict, colours: Colours): Cell {
  if (verdict === "same") return cell("same");
  if (verdict === "explained") return cell("explained", colours.yellow);
  return cell("DIFFERENT", (text) => colours.bold(colours.red(text)));
}
