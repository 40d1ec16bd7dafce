/** Ruff, compiled to WebAssembly and run in this process: loaded when it is first needed. */
import { createRequire } from "node:module";
import v8 from "node:v8";

export type RuffProblem = {
  readonly code: string | null;
  readonly message: string;
  /** From 1; columns count UTF-16 units. */
  readonly start_location: { readonly row: number; readonly column: number };
  readonly end_location: { readonly row: number; readonly column: number };
};

export type Ruff = { format(text: string): string; check(text: string): RuffProblem[] };

/** A ruff with these options (ruff's own configuration, as JSON). V8 compiles it once and quickly (toolchain.md). */
export function loadRuff(options: object): Ruff {
  v8.setFlagsFromString("--liftoff-only");
  v8.setFlagsFromString("--wasm-tiering-budget=100000000");
  const { Workspace, PositionEncoding } = createRequire(import.meta.url)("@astral-sh/ruff-wasm-nodejs");
  return new Workspace(options, PositionEncoding.Utf16) as Ruff;
}
