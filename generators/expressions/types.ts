/** The types of values: one small structural lattice, shared by `input`, `returns` and expressions. */

export type Type =
  | { readonly kind: "any" }
  | { readonly kind: "never" }
  | { readonly kind: "null" }
  | { readonly kind: "boolean" }
  | { readonly kind: "integer" }
  | { readonly kind: "number" }
  | { readonly kind: "string" }
  | { readonly kind: "list"; readonly element: Type; readonly nullable?: boolean }
  | {
      readonly kind: "object";
      readonly fields: Readonly<Record<string, Field>>;
      /** True when fields that are not named here may be present (what a merge or a join leaves). */
      readonly open: boolean;
    }
  /** A value that may also be null: `{type: string, nullable: true}`. */
  | { readonly kind: "nullable"; readonly of: Type };

export type Field = {
  readonly type: Type;
  /** True when the field may be absent: reading it unguarded can fail at run time. */
  readonly optional?: boolean;
  /** True when the value differs from run to run (`varies: true`): compared by presence and type only. */
  readonly varies?: boolean;
  readonly description?: string;
};
