/**
 * The ledger: every difference between the two engines that is known, with what a learner sees of it in each console
 * and exactly what it excuses. The compiler says which entries a pipeline meets (apply.ts), the comparison
 * (runs/excuse.ts) excuses those and nothing else, `npm run explain -- LEDGER-…` prints them.
 */
import { consoleEntries } from "./entries/consoles.ts";
import { failureEntries } from "./entries/failures.ts";
import { limitEntries } from "./entries/limits.ts";
import { retryEntries } from "./entries/retries.ts";
import type { LedgerEntry } from "./types.ts";

const entries = {
  ...retryEntries,
  ...failureEntries,
  ...limitEntries,
  ...consoleEntries,
} satisfies Record<string, LedgerEntry>;

export type LedgerCode = keyof typeof entries;

export const ledger: Readonly<Record<LedgerCode, LedgerEntry>> = entries;

/** True for a code of the ledger: source maps carry codes as plain strings. */
export const isLedgerCode = (code: string): code is LedgerCode => Object.hasOwn(entries, code);
