/** Formats and lints a DAG with ruff, compiled to WebAssembly and run in this process. */
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import v8 from "node:v8";

const lineLength = 100;
const select = ["AIR", "F", "E", "I", "UP", "B"];

type Problem = { code: string | null; message: string; start_location: { row: number; column: number } };
type Workspace = { format(text: string): string; check(text: string): Problem[]; free?(): void };

let workspace: Workspace | undefined;

/** Loads ruff when it is first needed; V8 then compiles it once and quickly (toolchain.md). */
function ruff(): Workspace {
  if (!workspace) {
    v8.setFlagsFromString("--liftoff-only");
    v8.setFlagsFromString("--wasm-tiering-budget=100000000");
    const { Workspace, PositionEncoding } = createRequire(import.meta.url)("@astral-sh/ruff-wasm-nodejs");
    workspace = new Workspace({ "line-length": lineLength, "target-version": "py310", lint: { select } }, PositionEncoding.Utf16) as Workspace;
  }
  return workspace;
}

/** What formatted text depends on besides itself. */
export const formatterKey = `ruff 0.17.3, ${lineLength} columns, py310`;

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
