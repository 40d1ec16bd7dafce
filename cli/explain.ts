/** `npm run explain -- <CODE>`: a diagnostic or a known difference between the engines, in plain words. */
import { type CodeEntry, catalogue } from "../diagnostics/catalogue.ts";
import { didYouMean } from "../diagnostics/suggest.ts";
import { ledger } from "../generators/ledger/catalogue.ts";
import type { LedgerEntry } from "../generators/ledger/types.ts";

export type Explanation = { readonly text: string; readonly exitCode: 0 | 2 };

const codes: ReadonlyMap<string, CodeEntry> = new Map(Object.entries(catalogue));
const differences: ReadonlyMap<string, LedgerEntry> = new Map(Object.entries(ledger));

/**
 * Explains one code, or lists all of them when none is given. Letter case does not matter.
 * @returns the text with a line break at its end, and 2 as the exit code when there is no such code.
 */
export function explain(code: string | undefined, options: { json?: boolean } = {}): Explanation {
  if (code === undefined)
    return {
      text: options.json ? asJson({ codes: [...codes.keys()], ledger: [...differences.keys()] }) : list(),
      exitCode: 0,
    };
  const known = [...codes.keys(), ...differences.keys()].find(
    (candidate) => candidate.toLowerCase() === code.toLowerCase(),
  );
  if (known === undefined) return unknown(code, options);
  const entry = codes.get(known);
  if (entry)
    return {
      text: options.json ? asJson({ code: known, kind: "diagnostic", ...entry }) : diagnosticText(known, entry),
      exitCode: 0,
    };
  const difference = differences.get(known)!;
  const { title, why, side, stepFunctions, airflow, excuses } = difference;
  return {
    text: options.json
      ? asJson({ code: known, kind: "difference", title, why, side, stepFunctions, airflow, excuses })
      : differenceText(known, difference),
    exitCode: 0,
  };
}

function unknown(code: string, { json }: { json?: boolean }): Explanation {
  const hint = didYouMean(code, [...codes.keys(), ...differences.keys()]) ?? "Without a code, all of them are listed.";
  const message = `There is no code ${code}. ${hint}`;
  return { text: json ? asJson({ error: message }) : `${message}\n`, exitCode: 2 };
}

const asJson = (value: object): string => `${JSON.stringify({ version: 1, ...value }, null, 2)}\n`;

function diagnosticText(code: string, { severity, title, cause, fix }: CodeEntry): string {
  return `${[`${code} (${severity}): ${title}`, "", paragraph("Why", cause), paragraph("What to do", fix)].join("\n")}\n`;
}

function differenceText(code: string, { title, why, stepFunctions, airflow, excuses }: LedgerEntry): string {
  const parts = [
    `${code} (a known difference): ${title}`,
    "",
    paragraph("Why", why),
    paragraph("Step Functions", stepFunctions),
    paragraph("Airflow", airflow),
    paragraph("What a comparison excuses", excuses),
  ];
  return `${parts.join("\n")}\n`;
}

function list(): string {
  const width = Math.max(...[...codes.keys(), ...differences.keys()].map((code) => code.length));
  const rows = (entries: Iterable<readonly [string, { readonly title: string }]>) =>
    [...entries].map(([code, { title }]) => `  ${code.padEnd(width)}  ${title}`);
  const parts = [
    "Diagnostics",
    ...rows(codes),
    "",
    "Known differences between Step Functions and Airflow",
    ...rows(differences),
    "",
    "One of them: npm run explain -- <CODE>",
  ];
  return `${parts.join("\n")}\n`;
}

/** `Why: …`, wrapped at 100 characters, the lines after the first indented. */
function paragraph(label: string, text: string): string {
  const lines: string[] = [`${label}:`];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1)!;
    if (last.length + 1 + word.length > 100) lines.push(`  ${word}`);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join("\n");
}
