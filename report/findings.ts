/** What a comparison found, gathered for reading: by ledger code, by step, by place. */
import { type LedgerCode, ledger } from "../generators/ledger/catalogue.ts";
import { label } from "../runs/align.ts";
import type { Comparison, Difference, Varied } from "../runs/comparison.ts";
import { pathText } from "../runs/diff.ts";
import { groupBy } from "./group.ts";

/** One difference with the step it belongs to; `run` for the run as a whole. */
export type Finding = Difference & { readonly where: string };
export type VariedFinding = Varied & { readonly where: string };
export type Excused = {
  readonly code: LedgerCode;
  readonly title: string;
  readonly why: string;
  readonly findings: readonly Finding[];
};
/** An entry that excuses nothing but explains what is seen in the consoles. */
export type Note = {
  readonly code: LedgerCode;
  readonly title: string;
  readonly why: string;
  readonly where: readonly string[];
};

export type Findings = {
  readonly unexplained: readonly Finding[];
  readonly excused: readonly Excused[];
  readonly varied: readonly VariedFinding[];
  readonly notes: readonly Note[];
};

export function findingsOf(comparison: Comparison): Findings {
  const places = [
    { where: "run", ...comparison.run },
    ...comparison.steps.map((step) => ({ ...step, where: label({ step: step.step.step, indexes: step.indexes }) })),
  ];
  const all = places.flatMap(({ where, differences }) =>
    differences.map((difference): Finding => ({ ...difference, where })),
  );
  const excused = groupBy(
    all.filter((finding): finding is Finding & { excusedBy: LedgerCode } => finding.excusedBy !== undefined),
    ({ excusedBy }) => excusedBy,
  );
  const notes = groupBy(
    places.flatMap(({ where, notes: codes }) =>
      codes.filter((code) => !excused.has(code)).map((code) => ({ code, where })),
    ),
    ({ code }) => code,
  );
  return {
    unexplained: all.filter(({ excusedBy }) => excusedBy === undefined),
    excused: [...excused].map(([code, findings]) => ({ code, ...words(code), findings })),
    varied: places.flatMap(({ where, varied }) => varied.map((place): VariedFinding => ({ ...place, where }))),
    notes: [...notes].map(([code, seen]) => ({ code, ...words(code), where: seen.map(({ where }) => where) })),
  };
}

/** `value.records` or `tries[0].outcome`: the field and the place within it. */
export function fieldText({ field, path }: Pick<Difference, "field" | "path">): string {
  const inner = pathText(path);
  return inner === "" || inner.startsWith("[") ? field + inner : `${field}.${inner}`;
}

const words = (code: LedgerCode) => ({ title: ledger[code].title, why: ledger[code].why });
