/** Functions and macros in JSONata, under the names of functions.ts. */
import { Binding, type JsonataPrinter, type Place, print } from "./jsonata.ts";
import { jsonataString } from "./literals.ts";
import { type Regex, translateRegex } from "./regex.ts";
import type { Node, NodeOf } from "./tree.ts";
import { isNumeric, isUnsure, withoutNull } from "./types.ts";

type Args = {
  readonly nodes: readonly Node[];
  /** The code of one argument. A missing value is an error: functions would swallow it (expressions.md T3). */
  readonly code: (index: number, min?: number) => string;
  readonly printer: JsonataPrinter;
  readonly place: Place;
};

export const literalText = (node: Node | undefined): string | undefined =>
  node?.op === "literal" && typeof node.value === "string" ? node.value : undefined;
const literalNumber = (node: Node | undefined): number | undefined =>
  node?.op === "literal" && typeof node.value === "number" ? node.value : undefined;

const simple =
  (name: string) =>
  ({ nodes, code }: Args): string =>
    `$${name}(${nodes.map((_, index) => code(index)).join(", ")})`;

const comparison = (code: string, place: Place): string => (Binding.comparison < (place.min ?? 0) ? `(${code})` : code);

/** An argument that JSONata would make a list of, or splice when it is one: of unknown type it is checked. */
function checked(
  { nodes, code, printer }: Args,
  index: number,
  kind: "array" | "object" | "number" | "string",
): string {
  // The check refuses a missing value by itself.
  if (!isUnsure(nodes[index]!.type)) return code(index);
  return `${printer.use("need")}(${print(nodes[index]!, printer)}, '${kind}')`;
}

function extreme(name: "min" | "max", args: Args): string {
  const { nodes, printer, place } = args;
  if (nodes.length > 1) return `$${name}([${nodes.map((_, index) => checked(args, index, "number")).join(", ")}])`;
  // Of an empty list JSONata gives undefined (T28).
  const call = `$${name}(${checked(args, 0, "array")})`;
  return place.guard ? `${printer.use("req")}(${call})` : call;
}

/** A position or width that is not written out counts as at least zero (T20). */
const atLeastZero = ({ nodes, code }: Args, index: number): string =>
  literalNumber(nodes[index]) === undefined ? `$max([${code(index)}, 0])` : code(index);

/** A text that is not written out must not turn out empty (T19). */
const notEmpty = ({ nodes, code, printer }: Args, index: number): string =>
  literalText(nodes[index]) === undefined ? `${printer.use("some")}(${code(index)})` : code(index);

function pad(args: Args, sign: "" | "-"): string {
  const fill = args.nodes.length > 2 ? `, ${args.code(2)}` : "";
  return `$pad(${args.code(0)}, ${sign}${atLeastZero(args, 1)}${fill})`;
}

const calls: Readonly<Record<string, (args: Args) => string>> = {
  size: ({ nodes, code }) => {
    const kind = withoutNull(nodes[0]!.type).kind;
    if (kind === "string") return `$length(${code(0)})`;
    return kind === "object" ? `$count($keys(${code(0)}))` : `$count(${code(0)})`;
  },
  contains: simple("contains"),
  startsWith: ({ nodes, code, printer, place }) => {
    const literal = literalText(nodes[1]);
    if (literal === undefined) return `${printer.use("starts")}(${code(0)}, ${code(1)})`;
    return comparison(`$substring(${code(0)}, 0, ${[...literal].length}) = ${code(1)}`, place);
  },
  endsWith: (args) => {
    const { nodes, code, printer, place } = args;
    const literal = literalText(nodes[1]);
    if (!literal) return `${printer.use("ends")}(${checked(args, 0, "string")}, ${code(1)})`;
    return comparison(`$substring(${checked(args, 0, "string")}, -${[...literal].length}) = ${code(1)}`, place);
  },
  matches: ({ nodes, code }) => `$contains(${code(0)}, /${(translateRegex(literalText(nodes[1])!) as Regex).jsonata}/)`,
  lower: simple("lowercase"),
  upper: simple("uppercase"),
  // $trim would join inner blanks too (T18).
  trim: ({ code }) => `$replace(${code(0)}, /^[ \\t\\n\\r]+|[ \\t\\n\\r]+$/, '')`,
  split: (args) => `$split(${args.code(0)}, ${notEmpty(args, 1)})`,
  join: (args) => `$join(${checked(args, 0, "array")}, ${args.nodes.length > 1 ? args.code(1) : jsonataString("")})`,
  replace: (args) => `$replace(${args.code(0)}, ${notEmpty(args, 1)}, ${args.code(2)})`,
  substring: (args) => {
    const { nodes, code, printer } = args;
    // Of two numbers $substring takes the first for a position and looks elsewhere for the text.
    if (nodes.length === 2) return `$substring(${checked(args, 0, "string")}, ${atLeastZero(args, 1)})`;
    const [start, end] = [literalNumber(nodes[1]), literalNumber(nodes[2])];
    if (start !== undefined && end !== undefined)
      return `$substring(${code(0)}, ${start}, ${Math.max(0, end - start)})`;
    return `${printer.use("slice")}(${code(0)}, ${code(1)}, ${code(2)})`;
  },
  indexOf: ({ code, printer }) => `${printer.use("find")}(${code(0)}, ${code(1)})`,
  padStart: (args) => pad(args, "-"),
  padEnd: (args) => pad(args, ""),
  int: ({ nodes, code, printer, place }) => {
    const { type } = nodes[0]!;
    if (type.kind === "integer") return print(nodes[0]!, printer, place);
    return `${printer.use("trunc")}(${isNumeric(type) ? code(0) : `${printer.use("num")}(${code(0)})`})`;
  },
  double: ({ nodes, code, printer, place }) =>
    isNumeric(nodes[0]!.type) ? print(nodes[0]!, printer, place) : `${printer.use("num")}(${code(0)})`,
  string: ({ nodes, code, printer, place }) =>
    nodes[0]!.type.kind === "string" ? print(nodes[0]!, printer, place) : `$string(${code(0)})`,
  sum: (args) => `$sum(${checked(args, 0, "array")})`,
  min: (args) => extreme("min", args),
  max: (args) => extreme("max", args),
  abs: simple("abs"),
  floor: simple("floor"),
  ceil: simple("ceil"),
  round: simple("round"),
  range: ({ nodes, code }) => {
    const [start, end] = nodes.length === 1 ? ["0", 0] : [code(0, Binding.product), 1];
    const last = literalNumber(nodes[end as number]);
    return `[${start}..${last === undefined ? `${code(end as number, Binding.sum)} - 1` : last - 1}]`;
  },
  // A builtin passed by its name breaks in tail position (T5).
  flatten: ({ code }) => `$reduce(${code(0)}, function($a_, $b_){$append($a_, $b_)}, [])`,
  // The elements are plain values, so the list around it changes nothing where $distinct gives a list already.
  distinct: ({ code }) => `[$distinct(${code(0)})]`,
  sort: simple("sort"),
  merge: (args) => `$merge([${args.nodes.map((_, index) => checked(args, index, "object")).join(", ")}])`,
  // $keys gives a bare text for one key and nothing for none (T26).
  keys: (args) => `[$sort($keys(${checked(args, 0, "object")}))]`,
  json_encode: ({ nodes, code, printer }) => {
    const { type } = nodes[0]!;
    return type.kind === "string" || isUnsure(type) ? `${printer.use("json")}(${code(0)})` : `$string(${code(0)})`;
  },
  json_decode: (args) => `$parse(${checked(args, 0, "string")})`,
};

export const jsonataCallNames: readonly string[] = Object.keys(calls);

export function jsonataCall(node: NodeOf<"call">, printer: JsonataPrinter, place: Place): string {
  const code = (index: number, min: number = Binding.any): string =>
    print(node.args[index]!, printer, { min, guard: true });
  return calls[node.name]!({ nodes: node.args, code, printer, place });
}

/** T1: $map and $filter give a scalar for one result and nothing for none, so their result is wrapped and kept a list. */
export function jsonataMacro(node: NodeOf<"macro">, printer: JsonataPrinter): string {
  const unsure = isUnsure(node.list.type);
  const list = unsure
    ? `${printer.use("need")}(${print(node.list, printer)}, 'array')`
    : print(node.list, printer, { guard: true });
  const body = print(node.body, printer, { guard: true });
  const each = (code: string): string => `${list}, function($${node.variable}){${code}}`;
  switch (node.macro) {
    case "map":
      return `[$map(${each(body)})[]]`;
    case "filter":
      return `[$filter(${each(body)})[]]`;
    case "exists":
      return `$exists($filter(${each(body)}))`;
    case "all":
      return `$not($exists($filter(${each(`$not(${body})`)})))`;
  }
}
