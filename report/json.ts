/** The comparison as a versioned JSON document, for other programs. Fields are only ever added within one version. */
import type { Json } from "../generators/expressions/expression.ts";
import type { LedgerCode } from "../generators/ledger/catalogue.ts";
import { type Comparison, type Difference, exitCode, type Varied, type Verdict } from "../runs/comparison.ts";
import type { Cost } from "../runs/cost.ts";
import type { Trace } from "../runs/trace.ts";
import { type Excused, findingsOf, type Note } from "./findings.ts";
import type { Report } from "./report.ts";

export type JsonReport = {
  readonly version: 1;
  readonly pipeline: string;
  readonly scenario: string | null;
  readonly target: Report["target"];
  readonly verdict: Comparison["verdict"];
  readonly exitCode: 0 | 3 | 4;
  /** Why there is no verdict; [] unless `verdict` is "invalid". */
  readonly invalid: readonly string[];
  readonly input: Json;
  readonly run: {
    readonly verdict: Verdict;
    readonly differences: readonly Difference[];
    readonly varied: readonly Varied[];
  };
  readonly steps: readonly JsonStep[];
  /** Ledger entries that explained a difference, and those that are only worth knowing. */
  readonly ledger: {
    readonly excused: readonly Pick<Excused, "code" | "title" | "why">[];
    readonly notes: readonly Note[];
    readonly counts: Comparison["excuses"];
  };
  readonly expectations: Comparison["expectations"];
  readonly declared: Comparison["declared"];
  readonly cost: Cost;
  /** Both runs whole, as folded from the engines' histories. */
  readonly runs: { readonly stepFunctions: Trace; readonly airflow: Trace };
};

export type JsonStep = {
  readonly step: string;
  readonly indexes: readonly number[];
  readonly kind: string;
  readonly verdict: Verdict;
  readonly differences: readonly Difference[];
  readonly varied: readonly Varied[];
  readonly notes: readonly LedgerCode[];
};

/** The document; plain data, ready for JSON.stringify. */
export function jsonReport(report: Report): JsonReport {
  const { comparison, left, right } = report;
  const { excused, notes } = findingsOf(comparison);
  const { verdict, differences, varied } = comparison.run;
  return {
    version: 1,
    pipeline: report.pipeline,
    scenario: report.scenario ?? null,
    target: report.target,
    verdict: comparison.verdict,
    exitCode: exitCode(comparison),
    invalid: comparison.invalid,
    input: left.input,
    run: { verdict, differences, varied },
    steps: comparison.steps.map(({ step, indexes, verdict, differences, varied, notes }) => ({
      step: step.step,
      indexes,
      kind: step.kind,
      verdict,
      differences,
      varied,
      notes,
    })),
    ledger: {
      excused: excused.map(({ code, title, why }) => ({ code, title, why })),
      notes,
      counts: comparison.excuses,
    },
    expectations: comparison.expectations,
    declared: comparison.declared,
    cost: report.cost,
    runs: { stepFunctions: left, airflow: right },
  };
}
