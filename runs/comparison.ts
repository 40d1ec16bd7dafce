/** What a comparison of two runs says: a verdict for the run and for every step, with every difference it rests on. */
import type { Json } from "../generators/expressions/expression.ts";
import type { LedgerCode } from "../generators/ledger/catalogue.ts";
import type { StepMap } from "../generators/source-map.ts";
import type { DeclarationBreach } from "./declared.ts";
import type { Unmet } from "./expect.ts";
import type { StepTrace } from "./trace.ts";

/** Fields of one step that are judged. */
export type StepField =
  | "status" //   how it ended
  | "error" //    the name of its error (never the cause)
  | "attempts" // how many tries
  | "tries" //    the outcome and error name of each try
  | "value" //    its value, as JSON
  | "items" //    which items a map ran
  | "order"; //   it started before a step that the spec puts before it

/** Fields of the run as a whole that are judged. */
export type RunField = "status" | "error" | "output";

/** One thing that is not the same on both sides. */
export type Difference = {
  readonly field: StepField | RunField;
  /** Where within the field: keys and positions of a value, the number of a try; [] for the whole. */
  readonly path: readonly (string | number)[];
  /** Step Functions' side; absent where that side has nothing. */
  readonly left?: Json;
  /** Airflow's side; absent where that side has nothing. */
  readonly right?: Json;
  /** What differs, in one plain sentence. */
  readonly says: string;
  /** The ledger entry that explains it; absent: a bug. */
  readonly excusedBy?: LedgerCode;
};

/** A place that is declared to vary from run to run: only presence and JSON type were compared. */
export type Varied = { readonly path: readonly (string | number)[]; readonly left: Json; readonly right: Json };

export type Verdict = "same" | "explained" | "unexplained";

/** One step (or one step of one map item) on both sides. */
export type Pair = {
  readonly step: StepMap;
  /** Item indexes of the enclosing maps, outermost first. */
  readonly indexes: readonly number[];
  /** Absent: the trace does not mention it, so it did not run. */
  readonly left?: StepTrace;
  readonly right?: StepTrace;
};

export type StepComparison = Pair & {
  readonly verdict: Verdict;
  readonly differences: readonly Difference[];
  readonly varied: readonly Varied[];
  /** Ledger entries that excuse nothing here but explain what a person sees in the consoles. */
  readonly notes: readonly LedgerCode[];
};

export type RunComparison = {
  readonly verdict: Verdict;
  readonly differences: readonly Difference[];
  readonly varied: readonly Varied[];
  readonly notes: readonly LedgerCode[];
};

/** How often an entry that can excuse something was predicted by the compiler, and how often it was needed. */
export type ExcuseCount = { readonly code: LedgerCode; readonly predicted: number; readonly used: number };

export type Comparison = {
  readonly version: 1;
  readonly pipeline: string;
  /** `invalid`: an engine misbehaved, or the two runs are not of the same thing; nothing can be said. */
  readonly verdict: Verdict | "invalid";
  /** Why the comparison is worth nothing; [] unless invalid. */
  readonly invalid: readonly string[];
  readonly run: RunComparison;
  readonly steps: readonly StepComparison[];
  readonly excuses: readonly ExcuseCount[];
  /** What the scenario's `expect` demands and did not get, per engine. */
  readonly expectations: {
    readonly checked: boolean;
    readonly left: readonly Unmet[];
    readonly right: readonly Unmet[];
  };
  /** Functions that broke their declared `returns`. */
  readonly declared: readonly DeclarationBreach[];
};

/**
 * The exit code that a comparison asks for: 0 fine (the same, or different and explained, and every expectation met),
 * 3 an engine misbehaved, 4 different and unexplained or an expectation is not met.
 */
export function exitCode(comparison: Comparison): 0 | 3 | 4 {
  if (comparison.verdict === "invalid") return 3;
  const { left, right } = comparison.expectations;
  return comparison.verdict === "unexplained" || left.length > 0 || right.length > 0 ? 4 : 0;
}
