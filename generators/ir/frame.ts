/** What is known at one place of the spec while the IR is built. */
import type { Diagnostics } from "../../diagnostics/diagnostic.ts";
import type { Binding, Scope } from "../expressions/expression.ts";
import type { Type } from "../expressions/types.ts";
import { layered, type Names } from "../layered.ts";
import type { SpecDocument } from "../spec/read.ts";
import type { IdPlace } from "./ids.ts";
import type { FunctionSpec } from "./types.ts";

/** Paths of a value that differ from run to run: [] is the whole value. */
export type Varies = readonly (readonly string[])[];

export type Name = Binding & { readonly paths: Varies };

export type Frame = {
  readonly document: SpecDocument;
  readonly diagnostics: Diagnostics;
  readonly ids: ReadonlyMap<string, IdPlace>;
  readonly functions: ReadonlyMap<string, FunctionSpec>;
  /** Names that can be read here. */
  readonly names: Names<Name>;
  /** Enclosing steps, outermost first. */
  readonly within: readonly string[];
  /** The nearest enclosing map step. */
  readonly map?: string;
  /** The step whose error the enclosing handler sees. */
  readonly handles?: string;
};

export const scopeOf = (frame: Frame): Scope => frame.names;

/** The frame with more names in scope. */
export function withNames(frame: Frame, names: Readonly<Record<string, Name>>): Frame {
  return { ...frame, names: layered(new Map(Object.entries(names)), frame.names) };
}

export function inside(frame: Frame, step: string): Frame {
  return { ...frame, within: [...frame.within, step] };
}

export function name(type: Type, paths: Varies = []): Name {
  return { type, paths, ...(paths.some((path) => path.length === 0) ? { varies: true } : {}) };
}
