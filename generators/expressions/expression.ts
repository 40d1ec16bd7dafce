/**
 * What the rest of the compiler sees of an expression: its type, the names it reads and whether it can
 * fail. Only the printers (jsonata.ts, python.ts) and the analyses of this folder look inside `ast`.
 */
import type { Range } from "../../diagnostics/diagnostic.ts";
import type { Names } from "../layered.ts";
import type { Node } from "./tree.ts";
import type { Type } from "./types.ts";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A name that an expression may read. */
export type Binding = {
  readonly type: Type;
  /** The whole value differs from run to run (`run.id`, `error.cause`). */
  readonly varies?: boolean;
};

/** Names in scope, by root name: `input`, step ids, item names, `index`, `error`, `attempt`, `run`, `resources`. */
export type Scope = Names<Binding>;

export type Expression = {
  readonly kind: "expression";
  /** The text between `${` and `}`. */
  readonly source: string;
  readonly range: Range;
  /** The checked tree. */
  readonly ast: Node;
  readonly type: Type;
  /** Every free root name with the longest constant member path read from it: `["run", "id"]`, `["input"]`. */
  readonly reads: readonly (readonly string[])[];
  /** True when evaluating it can fail at run time (States.QueryEvaluationError). */
  readonly fallible: boolean;
};

/** A YAML value with expressions in it: what `payload`, `pass` and the like hold. */
export type Value =
  | { readonly kind: "literal"; readonly value: null | boolean | number | string; readonly range: Range }
  | Expression
  /** `"Order ${input.id} done"`: always a string. */
  | { readonly kind: "text"; readonly parts: readonly (string | Expression)[]; readonly range: Range }
  | { readonly kind: "list"; readonly items: readonly Value[]; readonly range: Range }
  | {
      readonly kind: "object";
      readonly entries: readonly (readonly [key: string, value: Value])[];
      readonly range: Range;
    };

/**
 * How one target spells a name. Gets the root and the constant members read from it, and answers with
 * the code and how many of those names it has used up: `["run","id"]` -> `{code: "dag_run.run_id", used: 2}`,
 * `["input","total"]` -> `{code: "params", used: 1}`. The code must be atomic (bind tighter than any operator).
 */
export type Spell = (path: readonly string[]) => { readonly code: string; readonly used: number };
