/** What the HTML report tells of each step: a row of the table, and both sides in detail. */

import { label } from "../runs/align.ts";
import type { Difference, StepComparison } from "../runs/comparison.ts";
import type { StepTrace, Trace } from "../runs/trace.ts";
import { fieldText } from "./findings.ts";
import { type Shade, shadeOf, shadeWords, signs } from "./graph-svg.ts";
import { groupBy } from "./group.ts";
import { jsonHtml, type Mark, type Marks, markKey } from "./json-html.ts";
import type { Report } from "./report.ts";
import { type Row, rowsOf } from "./rows.ts";
import { between, durationOf, durationText, jsonText, printable, statusWords, triesText } from "./words.ts";

export type Html = { readonly html: string };
export type SideView = {
  readonly status: string;
  readonly statusClass: string;
  readonly text: string;
  readonly units: string;
  readonly tries: readonly {
    readonly number: number;
    readonly start: string;
    readonly duration: string;
    readonly outcome: string;
    readonly error: string;
  }[];
  readonly cause: string;
  readonly value: Html | false;
};
export type MemberView = {
  readonly label: string;
  readonly left: SideView;
  readonly right: SideView;
  readonly differences: readonly DifferenceView[];
};
export type DifferenceView = {
  readonly field: string;
  readonly left: string;
  readonly right: string;
  readonly says: string;
  readonly code: string;
  readonly shade: Shade;
};
export type StepView = {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly kind: string;
  readonly indent: readonly number[];
  readonly shade: Shade;
  readonly sign: string;
  readonly word: string;
  readonly rows: readonly {
    readonly items: string;
    readonly left: SideView;
    readonly right: SideView;
    readonly shade: Shade;
    readonly sign: string;
    readonly word: string;
    readonly codes: readonly string[];
  }[];
  readonly open: boolean;
  readonly members: readonly MemberView[];
  readonly more: number;
};

/** Items of one map that are shown one by one; the rest are in the page's data. */
const shownItems = 24;
const longestCause = 1200;

export function stepViews({ comparison, left, right }: Report): readonly StepView[] {
  return [...groupBy(rowsOf(comparison.steps), ({ step }) => step).values()].map((rows): StepView => {
    const members = rows.flatMap((row) => row.members);
    const { step } = members[0]!;
    const shade = shadeOf(members);
    // What differs comes first, so that it is never among those left out.
    const byWorst = [...members].sort((a, b) => rank(a) - rank(b));
    const shown = new Set(byWorst.slice(0, shownItems));
    return {
      id: step.step,
      name: step.step,
      title: step.title ?? "",
      kind: step.kind,
      indent: step.within.map((_, at) => at),
      shade,
      sign: signs[shade],
      word: shadeWords[shade],
      rows: rows.map((row) => rowView(row, left, right)),
      open: shade === "unexplained",
      members: members.filter((member) => shown.has(member)).map((member) => memberView(member, left, right)),
      more: members.length - shown.size,
    };
  });
}

const rank = ({ verdict }: StepComparison): number => ["unexplained", "explained", "same"].indexOf(verdict);

function rowView(row: Row, left: Trace, right: Trace): StepView["rows"][number] {
  const shade = shadeOf(row.members);
  const codes = new Set(
    row.members.flatMap(({ differences }) => differences.flatMap(({ excusedBy }) => excusedBy ?? [])),
  );
  const [first] = row.members;
  return {
    items: row.items,
    left: sideView(first.left, left, false),
    right: sideView(first.right, right, false),
    shade,
    sign: signs[shade],
    word: shade === "notRun" ? "same" : shadeWords[shade],
    codes: [...codes],
  };
}

function memberView(member: StepComparison, left: Trace, right: Trace): MemberView {
  const marks = marksOf(member);
  return {
    label: label({ step: member.step.step, indexes: member.indexes }),
    left: sideView(member.left, left, marks),
    right: sideView(member.right, right, marks),
    differences: member.differences.map(differenceView),
  };
}

export function differenceView(difference: Difference): DifferenceView {
  return {
    field: fieldText(difference),
    left: jsonText(difference.left, 160),
    right: jsonText(difference.right, 160),
    says: difference.says,
    code: difference.excusedBy ?? "",
    shade: difference.excusedBy === undefined ? "unexplained" : "explained",
  };
}

function marksOf({ differences, varied }: Pick<StepComparison, "differences" | "varied">): Marks {
  const marks = new Map<string, Mark>(varied.map(({ path }) => [markKey(path), "varied"]));
  for (const { field, path, excusedBy } of differences) {
    if (field === "value") marks.set(markKey(path), excusedBy === undefined ? "unexplained" : "explained");
  }
  return marks;
}

/** One side of a step; with marks (not false) also its value. */
function sideView(step: StepTrace | undefined, trace: Trace, marks: Marks | false): SideView {
  const status = step?.status ?? "notRun";
  const attempts = step?.attempts ?? [];
  const duration = step === undefined ? undefined : durationOf(step);
  const name = step?.error === undefined ? "" : printable(step.error.name);
  const parts = [
    status === "failed" && name !== "" ? name : [name, statusWords[status]].filter((part) => part !== "").join(" "),
    attempts.length > 1 ? triesText(attempts.length) : "",
    duration === undefined ? "" : durationText(duration),
  ];
  const ranWell = status === "succeeded" || status === "caught";
  const cause = step?.error?.cause ?? "";
  return {
    status: statusWords[status],
    statusClass: status,
    text: parts.filter((part) => part !== "").join(" · "),
    units: (step?.units ?? []).join(", "),
    tries: attempts.map(({ start, end, outcome, error }, at) => ({
      number: at + 1,
      start: durationText(between(trace.start, start) ?? 0),
      duration: durationText(between(start, end) ?? 0),
      outcome: statusWords[outcome],
      error: error === undefined ? "" : printable(error.name),
    })),
    cause: cause.length > longestCause ? `${cause.slice(0, longestCause)} …` : cause,
    value: marks !== false && (step?.value !== undefined || ranWell) ? { html: jsonHtml(step?.value, marks) } : false,
  };
}
