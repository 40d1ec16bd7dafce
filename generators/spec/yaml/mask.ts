/**
 * Finds the expressions that YAML takes apart: `{ a: ${x} }`, `when: ${a ? b : c}`, `when: ${a == " #1"}`. Some of them give
 * errors far from their cause, some give none at all. The idea (prototypes/yaml/mask.mjs): parse again with every `${…}`
 * replaced by as many letters, and see in what kind of scalar each one was meant to stand.
 */
import { type Document, type Scalar, visit } from "yaml";
import type { Diagnostics, Range } from "../../../diagnostics/diagnostic.ts";
import { findExpressions } from "./find-expressions.ts";
import { parseYaml } from "./parse.ts";

type Place = { readonly scalar: Scalar; readonly range: Range; readonly flow: boolean };

/**
 * Reports each expression that must be quoted, with the quoted form.
 * @returns the document with every expression masked (its errors are those that no quoting mends, its offsets those of the text),
 * or undefined when no expression is at fault.
 */
export function reportTakenApart(options: {
  text: string;
  document: Document.Parsed;
  diagnostics: Diagnostics;
}): Document.Parsed | undefined {
  const { text, document, diagnostics } = options;
  const broken = document.errors.length + document.warnings.length > 0;
  const expressions = findExpressions(text);
  if (expressions.length === 0) return undefined;
  const whole = broken ? [] : places(document);
  if (!broken && expressions.every((expression) => isWhole(expression, whole, text))) return undefined;

  const masked = parseYaml(mask(text, expressions));
  if ("tooDeep" in masked) return undefined;
  const meant = places(masked.document);
  let found = 0;
  for (const expression of expressions) {
    const place = placeAt(expression[0], meant);
    if (!place || expression[1] > place.range[1] || !mustBeQuoted(text.slice(...expression), place)) continue;
    found++;
    const source = text.slice(...expression);
    diagnostics.add(
      "yaml-unquoted-expression",
      expression,
      `YAML takes \`${short(source)}\` apart.`,
      `Write ${quoted(text, place)}`,
    );
  }
  if (found === 0) return undefined;
  return masked.document;
}

/** Letters instead of expressions; line breaks and the blanks after them stay, so that every offset and every line stays. */
function mask(text: string, expressions: readonly Range[]): string {
  let out = "";
  let end = 0;
  for (const [start, stop] of expressions) {
    out +=
      text.slice(end, start) +
      text.slice(start, stop).replaceAll(/(\r?\n[ \t]*)|[^\r\n]/g, (_, lines?: string) => lines ?? "x");
    end = stop;
  }
  return out + text.slice(end);
}

/** Every scalar of a document with its place, in the order of the text. */
function places(document: Document.Parsed): Place[] {
  const found: Place[] = [];
  visit(document, {
    Scalar: (_, scalar, path) => {
      if (!scalar.range) return;
      const flow = path.some((node) => "flow" in node && node.flow === true);
      found.push({ scalar, range: [scalar.range[0], scalar.range[1]], flow });
    },
  });
  return found.sort((a, b) => a.range[0] - b.range[0]);
}

/** True when the expression reached one scalar whole, or stands in a comment (the document has no errors). */
function isWhole([start, end]: Range, whole: readonly Place[], text: string): boolean {
  const place = placeAt(start, whole);
  return place ? end <= place.range[1] : /(^|\s)#/.test(text.slice(text.lastIndexOf("\n", start) + 1, start));
}

/** The scalar that an offset is in. */
function placeAt(offset: number, all: readonly Place[]): Place | undefined {
  let low = 0;
  let high = all.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const { range } = all[middle]!;
    if (offset < range[0]) high = middle - 1;
    else if (offset >= range[1]) low = middle + 1;
    else return all[middle];
  }
  return undefined;
}

/** Whether YAML leaves the expression whole, by the kind of scalar it was meant for. */
function mustBeQuoted(source: string, { scalar, flow }: Place): boolean {
  switch (scalar.type) {
    case "QUOTE_DOUBLE":
      return /(^|[^\\])(\\\\)*"/.test(source) || /(^|[^\\])(\\\\)*\\[^\\"/0abtnvfre xuUNLP_\r\n]/.test(source);
    case "QUOTE_SINGLE":
      return source.replaceAll("''", "").includes("'");
    case "BLOCK_FOLDED":
    case "BLOCK_LITERAL":
      return false;
    default:
      return flow || /:(\s|$)|\s#/.test(source);
  }
}

/** The whole scalar in quotes that keep its expressions whole. */
function quoted(text: string, { scalar, range }: Place): string {
  const bare =
    scalar.type === "QUOTE_DOUBLE" || scalar.type === "QUOTE_SINGLE"
      ? text.slice(range[0] + 1, range[1] - 1)
      : text.slice(...range);
  const line = bare.trim().replaceAll(/\s*\r?\n\s*/g, " ");
  return /["\\]/.test(line) ? `'${line.replaceAll("'", "''")}'` : `"${line}"`;
}

const short = (source: string): string =>
  source.length > 60 ? `${source.slice(0, 57)}…` : source.replaceAll(/\s+/g, " ");
