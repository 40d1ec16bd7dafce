/** Asks the ledger whether a difference is explained: only entries that the compiler put on this step or run may answer. */
import { isLedgerCode, type LedgerCode, ledger } from "../generators/ledger/catalogue.ts";
import type { RunContext } from "../generators/ledger/types.ts";
import type { Difference, Pair } from "./comparison.ts";

/** The difference of a step, with the code of the first entry that excuses it. */
export function excuseStep(difference: Difference, pair: Pair, context: RunContext): Difference {
  const excuses = (code: LedgerCode, scope: "step" | "anyStep"): boolean =>
    ledger[code].rules.some(
      (rule) =>
        rule.scope === scope &&
        rule.fields.some((field) => field === difference.field) &&
        rule.when(difference, pair, context),
    );
  const code =
    codes(pair.step.ledger).find((known) => excuses(known, "step")) ??
    codes(context.map.ledger).find((known) => excuses(known, "anyStep"));
  return code === undefined ? difference : { ...difference, excusedBy: code };
}

/** The same for a difference of the run as a whole. */
export function excuseRun(difference: Difference, context: RunContext): Difference {
  const code = codes(context.map.ledger).find((known) =>
    ledger[known].rules.some(
      (rule) =>
        rule.scope === "run" &&
        rule.fields.some((field) => field === difference.field) &&
        rule.when(difference, context),
    ),
  );
  return code === undefined ? difference : { ...difference, excusedBy: code };
}

/** Entries that explain what a person sees beside this step although nothing is excused by them. */
export function stepNotes(pair: Pair, context: RunContext): readonly LedgerCode[] {
  return codes(pair.step.ledger).filter((code) => ledger[code].noteStep?.(pair, context) === true);
}

export function runNotes(context: RunContext): readonly LedgerCode[] {
  return codes(context.map.ledger).filter((code) => ledger[code].noteRun?.(context) === true);
}

/** A code that this version does not know excuses nothing. */
export const codes = (known: readonly string[]): readonly LedgerCode[] => known.filter(isLedgerCode);
