/** Formats and lints a DAG with ruff, compiled to WebAssembly and run in this process. */
import { createHash } from "node:crypto";
import { loadRuff, type Ruff } from "../ruff.ts";

const lineLength = 100;
const select = ["AIR", "F", "E", "I", "UP", "B"];

let workspace: Ruff | undefined;

function ruff(): Ruff {
  workspace ??= loadRuff({ "line-length": lineLength, "target-version": "py310", lint: { select } });
  return workspace;
}

/** What formatted text depends on besides itself. */
const formatterKey = `ruff 0.17.3, ${lineLength} columns, py310`;

/** A cache key of unformatted text. */
export function formatHash(text: string): string {
  return createHash("sha256").update(formatterKey).update("\0").update(text).digest("hex");
}

/** Formats the text; a line that no formatter can break gets `noqa: E501`. */
export function formatPython(text: string): string {
  const formatted = ruff().format(text);
  if (!formatted.split("\n").some((line) => line.length > lineLength)) return formatted;
  return formatted
    .split("\n")
    .map((line) => (line.length > lineLength && !line.includes("noqa") ? `${line}  # noqa: E501` : line))
    .join("\n");
}

/** Every finding of ruff's rules AIR, F, E, I, UP and B, as `line: code message`. */
export function lintPython(text: string): readonly string[] {
  return ruff()
    .check(text)
    .map((problem) => `${problem.start_location.row}: ${problem.code ?? "syntax"} ${problem.message}`);
}
