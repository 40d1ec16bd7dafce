/** zod's issues in the language's words, each with its place in the YAML. */
import type { Document } from "yaml";
import type * as z from "zod";
import type { Diagnostics } from "../../diagnostics/diagnostic.ts";
import { didYouMean, nearest } from "../../diagnostics/suggest.ts";
import type { Path } from "../ir/types.ts";
import { decodeKeys, type Problem } from "./schema/keyed.ts";
import { reportUnknownKey } from "./unknown-key.ts";
import { find, isInFlow, keyRange, valueRange } from "./yaml/locate.ts";

type Context = { readonly document: Document; readonly value: unknown; readonly diagnostics: Diagnostics };

/** Adds one diagnostic per issue (one per key for unknown keys; a missing key that was only mistyped is told once). */
export function reportIssues(issues: readonly z.core.$ZodIssue[], context: Context): void {
  const mistyped = new Set(issues.flatMap(meantKeys));
  for (const issue of issues) {
    const path = issue.path as Path;
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys)
        reportUnknownKey({ key, path, holder: at(context.value, path), ...decodeKeys(issue.message) }, context);
    } else if (issue.code === "custom") problem(issue.params?.problem as Problem, path, context);
    else if (find(context.document, path) !== undefined) wrongValue(issue, path, context);
    else if (!mistyped.has(JSON.stringify(path))) missingKey(issue, path, context);
  }
}

/** The paths of the keys that the unknown keys of an issue were meant to be. */
function meantKeys(issue: z.core.$ZodIssue): string[] {
  if (issue.code !== "unrecognized_keys") return [];
  const { keys } = decodeKeys(issue.message);
  const meant = issue.keys.map((key) => nearest(key, keys)).filter((key) => key !== undefined);
  return meant.map((key) => JSON.stringify([...issue.path, key]));
}

function problem({ code, message, fix, at }: Problem, path: Path, { document, diagnostics }: Context): void {
  diagnostics.add(code, at === "key" ? keyRange(document, path) : valueRange(document, path), message, fix);
}

function missingKey(issue: z.core.$ZodIssue, path: Path, { document, diagnostics }: Context): void {
  const key = String(path.at(-1));
  const parent = path.slice(0, -1);
  const range = keyRange(document, parent);
  const holder = parent.length === 0 ? "The pipeline" : `\`${parent.findLast((part) => typeof part === "string")}\``;
  diagnostics.add("missing-key", range, `${holder} needs the key \`${key}\`: ${issue.message}.`, `Add \`${key}\`.`);
}

function wrongValue(issue: z.core.$ZodIssue, path: Path, context: Context): void {
  const { document, diagnostics } = context;
  const found = at(context.value, path);
  const subject = nameOf(path);
  const code = issue.code === "invalid_type" || issue.code === "invalid_union" ? "wrong-shape" : "wrong-value";
  const range = valueRange(document, path);
  const fix = fixFor(issue, found, isInFlow(document, path));
  if (found === null) {
    diagnostics.add("wrong-shape", range, `${subject} is empty; it must be ${issue.message}.`, fix);
    return;
  }
  const expression = typeof found === "string" && found.includes("${") && !issue.message.includes("expression");
  const why = expression ? " This is read before a run starts, so an expression cannot stand here." : "";
  diagnostics.add(code, range, `${subject} must be ${issue.message}, not ${show(found)}.${why}`, fix);
}

function fixFor(issue: z.core.$ZodIssue, found: unknown, inFlow: boolean): string | undefined {
  if (issue.code === "invalid_value" && typeof found === "string") return didYouMean(found, issue.values.map(String));
  if (issue.message.includes("in ${…}")) return typeof found === "string" ? asExpression(found, inFlow) : undefined;
  if (issue.message.startsWith("a list of") && typeof found === "string") return `Write [${found}].`;
  if (issue.message.startsWith("a duration") && typeof found === "number") return `Write ${found}s.`;
  if (issue.message === "true or false" && typeof found === "string") {
    if (/^(yes|on|y|true)$/i.test(found)) return "Write true.";
    return /^(no|off|n|false)$/i.test(found) ? "Write false." : undefined;
  }
  const isText = issue.code === "invalid_type" && issue.expected === "string";
  return isText && (typeof found === "number" || typeof found === "boolean")
    ? `Write "${found}" in quotes.`
    : undefined;
}

/** `input.x > 2` -> `${input.x > 2}`; what YAML has cut at a comma (`{ when: f(a, b) }`) is not repeated. */
function asExpression(found: string, inFlow: boolean): string | undefined {
  if (found === "" || found.includes("${")) return undefined;
  if ((found.match(/[([]/g) ?? []).length !== (found.match(/[)\]]/g) ?? []).length)
    return 'Write the whole of it as "${…}", in quotes.';
  const text = `\${${found}}`;
  if (!inFlow) return `Write ${text}.`;
  return found.includes('"') ? `Write '${text.replaceAll("'", "''")}', in quotes.` : `Write "${text}", in quotes.`;
}

/** `interval`, "entry 2 of `errors`", "the file". */
function nameOf(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return "The file";
  if (typeof last === "string") return `\`${last}\``;
  const list = path.findLast((part) => typeof part === "string");
  return `Entry ${last + 1} of \`${list}\``;
}

function show(value: unknown): string {
  if (typeof value === "string")
    return value === "" ? "empty text" : `the text "${value.length > 40 ? `${value.slice(0, 40)}…` : value}"`;
  if (typeof value === "number") return `the number ${value}`;
  if (typeof value === "boolean") return `${value}`;
  return Array.isArray(value) ? (value.length === 0 ? "an empty list" : "a list") : "a mapping";
}

function at(value: unknown, path: Path): unknown {
  let found = value;
  for (const part of path)
    found = typeof found === "object" && found !== null ? (found as Record<string | number, unknown>)[part] : undefined;
  return found;
}
