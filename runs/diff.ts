/** Compares the two runs of one pipeline: Step Functions left, Airflow right. */
import type { Expectation } from "../generators/ir/types.ts";
import { type LedgerCode, ledger } from "../generators/ledger/catalogue.ts";
import type { RunContext } from "../generators/ledger/types.ts";
import type { SourceMap } from "../generators/source-map.ts";
import { align } from "./align.ts";
import type {
  Comparison,
  Difference,
  ExcuseCount,
  Pair,
  RunComparison,
  StepComparison,
  Verdict,
} from "./comparison.ts";
import { type DeclaredReturns, declarationBreaches } from "./declared.ts";
import { codes, excuseRun, excuseStep, runNotes, stepNotes } from "./excuse.ts";
import { checkExpectation } from "./expect.ts";
import { jsonDiff } from "./json-diff.ts";
import { orderBreaches } from "./order.ts";
import { nameDifference, orderDiff, stepDiff } from "./step-diff.ts";
import type { Trace } from "./trace.ts";

export type CompareOptions = {
  readonly map: SourceMap;
  /** Step Functions' run. */
  readonly left: Trace;
  /** Airflow's run of the same input. */
  readonly right: Trace;
  /** What the scenario demands of both. */
  readonly expect?: Expectation;
  /** What the functions of steps are declared to return. */
  readonly functions?: DeclaredReturns;
  /** Objects that each run wrote into a bucket resource, for `expect.objects`. */
  readonly objects?: (resource: string, engine: Trace["engine"]) => number | undefined;
};

/**
 * Says for the run and for every step whether both sides did the same, differ as the ledger explains, or differ
 * without an explanation. Never throws on what a run did; traces that cannot be compared give the verdict `invalid`.
 */
export function compare({ map, left, right, expect, functions = {}, objects }: CompareOptions): Comparison {
  const { pairs, problems } = align(map, left, right);
  const context: RunContext = { map, left, right, pairs, find: finder(pairs) };
  const breaches = [orderBreaches(map, left), orderBreaches(map, right)] as const;
  const steps = pairs.map((pair): StepComparison => {
    const found = stepDiff(pair, map, left, right);
    const differences = [...found.differences, ...orderDiff(pair, ...breaches)].map((difference) =>
      excuseStep(difference, pair, context),
    );
    const notes = unused(stepNotes(pair, context), differences);
    return { ...pair, verdict: verdictOf(differences), differences, varied: found.varied, notes };
  });
  const run = compareRun(context);
  const invalid = [...unusable(map, left, right), ...problems];
  const check = (trace: Trace) =>
    expect === undefined
      ? []
      : checkExpectation({ expect, trace, ...(objects && { objects: (id) => objects(id, trace.engine) }) });
  return {
    version: 1,
    pipeline: map.pipeline,
    verdict: invalid.length > 0 ? "invalid" : worst([run, ...steps].map(({ verdict }) => verdict)),
    invalid,
    run,
    steps,
    excuses: countExcuses(map, run, steps),
    expectations: { checked: expect !== undefined, left: check(left), right: check(right) },
    declared: [left, right].flatMap((trace) => declarationBreaches(functions, trace)),
  };
}

function compareRun(context: RunContext): RunComparison {
  const { map, left, right } = context;
  const found: Difference[] = [];
  if (left.status !== right.status) {
    found.push({
      field: "status",
      path: [],
      left: left.status,
      right: right.status,
      says: "the run ended differently",
    });
  }
  const named = nameDifference(left.error?.name, right.error?.name);
  if (named !== undefined) found.push({ field: "error", path: [], ...named });
  const output = jsonDiff(left.output, right.output, map.outputVaries);
  for (const difference of output.differences) found.push({ field: "output", ...difference });
  const differences = found.map((difference) => excuseRun(difference, context));
  const notes = unused(runNotes(context), differences);
  return { verdict: verdictOf(differences), differences, varied: output.varied, notes };
}

/** Why these two traces cannot be compared at all. */
function unusable(map: SourceMap, left: Trace, right: Trace): readonly string[] {
  const reasons: string[] = [];
  for (const trace of [left, right]) {
    if (trace.engineFault !== undefined) reasons.push(`${trace.engine}: ${trace.engineFault}`);
    if (trace.pipeline !== map.pipeline)
      reasons.push(`${trace.engine}: a run of ${trace.pipeline}, not of ${map.pipeline}`);
  }
  if (jsonDiff(left.input, right.input).differences.length > 0) reasons.push("the two runs had different input");
  return reasons;
}

function finder(pairs: readonly Pair[]): RunContext["find"] {
  const byKey = new Map(pairs.map((pair) => [`${pair.step.step} ${pair.indexes.join()}`, pair]));
  return (step: string, indexes: readonly number[]) => byKey.get(`${step} ${indexes.join()}`);
}

function verdictOf(differences: readonly Difference[]): Verdict {
  if (differences.length === 0) return "same";
  return differences.every(({ excusedBy }) => excusedBy !== undefined) ? "explained" : "unexplained";
}

function worst(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes("unexplained")) return "unexplained";
  return verdicts.includes("explained") ? "explained" : "same";
}

/** An entry that excuses something here need not be noted as well. */
function unused(notes: readonly LedgerCode[], differences: readonly Difference[]): readonly LedgerCode[] {
  return notes.filter((code) => !differences.some(({ excusedBy }) => excusedBy === code));
}

/** For every entry that could have excused something: how many places had it, and how many differences needed it. */
function countExcuses(map: SourceMap, run: RunComparison, steps: readonly StepComparison[]): readonly ExcuseCount[] {
  const predicted = new Map<LedgerCode, number>();
  for (const code of [...codes(map.ledger), ...steps.flatMap(({ step }) => codes(step.ledger))]) {
    if (ledger[code].rules.length > 0) predicted.set(code, (predicted.get(code) ?? 0) + 1);
  }
  const all = [...run.differences, ...steps.flatMap(({ differences }) => differences)];
  return [...predicted].map(([code, count]) => ({
    code,
    predicted: count,
    used: all.filter(({ excusedBy }) => excusedBy === code).length,
  }));
}

/** The places in a value as a reader writes them: `items[2].name`; "" for the whole. */
export function pathText(path: readonly (string | number)[]): string {
  return path.map((key, at) => (typeof key === "number" ? `[${key}]` : at === 0 ? key : `.${key}`)).join("");
}
