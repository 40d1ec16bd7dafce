/** The syntax of a Lambda source, checked before it is deployed: on both engines it would only fail at the first call. */
import type { Range } from "../diagnostics/diagnostic.ts";
import { loadRuff, type Ruff, type RuffProblem } from "./ruff.ts";

export type SyntaxProblem = { readonly message: string; readonly range: Range };

/** What Python's compiler refuses although it parses: return, yield, await, break, continue, nonlocal in the wrong place. */
const refused = [
  "F404",
  "F407",
  "F621",
  "F622",
  "F701",
  "F702",
  "F704",
  "F706",
  "F707",
  "PLE0117",
  "PLE0118",
  "PLE1142",
];

/** What the answer depends on besides the source and the runtime. */
export const syntaxKey = "ruff 0.17.3, rules 1";

const workspaces = new Map<string, Ruff>();

/** Every place where the source is no Python of this Lambda runtime (`python3.13`). */
export function syntaxProblems(text: string, runtime: string): readonly SyntaxProblem[] {
  const target = `py${runtime.replace(/^python/, "").replace(".", "")}`;
  let ruff = workspaces.get(target);
  if (!ruff) {
    ruff = loadRuff({ "target-version": target, lint: { select: refused } });
    workspaces.set(target, ruff);
  }
  const nul = text.indexOf("\0");
  if (nul !== -1) return [{ message: "source code cannot contain null bytes", range: [nul, nul + 1] }];
  const starts = lineStarts(text);
  return ruff.check(text).map((problem) => ({ message: problem.message, range: rangeOf(problem, { text, starts }) }));
}

function lineStarts(text: string): readonly number[] {
  return [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map((match) => match.index + match[0].length)];
}

type Place = RuffProblem["start_location"];

function rangeOf(problem: RuffProblem, source: { text: string; starts: readonly number[] }): Range {
  const { text, starts } = source;
  const offset = ({ row, column }: Place) => Math.min((starts[row - 1] ?? text.length) + column - 1, text.length);
  const start = offset(problem.start_location);
  // "Unexpected end" lies behind the last line break: the end of what is written shows more.
  if (start === text.length && text.trim() !== "") return [text.trimEnd().length - 1, text.trimEnd().length];
  return [start, Math.max(start, offset(problem.end_location))];
}
