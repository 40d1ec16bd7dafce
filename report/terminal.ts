/** The comparison as text, side by side: a table of steps, what differs and why, the verdict, and where to look. */
import pc from "picocolors";
import { type Finding, type Findings, fieldText, findingsOf } from "./findings.ts";
import { groupBy } from "./group.ts";
import { heading, type Report } from "./report.ts";
import { type Colours, stepsTable } from "./terminal-table.ts";
import { dollarsText, engineWords, jsonText, printable, verdictSentence } from "./words.ts";

export type TerminalOptions = {
  /** Columns; 100 when the stream has none. */
  readonly width?: number;
  readonly colour?: boolean;
  /** Files written beside this text, named at its end. */
  readonly files?: readonly string[];
};

const nothing: Findings = { unexplained: [], excused: [], varied: [], notes: [] };

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
    stepsTable(report, width, colours),
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
