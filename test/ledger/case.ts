/** One entry of the ledger tried: two runs that differ in just its way, and runs that go one step beyond it. */
import type { LedgerCode } from "../../generators/ledger/catalogue.ts";
import type { StepTrace, Trace } from "../../runs/trace.ts";
import { ran, type Sketch, trace } from "../runs/fixtures.ts";

/** `$` in a step's ledger stands for the code under test. */
export type Case = {
  readonly code: LedgerCode;
  /** The code stands on the run as well. */
  readonly run: boolean;
  readonly steps: Record<string, Sketch>;
  readonly left: Trace;
  readonly right: Trace;
  /** What the entry must not cover: a name and other runs. */
  readonly beyond: Readonly<Record<string, { readonly left?: Trace; readonly right?: Trace }>>;
};

export const sfn = (steps: readonly StepTrace[], more: Partial<Trace> = {}): Trace =>
  trace("stepFunctions", steps, more);
export const airflow = (steps: readonly StepTrace[], more: Partial<Trace> = {}): Trace => trace("airflow", steps, more);
export const failed = (step: string, error: string, more: Partial<Parameters<typeof ran>[0]> = {}) =>
  ran({ step, status: "failed", error, ...more });
