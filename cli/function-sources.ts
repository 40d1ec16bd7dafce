/** The Lambda sources of a pipeline: there, readable, and Python. Told before anything is deployed. */
import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { Diagnostics } from "../diagnostics/diagnostic.ts";
import { type SyntaxProblem, syntaxKey, syntaxProblems } from "../generators/function-syntax.ts";
import type { FunctionSpec } from "../generators/ir/types.ts";
import { cached } from "./cache.ts";

/**
 * Checks the source of each function. A missing file is reported to `spec`, at the place that names the function; a
 * file with mistakes is answered with its text and diagnostics of its own.
 */
export function checkSources(options: { root: string; functions: readonly FunctionSpec[]; spec: Diagnostics }) {
  const { root, functions, spec } = options;
  const checked: { text: string; diagnostics: Diagnostics }[] = [];
  for (const { name, source, runtime, range } of functions) {
    const bytes = read(path.join(root, source));
    if (bytes === undefined) {
      spec.add("function-source-missing", range, `The source of \`${name}\`, ${source}, does not exist.`);
      continue;
    }
    const diagnostics = new Diagnostics(source);
    const text = bytes.toString("utf8").replace(/^\uFEFF/, "");
    if (!Buffer.from(bytes.toString("utf8")).equals(bytes)) {
      const at = Math.max(0, text.indexOf("\uFFFD"));
      diagnostics.add("file-not-text", [at, at + 1], "This byte is not UTF-8.");
    } else {
      for (const problem of problemsOf(text, runtime))
        diagnostics.add("function-source-syntax", problem.range, `${sentence(problem.message)}.`);
    }
    if (diagnostics.all.length > 0) checked.push({ text, diagnostics });
  }
  return checked;
}

function read(file: string): Buffer | undefined {
  try {
    return statSync(file).isFile() ? readFileSync(file) : undefined;
  } catch {
    return undefined;
  }
}

function problemsOf(text: string, runtime: string): readonly SyntaxProblem[] {
  const hash = createHash("sha256")
    .update(syntaxKey)
    .update("\0")
    .update(runtime)
    .update("\0")
    .update(text)
    .digest("hex");
  return JSON.parse(
    cached(`syntax/${hash}.json`, () => JSON.stringify(syntaxProblems(text, runtime))),
  ) as SyntaxProblem[];
}

/** Ruff begins some of its messages with a small letter. */
const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1).replace(/\.$/, "");
