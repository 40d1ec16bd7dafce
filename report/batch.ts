/** The summary of many comparisons (`compare --all`): a line for each scenario, then totals. */
import pc from "picocolors";
import { type Comparison, exitCode } from "../runs/comparison.ts";
import { findingsOf } from "./findings.ts";
import { heading, type Report } from "./report.ts";
import { type Cell, cell, layout } from "./table.ts";
import { durationText, plural, printable, runDuration } from "./words.ts";

/** One scenario: its report, or why there is none (an engine could not be reached, an input was refused). */
export type BatchItem =
  | Report
  | { readonly pipeline: string; readonly scenario?: string; readonly problem: string; readonly exitCode: number };

export type BatchJson = {
  readonly version: 1;
  readonly exitCode: number;
  readonly totals: BatchTotals;
  readonly scenarios: readonly {
    readonly pipeline: string;
    readonly scenario: string | null;
    readonly verdict: Comparison["verdict"] | null;
    /** Null when the scenario expects nothing, or there was no run. */
    readonly expected: boolean | null;
    readonly ledger: readonly string[];
    readonly problem: string | null;
    readonly exitCode: number;
  }[];
};

export type BatchTotals = {
  readonly scenarios: number;
  readonly same: number;
  readonly explained: number;
  readonly unexplained: number;
  readonly invalid: number;
  /** Scenarios without a comparison. */
  readonly problems: number;
  /** Scenarios of which an expectation was not met on either engine. */
  readonly unmet: number;
};

type Options = { readonly width?: number; readonly colour?: boolean };

/** The summary as text. */
export function batchText(items: readonly BatchItem[], { width = 100, colour = false }: Options = {}): string {
  const colours = pc.createColors(colour);
  const paint = { same: colours.green, explained: colours.yellow, unexplained: colours.red, invalid: colours.red };
  const rows = items.map((item): Cell[] => {
    if ("problem" in item)
      return [cell(heading(item)), cell("no run", colours.red), cell(""), cell(printable(item.problem))];
    const { comparison } = item;
    const unmet = comparison.expectations.left.length + comparison.expectations.right.length;
    const expected = !comparison.expectations.checked
      ? cell("–", colours.dim)
      : unmet === 0
        ? cell("as expected")
        : cell("NOT as expected", colours.red);
    return [
      cell(heading(item)),
      cell(comparison.verdict, paint[comparison.verdict]),
      expected,
      cell(remark(item), colours.dim),
    ];
  });
  const totals = totalsOf(items);
  const parts = (["same", "explained", "unexplained", "invalid"] as const).flatMap((verdict) =>
    totals[verdict] === 0 ? [] : [paint[verdict](`${totals[verdict]} ${verdict}`)],
  );
  if (totals.problems > 0) parts.push(colours.red(`${totals.problems} without a run`));
  if (totals.unmet > 0) parts.push(colours.red(`${totals.unmet} not as expected`));
  return `${[...layout(rows, width), "", `${plural(totals.scenarios, "scenario", "scenarios")}: ${parts.join(", ")}`].join("\n")}\n`;
}

/** What a line says beside its verdict: the first unexplained difference, else the ledger codes, and the times. */
function remark(report: Report): string {
  const { comparison, left, right } = report;
  const times = `${durationText(runDuration(left))} / ${durationText(runDuration(right))}`;
  if (comparison.verdict === "invalid") return printable(comparison.invalid[0] ?? "");
  const { unexplained, excused } = findingsOf(comparison);
  const [first] = unexplained;
  if (first !== undefined) return `${first.where} ${first.field}: ${first.says}`;
  return [times, ...excused.map(({ code }) => code)].join("  ");
}

function totalsOf(items: readonly BatchItem[]): BatchTotals {
  const count = (verdict: Comparison["verdict"]): number =>
    items.filter((item) => "comparison" in item && item.comparison.verdict === verdict).length;
  return {
    scenarios: items.length,
    same: count("same"),
    explained: count("explained"),
    unexplained: count("unexplained"),
    invalid: count("invalid"),
    problems: items.filter((item) => "problem" in item).length,
    unmet: items.filter((item) => "comparison" in item && unmet(item.comparison)).length,
  };
}

const unmet = ({ expectations: { left, right } }: Comparison): boolean => left.length + right.length > 0;

/** The exit code of the whole: 0 when all are fine; else 4 when runs differ, before 3 and what else went wrong. */
export function batchExitCode(items: readonly BatchItem[]): number {
  const codes = items.map((item) => ("problem" in item ? item.exitCode : exitCode(item.comparison)));
  return codes.includes(4) ? 4 : Math.max(0, ...codes);
}

/** The summary as a versioned document. */
export function batchJson(items: readonly BatchItem[]): BatchJson {
  return {
    version: 1,
    exitCode: batchExitCode(items),
    totals: totalsOf(items),
    scenarios: items.map((item) => {
      const { pipeline, scenario = null } = item;
      if ("problem" in item) {
        return {
          pipeline,
          scenario,
          verdict: null,
          expected: null,
          ledger: [],
          problem: item.problem,
          exitCode: item.exitCode,
        };
      }
      const { comparison } = item;
      return {
        pipeline,
        scenario,
        verdict: comparison.verdict,
        expected: comparison.expectations.checked ? !unmet(comparison) : null,
        ledger: findingsOf(comparison).excused.map(({ code }) => code),
        problem: null,
        exitCode: exitCode(comparison),
      };
    }),
  };
}
