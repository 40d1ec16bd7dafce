/** The types of values: one small structural lattice, shared by `input`, `returns` and expressions. */

export type Type =
  /** Unknown: nothing was declared. Both engines find out at run time. */
  | { readonly kind: "any" }
  /** No value at all: the element of an empty list, the result of `fail`, what stands where an error was reported. */
  | { readonly kind: "never" }
  | { readonly kind: "null" }
  | { readonly kind: "boolean" }
  | { readonly kind: "integer" }
  | { readonly kind: "number" }
  | { readonly kind: "string" }
  | { readonly kind: "list"; readonly element: Type }
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

export type ListType = Extract<Type, { kind: "list" }>;
export type ObjectType = Extract<Type, { kind: "object" }>;

export const anyType: Type = { kind: "any" };
export const neverType: Type = { kind: "never" };
export const nullType: Type = { kind: "null" };
export const booleanType: Type = { kind: "boolean" };
export const integerType: Type = { kind: "integer" };
export const numberType: Type = { kind: "number" };
export const stringType: Type = { kind: "string" };

export const listOf = (element: Type): ListType => ({ kind: "list", element });

/** A closed object, unless `open` says that other fields may be there too. */
export const objectOf = (fields: Readonly<Record<string, Field>>, open = false): ObjectType => ({
  kind: "object",
  fields,
  open,
});

/** The type or null. Unknown and null already hold null. */
export function nullableOf(type: Type): Type {
  if (type.kind === "any" || type.kind === "null" || type.kind === "nullable") return type;
  return type.kind === "never" ? nullType : { kind: "nullable", of: type };
}

/** The field of an object type, never one that JavaScript's own prototype brings. */
export function fieldOf(type: ObjectType, name: string): Field | undefined {
  return Object.hasOwn(type.fields, name) ? type.fields[name] : undefined;
}

export const isNumeric = (type: Type): boolean => type.kind === "integer" || type.kind === "number";

/** True where the kind of the value is not known when the pipeline is compiled: unknown, or may be null. */
export const isUnsure = (type: Type): boolean => type.kind === "any" || type.kind === "nullable";

/** The type once it is known not to be null. */
export const withoutNull = (type: Type): Type => (type.kind === "nullable" ? type.of : type);

/**
 * The smallest type that holds the values of both. An integer joins a number to a number, null makes a type
 * nullable, objects keep all fields (optional where one lacks them); what does not fit together is unknown.
 */
export function join(a: Type, b: Type): Type {
  if (a === b || b.kind === "never") return a;
  if (a.kind === "never") return b;
  if (a.kind === "any" || b.kind === "any") return anyType;
  if (a.kind === "null") return nullableOf(b);
  if (b.kind === "null") return nullableOf(a);
  if (a.kind === "nullable" || b.kind === "nullable") return nullableOf(join(withoutNull(a), withoutNull(b)));
  if (isNumeric(a) && isNumeric(b)) return a.kind === b.kind ? a : numberType;
  if (a.kind === "list" && b.kind === "list") return listOf(join(a.element, b.element));
  if (a.kind === "object" && b.kind === "object") return joinObjects(a, b);
  return a.kind === b.kind ? a : anyType;
}

function joinObjects(a: ObjectType, b: ObjectType): ObjectType {
  const fields: Record<string, Field> = {};
  for (const name of new Set([...Object.keys(a.fields), ...Object.keys(b.fields)])) {
    const [left, right] = [fieldOf(a, name), fieldOf(b, name)];
    if (left !== undefined && right !== undefined) {
      fields[name] = {
        type: join(left.type, right.type),
        ...(left.optional || right.optional ? { optional: true } : {}),
        ...(left.varies || right.varies ? { varies: true } : {}),
      };
      continue;
    }
    // An open object may hold the field too, under any type: then nothing is known of it.
    if ((left === undefined ? a : b).open) continue;
    fields[name] = { ...(left ?? right)!, optional: true };
  }
  return objectOf(fields, a.open || b.open);
}

/**
 * True when a value of type `from` may stand where `to` is declared. Unknown fits everywhere: only a run can
 * tell. Extra fields are fine, as both engines pass them through.
 */
export function isAssignable(from: Type, to: Type): boolean {
  if (to.kind === "any" || from.kind === "any" || from.kind === "never") return true;
  if (to.kind === "nullable") return from.kind === "null" || isAssignable(withoutNull(from), to.of);
  if (from.kind === "nullable") return false;
  if (to.kind === "number") return isNumeric(from);
  if (to.kind === "list") return from.kind === "list" && isAssignable(from.element, to.element);
  if (to.kind !== "object") return from.kind === to.kind;
  if (from.kind !== "object") return false;
  return Object.entries(to.fields).every(([name, field]) => {
    const given = fieldOf(from, name);
    if (given === undefined) return field.optional === true || from.open;
    return (field.optional === true || given.optional !== true) && isAssignable(given.type, field.type);
  });
}

/** The type of a JSON value as it stands. */
export function typeOfJson(value: unknown): Type {
  if (value === null || value === undefined) return nullType;
  if (Array.isArray(value)) return listOf(value.map(typeOfJson).reduce(join, neverType));
  switch (typeof value) {
    case "boolean":
      return booleanType;
    case "number":
      return Number.isInteger(value) ? integerType : numberType;
    case "string":
      return stringType;
    default:
      return objectOf(
        Object.fromEntries(Object.entries(value as object).map(([name, inner]) => [name, { type: typeOfJson(inner) }])),
      );
  }
}

/** The type in words for a message: "string", "list of integer", "object {id, total}", "string or null". */
export function describe(type: Type): string {
  switch (type.kind) {
    case "any":
      return "unknown";
    case "list":
      return type.element.kind === "never" ? "empty list" : `list of ${describe(type.element)}`;
    case "object": {
      const names = Object.keys(type.fields);
      const shown = names.length > 6 ? [...names.slice(0, 6), "…"] : type.open ? [...names, "…"] : names;
      return `object {${shown.join(", ")}}`;
    }
    case "nullable":
      return `${describe(type.of)} or null`;
    default:
      return type.kind;
  }
}

/** The paths of a value of this type that are declared `varies`: `["cleaned_at"]`, `["items", "*", "id"]`. */
export function variesOfType(type: Type): readonly (readonly string[])[] {
  if (type.kind === "nullable") return variesOfType(type.of);
  if (type.kind === "list") return variesOfType(type.element).map((path) => ["*", ...path]);
  if (type.kind !== "object") return [];
  return Object.entries(type.fields).flatMap(([name, field]) =>
    field.varies === true ? [[name]] : variesOfType(field.type).map((path) => [name, ...path]),
  );
}
