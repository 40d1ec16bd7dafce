/**
 * The functions of the language, in one table: what each takes, gives and means. How they are written lies in
 * jsonata-calls.ts and python-calls.ts, under the same names.
 */
import {
  anyType,
  booleanType,
  integerType,
  join,
  listOf,
  neverType,
  numberType,
  objectOf,
  stringType,
  type Type,
  withoutNull,
} from "./types.ts";

/** What a parameter takes. `scalar` is a string, number or boolean, `numeric` a number or a string that should hold one; `numbers`, `strings`… are lists of them. */
export type Accepts =
  | "string"
  | "number"
  | "integer"
  | "scalar"
  | "numeric"
  | "object"
  | "list"
  | "numbers"
  | "strings"
  | "orderable"
  | "comparable"
  | "lists"
  | "sized"
  | "json";

export type Parameter = {
  readonly name: string;
  readonly accepts: Accepts;
  /** False where the engines would differ on a value of unknown type, so that it must be declared. */
  readonly unknown?: false;
  readonly optional?: true;
  /** Must be written out; `notEmpty` refuses "", `oneCharacter` anything but one. */
  readonly literal?: "regex" | "oneCharacter";
  /** A literal "" is refused: the engines differ on it (expressions.md T19). */
  readonly notEmpty?: true;
  /** A literal below zero is refused: it would count from the end (expressions.md T20). */
  readonly notNegative?: true;
};

export type FunctionEntry = {
  readonly name: string;
  /** `x.name(…)`, `name(x, …)`, or either. */
  readonly form: "function" | "method" | "both";
  readonly parameters: readonly Parameter[];
  /** The last parameter may be repeated. */
  readonly variadic?: true;
  readonly result: Type | ((args: readonly Type[]) => Type);
  /** Always: it can fail on arguments of the right type. Otherwise only where an argument's type is not sure. */
  readonly fails?: "always";
  readonly doc: string;
};

const elementOf = (type: Type | undefined): Type => {
  const inner = type === undefined ? neverType : withoutNull(type);
  return inner.kind === "list" ? inner.element : inner.kind === "never" ? neverType : anyType;
};

/** Integers stay integers; unknown numbers are numbers. */
const numeric = (types: readonly Type[]): Type =>
  types.every((type) => type.kind === "integer" || type.kind === "never") ? integerType : numberType;

const text = (name: string, more: Partial<Parameter> = {}): Parameter => ({ name, accepts: "string", ...more });
const receiver = text("text");
const position = (name: string, more: Partial<Parameter> = {}): Parameter => ({
  name,
  accepts: "integer",
  unknown: false,
  notNegative: true,
  ...more,
});
const one = (accepts: Accepts, more: Partial<Parameter> = {}): readonly Parameter[] => [
  { name: "x", accepts, ...more },
];

const method = (
  name: string,
  result: FunctionEntry["result"],
  parameters: readonly Parameter[],
  doc: string,
): FunctionEntry => ({ name, form: "method", parameters, result, doc });
const plain = (
  name: string,
  result: FunctionEntry["result"],
  parameters: readonly Parameter[],
  doc: string,
): FunctionEntry => ({ name, form: "function", parameters, result, doc });

const extremeOf = (args: readonly Type[]): Type => numeric(args.length === 1 ? [elementOf(args[0])] : args);

const entries: readonly FunctionEntry[] = [
  {
    name: "size",
    form: "both",
    parameters: one("sized", { unknown: false }),
    result: integerType,
    doc: "characters of a text (code points), elements of a list, keys of an object",
  },
  method("contains", booleanType, [receiver, text("part", { notEmpty: true })], "the text holds the part"),
  method("startsWith", booleanType, [receiver, text("start")], "the text begins with it"),
  method("endsWith", booleanType, [receiver, text("end")], "the text ends with it"),
  method("matches", booleanType, [receiver, text("pattern", { literal: "regex" })], "the pattern matches somewhere"),
  method("lower", stringType, [receiver], "lower case, full Unicode"),
  method("upper", stringType, [receiver], "upper case, full Unicode"),
  method("trim", stringType, [receiver], "without spaces, tabs and line ends at both ends"),
  method(
    "split",
    listOf(stringType),
    [receiver, text("separator", { notEmpty: true, unknown: false })],
    "the parts between the separators, which are literal text",
  ),
  method(
    "join",
    stringType,
    [{ name: "list", accepts: "strings" }, text("separator", { optional: true, unknown: false })],
    "the texts of a list, one after the other",
  ),
  method(
    "replace",
    stringType,
    [receiver, text("part", { notEmpty: true, unknown: false }), text("by", { unknown: false })],
    "every occurrence of the part, which is literal text",
  ),
  method(
    "substring",
    stringType,
    [receiver, position("start"), position("end", { optional: true })],
    "from start up to, not including, end; counted in code points from 0 and kept inside the text",
  ),
  method(
    "indexOf",
    integerType,
    [receiver, text("part", { notEmpty: true, unknown: false })],
    "where the part begins, -1 if nowhere",
  ),
  method(
    "padStart",
    stringType,
    [receiver, position("width"), text("fill", { optional: true, literal: "oneCharacter" })],
    "filled up in front to this width, with blanks or the given character",
  ),
  method(
    "padEnd",
    stringType,
    [receiver, position("width"), text("fill", { optional: true, literal: "oneCharacter" })],
    "filled up behind to this width, with blanks or the given character",
  ),
  {
    ...plain("int", integerType, one("numeric"), "a whole number: cut off towards zero; a text must be a number"),
    fails: "always",
  },
  { ...plain("double", numberType, one("numeric"), "a number; a text must be one"), fails: "always" },
  plain("string", stringType, one("scalar"), "as text: numbers with 15 digits, true, false"),
  plain(
    "sum",
    (args) => numeric([elementOf(args[0])]),
    one("numbers"),
    "the sum, from left to right; 0 for no numbers",
  ),
  {
    ...plain("min", extremeOf, one("numbers"), "the smallest number of a list, or of several numbers"),
    variadic: true,
    fails: "always",
  },
  {
    ...plain("max", extremeOf, one("numbers"), "the largest number of a list, or of several numbers"),
    variadic: true,
    fails: "always",
  },
  plain("abs", numeric, one("number"), "without its sign"),
  plain("floor", integerType, one("number"), "the whole number at or below"),
  plain("ceil", integerType, one("number"), "the whole number at or above"),
  plain("round", integerType, one("number"), "the nearest whole number, halves to the even one"),
  plain(
    "range",
    listOf(integerType),
    [
      { name: "start", accepts: "integer", unknown: false },
      { name: "end", accepts: "integer", unknown: false, optional: true },
    ],
    "whole numbers from start (or 0) up to, not including, end",
  ),
  plain(
    "flatten",
    (args) => elementOf(args[0]),
    one("lists", { unknown: false }),
    "a list of lists as one list, one level",
  ),
  plain("distinct", (args) => args[0]!, one("comparable", { unknown: false }), "each value once, at its first place"),
  plain("sort", (args) => args[0]!, one("orderable", { unknown: false }), "numbers or texts, ascending"),
  {
    ...plain("merge", mergeTypes, one("object"), "all fields of all objects; a later one wins"),
    variadic: true,
  },
  plain("keys", listOf(stringType), one("object"), "the names of the fields, sorted"),
  plain("json_encode", stringType, one("json"), "as JSON text without blanks"),
  { ...plain("json_decode", anyType, one("string"), "the value of a JSON text"), fails: "always" },
];

export const functionTable: ReadonlyMap<string, FunctionEntry> = new Map(entries.map((entry) => [entry.name, entry]));

/** Macros, `has` and optional selects are syntax; their names are listed for "did you mean". */
export const methodNames: readonly string[] = [
  ...entries.filter((entry) => entry.form !== "function").map((entry) => entry.name),
  "map",
  "filter",
  "all",
  "exists",
  "orValue",
];
export const functionNames: readonly string[] = [
  ...entries.filter((entry) => entry.form !== "method").map((entry) => entry.name),
  "has",
];

function mergeTypes(args: readonly Type[]): Type {
  return args.reduce((merged, arg) => {
    if (merged.kind !== "object" || arg.kind !== "object") return objectOf({}, true);
    // Of an optional field that wins only where it is there, both types remain possible.
    const fields = { ...merged.fields };
    for (const [name, field] of Object.entries(arg.fields)) {
      const before = fields[name];
      if (!field.optional) fields[name] = field;
      else if (before !== undefined) fields[name] = { ...before, type: join(before.type, field.type) };
      else if (!merged.open) fields[name] = field;
    }
    // What an open object holds beyond its named fields may replace earlier ones with anything.
    const kept = arg.open ? Object.fromEntries(Object.keys(arg.fields).map((name) => [name, fields[name]!])) : fields;
    return objectOf(kept, merged.open || arg.open);
  }, objectOf({}) as Type);
}
