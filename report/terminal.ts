/** The comparison as text, side by side: a table of steps, what differs and why, the verdict, and where to look. */
import pc from "picocolors";
import type { Verdict } from "../runs/comparison.ts";
import type { StepTrace, Trace } from "../runs/trace.ts";
import { type Finding, type Findings, fieldText, findingsOf } from "./findings.ts";
import { groupBy } from "./group.ts";
import { heading, type Report } from "./report.ts";
import { type Row, rowsOf } from "./rows.ts";
import { type Cell, cell, layout, plainLength } from "./table.ts";
import {
  dollarsText,
  durationOf,
  durationText,
  engineWords,
  jsonText,
  printable,
  runDuration,
  statusWords,
  triesText,
  verdictSentence,
} from "./words.ts";

export type TerminalOptions = {
  /** Columns; 100 when the stream has none. */
  readonly width?: number;
  readonly colour?: boolean;
  /** Files written beside this text, named at its end. */
  readonly files?: readonly string[];
};

const nothing: Findings = { unexplained: [], excused: [], varied: [], notes: [] };

type Colours = ReturnType<typeof pc.createColors>;

/** True when a stream should get colours: a terminal that can, and NO_COLOR not set. */
export function wantsColour(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv = process.env): boolean {
  return stream.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb";
}

/** The whole text, with a line end. No control character of the runs' data reaches it. */
export function terminalReport(report: Report, options: TerminalOptions = {}): string {
  const { width = 100, colour = false, files = [] } = options;
  const colours = pc.createColors(colour);
  const findings = report.comparison.verdict === "invalid" ? nothing : findingsOf(report.comparison);
  const sections = [
    [colours.bold(heading(report)) + colours.dim(`  input ${jsonText(report.left.input, Math.max(20, width - 30))}`)],
    table(report, width, colours),
    report.comparison.invalid.map((reason) => colours.red(`! ${printable(reason)}`)),
    unexplained(findings, width, colours),
    excused(findings, width, colours),
    notes(findings, width, colours),
    varied(findings, colours),
    declared(report, colours),
    expectations(report, colours),
    [verdictLine(report, colours), cost(report, colours)],
    links(report, files, colours),
  ];
  const shown = sections.filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
  return `${shown.join("\n\n")}\n`;
}

/** With durations where they fit. */
function table(report: Report, width: number, colours: Colours): string[] {
  const full = layout(cells(report, true, colours));
  return widest(full) <= width ? full : layout(cells(report, false, colours), width);
}

const widest = (lines: readonly string[]): number => Math.max(...lines.map(plainLength));

function cells(report: Report, times: boolean, colours: Colours): Cell[][] {
  const { comparison, left, right } = report;
  const head = [cell("step"), cell(engineWords[left.engine]), cell(engineWords[right.engine]), cell("")].map(
    (plain) => ({
      ...plain,
      paint: colours.dim,
    }),
  );
  const verdict = (one: Verdict): Cell => (comparison.verdict === "invalid" ? cell("") : verdictCell(one, colours));
  const rows = rowsOf(comparison.steps).map((row) => [
    cell("  ".repeat(row.depth) + row.step + (row.items === "" ? "" : ` ${row.items}`)),
    sideCell(row, "left", times, colours),
    sideCell(row, "right", times, colours),
    verdict(row.members[0].verdict),
  ]);
  const whole = [
    cell("run", colours.bold),
    runCell(left, times, colours),
    runCell(right, times, colours),
    verdict(comparison.run.verdict),
  ];
  return [head, ...rows, whole];
}

function sideCell(row: Row, side: "left" | "right", times: boolean, colours: Colours): Cell {
  const steps = row.members.flatMap((member) => member[side] ?? []);
  const [first] = steps;
  if (first === undefined || first.status === "notRun")
    return cell(`${marks.notRun} ${statusWords.notRun}`, colours.dim);
  const known = steps.flatMap((step) => durationOf(step) ?? []);
  const tries = first.attempts.length > 1 ? triesText(first.attempts.length) : "";
  const parts = [outcome(first), tries, times && known.length > 0 ? durationText(Math.max(...known)) : ""].filter(
    (part) => part !== "",
  );
  return cell(`${marks[first.status]} ${parts.join(" · ")}`, paintOf(first.status, colours));
}

const marks = { succeeded: "✓", failed: "✗", caught: "↷", aborted: "■", notRun: "–", timedOut: "✗" } as const;

function outcome(step: StepTrace): string {
  if (step.status === "succeeded") return "";
  const name = step.error === undefined ? "" : `${printable(step.error.name)} `;
  return step.status === "failed" && name !== "" ? name.trim() : name + statusWords[step.status];
}

function runCell(trace: Trace, times: boolean, colours: Colours): Cell {
  const why = trace.error === undefined ? "" : ` ${printable(trace.error.name)}`;
  const long = times ? ` · ${durationText(runDuration(trace))}` : "";
  const text = `${marks[trace.status]} ${statusWords[trace.status]}${why}${long}`;
  return cell(text, trace.status === "succeeded" ? colours.green : colours.red);
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
  return verdict === "explained"
    ? cell("explained", colours.yellow)
    : cell("DIFFERENT", (text) => colours.bold(colours.red(text)));
}

function findingLine(finding: Finding, room: number): string {
  const each = Math.max(16, Math.floor((room - 40) / 2));
  return `${finding.where} ${fieldText(finding)}: ${jsonText(finding.left, each)} ≠ ${jsonText(finding.right, each)}`;
}

const atMost = 12;

function some(lines: readonly string[], indent: string): string[] {
  const rest = lines.length - atMost;
  return rest > 0 ? [...lines.slice(0, atMost), `${indent}… and ${rest} more (in the report)`] : [...lines];
}

function unexplained({ unexplained: findings }: Findings, width: number, colours: Colours): string[] {
  if (findings.length === 0) return [];
  const lines = findings.map((finding) => `  ${findingLine(finding, width)}  ${colours.dim(finding.says)}`);
  return [colours.bold(colours.red("Different and unexplained")), ...some(lines, "  ")];
}

/** One line for each step: its first difference in full, the names of the others. */
function excused({ excused: groups }: Findings, width: number, colours: Colours): string[] {
  return groups.flatMap(({ code, title, findings }) => {
    const byPlace = groupBy(findings, ({ where }) => where);
    const lines = [...byPlace.values()].map((own) => {
      const rest = [...new Set(own.slice(1).map(fieldText))];
      const also = rest.length === 0 ? "" : `, ${rest.slice(0, 3).join(", ")}${rest.length > 3 ? ", …" : ""}`;
      return colours.dim(`  ${findingLine(own[0], width)}${also}`);
    });
    return [`${colours.yellow(code)}  ${title}`, ...some(lines, "  ")];
  });
}

function notes({ notes: seen }: Findings, width: number, colours: Colours): string[] {
  if (seen.length === 0) return [];
  const lines = seen.map(({ code, title, where }) => {
    const places = where.every((place) => place === "run")
      ? ""
      : ` (${brief(where, width - code.length - title.length - 8)})`;
    return `  ${colours.cyan(code)}  ${title}${colours.dim(places)}`;
  });
  return [colours.dim("What the two consoles show differently"), ...lines];
}

function varied({ varied: places }: Findings, colours: Colours): string[] {
  if (places.length === 0) return [];
  const names = [
    ...new Set(
      places.map(({ where, path }) =>
        [where.replace(/\[\d+\]/g, "[*]"), ...path.map((key) => (typeof key === "number" ? "*" : key))].join("."),
      ),
    ),
  ];
  return [
    colours.dim(
      `Declared to vary, so only presence and type were compared: ${names.slice(0, 8).map(printable).join(", ")}${names.length > 8 ? ", …" : ""}`,
    ),
  ];
}

function declared({ comparison }: Report, colours: Colours): string[] {
  const lines = comparison.declared.map(
    ({ function: name, step, path, declared: type, actual, engine }) =>
      `${colours.yellow("!")} ${name} broke its declared type (${engineWords[engine]}): ${[step, ...path].join(".")} is ${actual}, declared ${type}`,
  );
  return some(lines, "  ");
}

function expectations({ comparison, scenario }: Report, colours: Colours): string[] {
  const { checked, left, right } = comparison.expectations;
  if (!checked) return [];
  if (left.length + right.length === 0)
    return [`${colours.green("✓")} What ${scenario ?? "the scenario"} expects is met on both engines.`];
  const lines = (
    [
      ["Step Functions", left],
      ["Airflow", right],
    ] as const
  ).flatMap(([engine, unmet]) => unmet.map(({ says }) => `  ${engine}: ${printable(says)}`));
  return [colours.red(`✗ What ${scenario ?? "the scenario"} expects is not met`), ...some(lines, "  ")];
}

function verdictLine({ comparison }: Report, colours: Colours): string {
  const sentence = verdictSentence(comparison);
  if (comparison.verdict === "same") return colours.bold(colours.green(sentence));
  return colours.bold(comparison.verdict === "explained" ? colours.yellow(sentence) : colours.red(sentence));
}

function cost({ cost: { stepFunctions, airflow } }: Report, colours: Colours): string {
  const small = airflow.environments.find(({ what }) => what.includes("small"));
  const hourly = small === undefined ? "" : ` in an environment of ${dollarsText(small.dollars)} an hour or more`;
  return colours.dim(
    `${stepFunctions.transitions} transitions (${dollarsText(stepFunctions.dollars)}) · ${airflow.tasks} Airflow tasks${hourly}`,
  );
}

function links({ left, right }: Report, files: readonly string[], colours: Colours): string[] {
  const runs = [left, right].flatMap(({ engine, link }) =>
    link === undefined ? [] : [[engineWords[engine], link] as const],
  );
  const all = [...runs, ...files.map((file) => ["Report", file] as const)];
  const wide = Math.max(0, ...all.map(([name]) => name.length));
  return all.map(([name, where]) => `${colours.dim(name.padEnd(wide))}  ${where}`);
}

/** As many names as fit, then how many are left. */
function brief(names: readonly string[], room: number): string {
  let text = "";
  for (const [at, name] of names.entries()) {
    const next = text === "" ? name : `${text}, ${name}`;
    if (at > 0 && next.length > Math.max(20, room)) return `${text} and ${names.length - at} more`;
    text = next;
  }
  return text;
}
