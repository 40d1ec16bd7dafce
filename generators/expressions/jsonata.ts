/** From the checked tree to JSONata 2.0.6. */
import type { Expression, Spell } from "./expression.ts";
import { jsonataCall, jsonataMacro } from "./jsonata-calls.ts";
import { type JsonataHelper, withHelpers } from "./jsonata-helpers.ts";
import { jsonataField, jsonataString, numberText } from "./literals.ts";
import { memberChain } from "./member-chain.ts";
import type { Member, Node, NodeOf } from "./tree.ts";
import { anyType, fieldOf, isNumeric, isUnsure, withoutNull } from "./types.ts";

/** How tightly a piece of code binds; JSONata's own table, coarsened where the same level needs brackets anyway. */
export const Binding = {
  any: 0,
  choice: 1,
  or: 2,
  and: 3,
  comparison: 4,
  sum: 5,
  product: 6,
  unary: 7,
  postfix: 8,
} as const;

export type JsonataPrinter = {
  readonly spell: Spell;
  readonly use: (helper: JsonataHelper) => string;
};

export type Place = {
  /** The code must bind at least this tightly, or stand in brackets. */
  readonly min?: number;
  /** True where JSONata would swallow a missing value instead of failing (expressions.md T3). */
  readonly guard?: boolean;
};

/** Collects helpers while `write` prints, and binds them in front. */
export function printJsonata(spell: Spell, write: (printer: JsonataPrinter) => string): string {
  const used = new Set<JsonataHelper>();
  const use = (helper: JsonataHelper): string => {
    used.add(helper);
    return `$${helper}`;
  };
  return withHelpers(write({ spell, use }), used);
}

/**
 * One expression as JSONata, without the `{% %}` around it. A missing value at its top gives undefined, which
 * is an error wherever AWS evaluates it (States.QueryEvaluationError).
 */
export function toJsonata(expression: Expression, spell: Spell): string {
  return printJsonata(spell, (printer) => print(expression.ast, printer));
}

const bracketed = (code: string, binds: number, place: Place): string =>
  binds < (place.min ?? Binding.any) ? `(${code})` : code;

const guarded = { guard: true } as const;

/** Prints a node; see `Place` for what it must respect. */
export function print(node: Node, printer: JsonataPrinter, place: Place = {}): string {
  const at = (child: Node, min: number, guard = place.guard === true): string => print(child, printer, { min, guard });
  switch (node.op) {
    case "literal":
      return literal(node, place);
    case "root":
    case "variable":
      return path(node, printer);
    case "field":
    case "index":
    case "lookup": {
      const code = path(node, printer);
      return place.guard && canBeMissing(node) ? `${printer.use("req")}(${code})` : code;
    }
    case "list":
      return `[${node.items.map((item) => element(item, printer)).join(", ")}]`;
    case "object": {
      const entries = node.entries.map(([key, value]) => `${jsonataString(key)}: ${print(value, printer, guarded)}`);
      return `{${entries.join(", ")}}`;
    }
    case "not":
      return `$not(${print(node.of, printer, guarded)})`;
    case "negate":
      return bracketed(`-${at(node.of, Binding.postfix)}`, Binding.unary, place);
    case "isTrue":
      return bracketed(`${at(node.of, Binding.sum, true)} = true`, Binding.comparison, place);
    case "and":
      return bracketed(
        `${at(node.left, Binding.and, true)} and ${at(node.right, Binding.comparison, true)}`,
        Binding.and,
        place,
      );
    case "or":
      return bracketed(`${at(node.left, Binding.or, true)} or ${at(node.right, Binding.and, true)}`, Binding.or, place);
    case "compare": {
      const by = node.by === "==" ? "=" : node.by;
      const guard = by === "=" || by === "!=" || place.guard === true;
      return bracketed(
        `${at(node.left, Binding.sum, guard)} ${by} ${at(node.right, Binding.sum, guard)}`,
        Binding.comparison,
        place,
      );
    }
    case "arithmetic":
      return arithmetic(node, printer, place);
    case "concat":
      return bracketed(
        `${at(node.left, Binding.sum, true)} & ${at(node.right, Binding.product, true)}`,
        Binding.sum,
        place,
      );
    case "append":
      return `$append(${at(node.left, Binding.any, true)}, ${at(node.right, Binding.any, true)})`;
    case "in":
      return inside(node, printer, place);
    case "choose": {
      const code = `${at(node.when, Binding.or, true)} ? ${at(node.then, Binding.or)} : ${at(node.otherwise, Binding.choice)}`;
      return bracketed(code, Binding.choice, place);
    }
    case "has":
      return has(node, printer, place);
    case "orElse":
      return orElse(node, printer, place);
    case "macro":
      return jsonataMacro(node, printer);
    case "call":
      return jsonataCall(node, printer, place);
  }
}

function literal(node: NodeOf<"literal">, place: Place): string {
  if (typeof node.value === "string") return jsonataString(node.value);
  if (typeof node.value !== "number") return String(node.value);
  return bracketed(numberText(node.value), node.value < 0 ? Binding.unary : Binding.postfix, place);
}

function arithmetic(node: NodeOf<"arithmetic">, printer: JsonataPrinter, place: Place): string {
  const binds = node.by === "+" || node.by === "-" ? Binding.sum : Binding.product;
  const guard = place.guard === true;
  const left = print(node.left, printer, { min: binds, guard });
  const checked = (node.by === "/" || node.by === "%") && node.right.op !== "literal";
  const right = checked
    ? `${printer.use("nz")}(${print(node.right, printer, guarded)})`
    : print(node.right, printer, { min: binds + 1, guard });
  return bracketed(`${left} ${node.by} ${right}`, binds, place);
}

/** T25: JSONata's own `in` compares strictly, so only plain values may use it. */
function inside(node: NodeOf<"in">, printer: JsonataPrinter, place: Place): string {
  const at = (child: Node, min: number): string => print(child, printer, { min, guard: true });
  if (withoutNull(node.of.type).kind === "object") {
    return bracketed(`${at(node.item, Binding.sum)} in $keys(${at(node.of, Binding.any)})`, Binding.comparison, place);
  }
  const { kind } = node.item.type;
  if (isNumeric(node.item.type) || kind === "string" || kind === "boolean" || kind === "null") {
    return bracketed(`${at(node.item, Binding.sum)} in ${at(node.of, Binding.sum)}`, Binding.comparison, place);
  }
  // The item is bound first: an empty list would not even look at it.
  return `($x_ := ${at(node.item, Binding.choice)}; $exists($filter(${at(node.of, Binding.any)}, function($e_){$e_ = $x_})))`;
}

/** Of anything but a list JSONata makes a list of one, so a position is first asked whether it stands behind a list. */
function has(node: NodeOf<"has">, printer: JsonataPrinter, place: Place): string {
  const start = path(node.of, printer);
  const lists: string[] = [];
  let { type } = node.of;
  for (const [index, member] of node.path.entries()) {
    const known = withoutNull(type);
    if (typeof member === "string") {
      type = (known.kind === "object" ? fieldOf(known, member)?.type : undefined) ?? anyType;
    } else {
      if (type.kind !== "list") lists.push(`$type(${members(start, node.path.slice(0, index))}) = 'array'`);
      type = known.kind === "list" ? known.element : anyType;
    }
  }
  const exists = `$exists(${members(start, node.path)})`;
  return lists.length === 0 ? exists : bracketed([...lists, exists].join(" and "), Binding.and, place);
}

function orElse(node: NodeOf<"orElse">, printer: JsonataPrinter, place: Place): string {
  const otherwise = print(node.otherwise, printer, { min: Binding.choice, guard: place.guard === true });
  if (memberChain(node.of) !== undefined && !canBeMissing(node.of)) {
    const code = members(path(node.of, printer), node.path);
    return bracketed(`$exists(${code}) ? ${code} : ${otherwise}`, Binding.choice, place);
  }
  const code = members("$o_", node.path);
  return `($o_ := ${print(node.of, printer, { min: Binding.choice, guard: true })}; $exists(${code}) ? ${code} : ${otherwise})`;
}

/**
 * A path: `$input.items[0].sku`. An index or a field of anything but a plain chain of names stands behind
 * brackets (T6), and so does an index of an index.
 */
function path(node: Node, printer: JsonataPrinter): string {
  const chain = memberChain(node);
  if (chain !== undefined) {
    if (chain.variable) return members(`$${chain.root}`, chain.members);
    const { code, used } = printer.spell([chain.root, ...chain.members]);
    return members(code, chain.members.slice(used - 1));
  }
  switch (node.op) {
    case "field":
      // Behind an index, whose own base is in brackets where it must be, a field is safe.
      return members(node.of.op === "index" ? path(node.of, printer) : base(node.of, printer), [node.key]);
    case "lookup":
      return `$lookup(${print(node.of, printer)}, ${print(node.key, printer, guarded)})`;
    case "index": {
      const at = print(node.at, printer, guarded);
      // JSONata takes anything but a list for a list of one (T29).
      if (!isUnsure(node.of.type)) return `${base(node.of, printer)}[${at}]`;
      return `(${printer.use("need")}(${print(node.of, printer)}, 'array'))[${at}]`;
    }
    default:
      return print(node, printer);
  }
}

/** What an index or a field that is no plain chain stands behind. */
function base(node: Node, printer: JsonataPrinter): string {
  const code = path(node, printer);
  return memberChain(node) !== undefined && !/[\])]$/.test(code) ? code : `(${code})`;
}

function members(code: string, path: readonly Member[]): string {
  return path.reduce<string>((out, member) => {
    if (typeof member === "number")
      return /[\])]$/.test(out) && !out.startsWith("(") ? `(${out})[${member}]` : `${out}[${member}]`;
    const field = jsonataField(member);
    return field === undefined ? `$lookup(${out}, ${jsonataString(member)})` : `${out}.${field}`;
  }, code);
}

/** True when the code of this node, unguarded, may give undefined instead of an error. */
function canBeMissing(node: Node): boolean {
  switch (node.op) {
    case "field":
      return !node.proven || canBeMissing(node.of);
    case "index":
    case "lookup":
      return true;
    default:
      return false;
  }
}

/** An element of a list constructor, which would splice a list (T2). */
export function element(node: Node, printer: JsonataPrinter): string {
  const code = print(node, printer, guarded);
  const kind = withoutNull(node.type).kind;
  if (isUnsure(node.type) && (kind === "any" || kind === "list")) return `${printer.use("nest")}(${code})`;
  if (kind !== "list") return code;
  return isConstructor(node) ? code : `[${code}]`;
}

/** True when the code is itself a list constructor, which is not spliced. */
function isConstructor(node: Node): boolean {
  if (node.op === "list" || node.op === "macro") return true;
  return node.op === "call" && ["range", "keys", "distinct"].includes(node.name);
}
