/**
 * The comparison as one HTML file that needs nothing else: no script, no font, no picture from elsewhere. Its content
 * security policy allows exactly its own style sheet (by hash) and nothing to run.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type LedgerCode, ledger } from "../generators/ledger/catalogue.ts";
import type { Trace } from "../runs/trace.ts";
import { jsonBlock, safeLink } from "./escape.ts";
import { type Finding, findingsOf } from "./findings.ts";
import { graphSvg, shadeWords, signs } from "./graph-svg.ts";
import { groupBy } from "./group.ts";
import { differenceView, type Html, stepViews } from "./html-steps.ts";
import { jsonReport } from "./json.ts";
import { jsonHtml, type Mark, markKey } from "./json-html.ts";
import { heading, type Report } from "./report.ts";
import { timelineSvg } from "./timeline-svg.ts";
import {
  dollarsText,
  durationText,
  jsonText,
  plural,
  printable,
  runDuration,
  statusWords,
  verdictSentence,
} from "./words.ts";

const templates = new URL("../templates/report/", import.meta.url);
const partials = ["summary", "timeline", "steps", "side", "ledger", "cost"] as const;

/** The page. Reads the templates; Handlebars is loaded here and nowhere else in reports. */
export async function htmlReport(report: Report): Promise<string> {
  const { default: Handlebars } = await import("handlebars");
  const read = (name: string): Promise<string> => readFile(new URL(name, templates), "utf8");
  const [page, css, ...parts] = await Promise.all([
    read("report.hbs"),
    read("report.css"),
    ...partials.map((name) => read(`${name}.hbs`)),
  ]);
  const handlebars = Handlebars.create();
  handlebars.registerHelper("raw", ({ html }: Html) => new Handlebars.SafeString(html));
  for (const [at, name] of partials.entries()) handlebars.registerPartial(name, parts[at] ?? "");
  const style = css.trim();
  const hash = createHash("sha256").update(style).digest("base64");
  const render = handlebars.compile(page, { strict: true, knownHelpers: { raw: true } });
  return render({
    ...viewOf(report),
    style: { html: style },
    hash: { html: hash },
    data: { html: jsonBlock(jsonReport(report)) },
  });
}

function viewOf(report: Report): Record<string, unknown> {
  const { comparison, left, right, map } = report;
  const invalid = comparison.verdict === "invalid";
  const { unexplained, excused, varied, notes } = findingsOf(comparison);
  const byStep = groupBy(comparison.steps, ({ step }) => step.step);
  const { checked, left: unmetLeft, right: unmetRight } = comparison.expectations;
  return {
    heading: heading(report),
    pipeline: report.pipeline,
    scenario: report.scenario ?? "",
    description: report.description ?? "",
    target: report.target === "lab" ? "the local lab" : "AWS",
    verdict: comparison.verdict,
    sentence: verdictSentence(comparison),
    sign: invalid ? "!" : signs[comparison.verdict as keyof typeof signs],
    invalid: comparison.invalid.map(printable),
    engines: [engineView("Step Functions", left), engineView("Airflow", right)],
    input: { html: jsonHtml(left.input, new Map()) },
    runShade: comparison.run.verdict,
    runSign: signs[comparison.run.verdict],
    runWord: shadeWords[comparison.run.verdict],
    runDifferences: comparison.run.differences.map(differenceView),
    output: outputView(report),
    expected: {
      checked,
      met: checked && unmetLeft.length + unmetRight.length === 0,
      unmet: [
        ...unmetLeft.map(({ says }) => ({ engine: "Step Functions", says: printable(says) })),
        ...unmetRight.map(({ says }) => ({ engine: "Airflow", says: printable(says) })),
      ],
    },
    declared: comparison.declared.map((breach) => ({
      ...breach,
      place: [breach.step, ...breach.path].join("."),
      engine: breach.engine === "airflow" ? "Airflow" : "Step Functions",
    })),
    graph: { html: graphSvg(map, byStep) },
    legend: (["same", "explained", "unexplained", "notRun"] as const).map((shade) => ({
      shade,
      sign: signs[shade],
      word: shadeWords[shade],
    })),
    timeline: timelineSvg(report),
    steps: stepViews(report),
    unexplained: unexplained.map(findingView),
    excused: excused.map(({ code, findings }) => ({
      ...entryView(code),
      findings: findings.slice(0, 60).map(findingView),
      more: Math.max(0, findings.length - 60),
    })),
    notes: notes.map(({ code, where }) => ({
      ...entryView(code),
      where: where.every((place) => place === "run") ? "" : where.slice(0, 12).join(", "),
    })),
    varied: varied.slice(0, 100).map(({ where, path, left: a, right: b }) => ({
      where: [where, ...path].join("."),
      left: jsonText(a, 80),
      right: jsonText(b, 80),
    })),
    unused: comparison.excuses
      .filter(({ used }) => used === 0)
      .map(({ code }) => ({ code, title: ledger[code].title })),
    cost: costView(report),
  };
}

function engineView(name: string, trace: Trace): Record<string, unknown> {
  const link = safeLink(trace.link);
  const units =
    trace.engine === "stepFunctions"
      ? plural(trace.units, "state transition", "state transitions")
      : plural(trace.units, "task ran", "tasks ran");
  return {
    name,
    lane: trace.engine === "stepFunctions" ? "left" : "right",
    status: statusWords[trace.status],
    statusClass: trace.status,
    error: trace.error === undefined ? "" : printable(trace.error.name),
    duration: durationText(runDuration(trace)),
    units,
    runId: printable(trace.runId),
    start: trace.start
      .replace("T", " ")
      .replace(/\.\d+/, "")
      .replace(/Z|\+00:00$/, " UTC"),
    link: link ?? "",
  };
}

function outputView({ comparison, left, right }: Report): Record<string, unknown> {
  const marks = new Map<string, Mark>(comparison.run.varied.map(({ path }) => [markKey(path), "varied"]));
  for (const { field, path, excusedBy } of comparison.run.differences) {
    if (field === "output") marks.set(markKey(path), excusedBy === undefined ? "unexplained" : "explained");
  }
  const shown = left.output !== undefined || right.output !== undefined;
  return { shown, left: { html: jsonHtml(left.output, marks) }, right: { html: jsonHtml(right.output, marks) } };
}

const findingView = (finding: Finding): Record<string, unknown> => ({
  where: finding.where,
  ...differenceView(finding),
});

function entryView(code: LedgerCode): Record<string, unknown> {
  const { title, why, stepFunctions, airflow, excuses } = ledger[code];
  return { code, title, why, stepFunctions, airflow, excuses };
}

function costView({ cost, left }: Report): Record<string, unknown> {
  const { stepFunctions, airflow } = cost;
  return {
    region: cost.region,
    pricesOf: cost.pricesOf,
    confirmed: cost.confirmed,
    run: dollarsText(stepFunctions.dollars),
    transitions: stepFunctions.transitions,
    free: stepFunctions.freeTransitionsPerMonth.toLocaleString("en-US"),
    thousand: dollarsText(stepFunctions.price.dollars * 1000),
    tasks: airflow.tasks,
    environments: airflow.environments.map(({ what, dollars, dollarsPerMonth, source }) => ({
      what,
      hour: dollarsText(dollars),
      month: `$${dollarsPerMonth.toFixed(0)}`,
      source,
    })),
    serverless: {
      what: airflow.serverless.what,
      dollars: dollarsText(airflow.serverless.dollars),
      per: airflow.serverless.per,
    },
    runs: left.units === 0 ? "" : airflow.runsForOneSmallEnvironment.toLocaleString("en-US"),
    source: stepFunctions.price.source,
  };
}
