/** Functions in Python, under the names of functions.ts. */
import { literalText } from "./jsonata-calls.ts";
import { pythonString } from "./literals.ts";
import { Binds, type PythonPlace, type PythonPrinter, printPython } from "./python.ts";
import { type Regex, translateRegex } from "./regex.ts";
import type { Node, NodeOf } from "./tree.ts";
import { isNumeric, type Type } from "./types.ts";

type Args = {
  readonly nodes: readonly Node[];
  readonly code: (index: number, min?: number) => string;
  readonly printer: PythonPrinter;
  readonly place: PythonPlace;
};

/** What `need` checks, where Python would accept more than JSONata does. */
export type Needed = "number" | "string" | "array" | "object" | "number or string" | "numbers" | "text";

/** The code of a value, checked when its type is unknown. Null fails by itself wherever this is used. */
export function needed(code: string, options: { type: Type; kind: Needed; printer: PythonPrinter }): string {
  if (options.type.kind !== "any") return code;
  return `${options.printer.use("need")}(${code}, "${options.kind}")`;
}

const bracketed = (code: string, binds: number, place: PythonPlace): string =>
  binds < (place.min ?? 0) ? `(${code})` : code;

const method =
  (name: string) =>
  ({ nodes, code }: Args): string =>
    `${code(0, Binds.postfix)}.${name}(${nodes
      .slice(1)
      .map((_, index) => code(index + 1))
      .join(", ")})`;

const need = ({ nodes, code, printer }: Args, index: number, kind: Needed): string =>
  needed(code(index), { type: nodes[index]!.type, kind, printer });

/** min and max would also order texts and lists. */
function extreme(name: "min" | "max", args: Args): string {
  const { nodes } = args;
  if (nodes.length > 1) return `${name}(${nodes.map((_, index) => need(args, index, "number")).join(", ")})`;
  return `${name}(${numbers(args)})`;
}

function numbers(args: Args): string {
  const { type } = args.nodes[0]!;
  const list = type.kind === "nullable" ? type.of : type;
  if (list.kind === "list" && (isNumeric(list.element) || list.element.kind === "never")) return args.code(0);
  return `${args.printer.use("need")}(${args.code(0)}, "numbers")`;
}

const literalNumber = (node: Node | undefined): boolean => node?.op === "literal" && typeof node.value === "number";
/** A position that is not written out counts as at least zero, as on the other side (expressions.md T20). */
const atLeastZero = ({ nodes, code }: Args, index: number): string =>
  literalNumber(nodes[index]) ? code(index) : `max(${code(index)}, 0)`;

/** A text that is not written out must not turn out empty (T19). */
const notEmpty = ({ nodes, code, printer }: Args, index: number): string =>
  literalText(nodes[index]) === undefined ? `${printer.use("need")}(${code(index)}, "text")` : code(index);

const math =
  (name: string) =>
  (args: Args): string => {
    args.printer.bring("math");
    return `math.${name}(${need(args, 0, "number")})`;
  };

/** The text of a value that is no text; `code` is its code, in brackets or not. */
export function textOf(node: Node, code: string, printer: PythonPrinter): string {
  switch (node.type.kind) {
    case "integer":
      return `str(${code})`;
    case "boolean":
      return `str(${code}).lower()`;
    case "number":
      return `${printer.use("number_text")}(${code})`;
    default:
      return `${printer.use("to_text")}(${code})`;
  }
}

/** One object of a merge: a literal one gives its entries, any other is unpacked. */
function mergePart(node: Node, index: number, args: Args): readonly string[] {
  if (node.op === "object") {
    return node.entries.map(
      ([key, value]) => `${pythonString(key)}: ${printPython(value, args.printer, { min: Binds.choice })}`,
    );
  }
  return [`**${node.type.kind === "any" ? need(args, index, "object") : args.code(index, Binds.postfix)}`];
}

const calls: Readonly<Record<string, (args: Args) => string>> = {
  size: ({ code }) => `len(${code(0)})`,
  contains: (args) => {
    const text = args.nodes[0]!.type.kind === "any" ? need(args, 0, "string") : args.code(0, Binds.sum);
    return bracketed(`${args.code(1, Binds.sum)} in ${text}`, Binds.comparison, args.place);
  },
  startsWith: method("startswith"),
  endsWith: method("endswith"),
  matches: ({ nodes, code, printer, place }) => {
    printer.bring("re");
    const { python } = translateRegex(literalText(nodes[1])!) as Regex;
    const pattern = python.includes('"') ? pythonString(python) : `r"${python}"`;
    return bracketed(`re.search(${pattern}, ${code(0)}) is not None`, Binds.comparison, place);
  },
  lower: method("lower"),
  upper: method("upper"),
  trim: ({ code }) => `${code(0, Binds.postfix)}.strip(" \\t\\n\\r")`,
  split: (args) => `${args.code(0, Binds.postfix)}.split(${notEmpty(args, 1)})`,
  join: (args) => {
    const separator = args.nodes.length > 1 ? args.code(1, Binds.postfix) : '""';
    return `${separator}.join(${need(args, 0, "array")})`;
  },
  replace: (args) => `${args.code(0, Binds.postfix)}.replace(${notEmpty(args, 1)}, ${args.code(2)})`,
  substring: (args) => {
    const text = args.nodes[0]!.type.kind === "any" ? need(args, 0, "string") : args.code(0, Binds.postfix);
    return `${text}[${atLeastZero(args, 1)}:${args.nodes.length > 2 ? atLeastZero(args, 2) : ""}]`;
  },
  indexOf: method("find"),
  padStart: method("rjust"),
  padEnd: method("ljust"),
  int: ({ nodes, code, printer, place }) => {
    const { type } = nodes[0]!;
    if (type.kind === "integer") return printPython(nodes[0]!, printer, place);
    return type.kind === "number" ? `int(${code(0)})` : `${printer.use("to_int")}(${code(0)})`;
  },
  double: ({ nodes, code, printer, place }) =>
    isNumeric(nodes[0]!.type) ? printPython(nodes[0]!, printer, place) : `${printer.use("to_number")}(${code(0)})`,
  string: ({ nodes, code, printer, place }) => {
    if (nodes[0]!.type.kind === "string") return printPython(nodes[0]!, printer, place);
    return textOf(nodes[0]!, code(0), printer);
  },
  // From 3.12 on, sum() compensates for rounding, which JSONata does not (T14).
  sum: ({ nodes, code, printer }) => {
    const { type } = nodes[0]!;
    const integers = type.kind === "list" && type.element.kind === "integer";
    return integers ? `sum(${code(0)})` : `${printer.use("sum_of")}(${code(0)})`;
  },
  min: (args) => extreme("min", args),
  max: (args) => extreme("max", args),
  abs: (args) => `abs(${need(args, 0, "number")})`,
  floor: math("floor"),
  ceil: math("ceil"),
  round: (args) => `round(${need(args, 0, "number")})`,
  range: ({ nodes, code }) => `list(range(${nodes.map((_, index) => code(index)).join(", ")}))`,
  flatten: ({ code }) => `[y_ for x_ in ${code(0, Binds.or)} for y_ in x_]`,
  distinct: ({ code }) => `list(dict.fromkeys(${code(0)}))`,
  sort: ({ code }) => `sorted(${code(0)})`,
  merge: (args) => `{${args.nodes.flatMap((node, index) => mergePart(node, index, args)).join(", ")}}`,
  keys: (args) => `sorted(${need(args, 0, "object")})`,
  json_encode: ({ code, printer }) => `${printer.use("to_json")}(${code(0)})`,
  json_decode: ({ code, printer }) => `${printer.use("from_json")}(${code(0)})`,
};

export const pythonCallNames: readonly string[] = Object.keys(calls);

export function pythonCall(node: NodeOf<"call">, printer: PythonPrinter, place: PythonPlace): string {
  const code = (index: number, min: number = Binds.any): string => printPython(node.args[index]!, printer, { min });
  return calls[node.name]!({ nodes: node.args, code, printer, place });
}
