/** From the checked tree to Python 3.10 and later. */
import { confusable } from "./confusable.ts";
import type { Expression, Spell } from "./expression.ts";
import type { Helper } from "./helpers.ts";
import { numberText, pythonString } from "./literals.ts";
import { memberChain } from "./member-chain.ts";
import { needed, pythonCall } from "./python-calls.ts";
import { pythonHas, pythonOrElse } from "./python-presence.ts";
import { pythonText } from "./python-text.ts";
import type { Member, Node, NodeOf } from "./tree.ts";
import { withoutNull } from "./types.ts";

/** Modules that the code calls. */
export type PythonModule = "math" | "re" | "json";

export type PythonCode = {
  readonly code: string;
  readonly helpers: Set<Helper>;
  readonly imports: Set<PythonModule>;
};

/** Python's precedence; comparisons never nest without brackets, since Python would chain them (T31). */
export const Binds = {
  any: 0,
  choice: 1,
  or: 2,
  and: 3,
  not: 4,
  comparison: 5,
  sum: 6,
  product: 7,
  unary: 8,
  postfix: 9,
} as const;

export type PythonPrinter = {
  readonly spell: Spell;
  readonly use: (helper: Helper) => string;
  readonly bring: (module: PythonModule) => void;
};

export type PythonPlace = {
  /** The code must bind at least this tightly, or stand in brackets. */
  readonly min?: number;
};

/** Collects what `write` uses while it prints. */
export function collectPython(spell: Spell, write: (printer: PythonPrinter) => string): PythonCode {
  const helpers = new Set<Helper>();
  const imports = new Set<PythonModule>();
  const use = (helper: Helper): string => {
    helpers.add(helper);
    return helper;
  };
  const code = write({ spell, use, bring: (module) => imports.add(module) });
  return { code, helpers, imports };
}

/**
 * One expression as Python on one line, for the body of a task: it needs concrete values, not XComArg objects.
 * Whatever fails raises an Exception. The result binds like a conditional expression: bracket it before putting
 * an operator or an attribute behind it.
 */
export function toPython(expression: Expression, spell: Spell): PythonCode {
  return collectPython(spell, (printer) => printPython(expression.ast, printer));
}

const bracketed = (code: string, binds: number, place: PythonPlace): string =>
  binds < (place.min ?? Binds.any) ? `(${code})` : code;

export function printPython(node: Node, printer: PythonPrinter, place: PythonPlace = {}): string {
  const at = (child: Node, min: number): string => printPython(child, printer, { min });
  switch (node.op) {
    case "literal":
      return literal(node, place);
    case "root":
    case "variable":
      return path(node, printer);
    case "field":
      return path(node, printer);
    case "index":
      return `${needed(at(node.of, node.of.type.kind === "any" ? Binds.any : Binds.postfix), { type: node.of.type, kind: "array", printer })}[${at(node.at, Binds.any)}]`;
    case "lookup":
      return `${at(node.of, Binds.postfix)}[${at(node.key, Binds.any)}]`;
    case "list":
      return `[${node.items.map((item) => at(item, Binds.choice)).join(", ")}]`;
    case "object":
      return `{${node.entries.map(([key, value]) => `${pythonString(key)}: ${at(value, Binds.choice)}`).join(", ")}}`;
    case "not":
      return not(node.of, printer, place);
    case "negate": {
      const of = operand(node.of, Binds.postfix, printer);
      return bracketed(`-${of}`, Binds.unary, place);
    }
    case "isTrue":
      return bracketed(`${at(node.of, Binds.sum)} is True`, Binds.comparison, place);
    case "and":
      return bracketed(`${at(node.left, Binds.and)} and ${at(node.right, Binds.not)}`, Binds.and, place);
    case "or":
      return bracketed(`${at(node.left, Binds.or)} or ${at(node.right, Binds.and)}`, Binds.or, place);
    case "compare":
      return compare(node, { printer, place, negated: false });
    case "arithmetic":
      return arithmetic(node, printer, place);
    case "concat":
      return pythonText(concatParts(node), printer, place);
    case "append":
      return bracketed(`${at(node.left, Binds.sum)} + ${at(node.right, Binds.product)}`, Binds.sum, place);
    case "in":
      return inside(node, { printer, place, negated: false });
    case "choose": {
      const code = `${at(node.then, Binds.or)} if ${at(node.when, Binds.or)} else ${at(node.otherwise, Binds.choice)}`;
      return bracketed(code, Binds.choice, place);
    }
    case "has":
      return pythonHas(node, { printer, place, negated: false });
    case "orElse":
      return pythonOrElse(node, printer, place);
    case "macro":
      return macro(node, printer);
    case "call":
      return pythonCall(node, printer, place);
  }
}

function literal(node: NodeOf<"literal">, place: PythonPlace): string {
  if (typeof node.value === "string") return pythonString(node.value);
  if (typeof node.value === "number") {
    return bracketed(numberText(node.value), node.value < 0 ? Binds.unary : Binds.postfix, place);
  }
  return node.value === null ? "None" : node.value ? "True" : "False";
}

/** A chain of names as the target spells it, or a field of anything else. */
function path(node: Node, printer: PythonPrinter): string {
  const chain = memberChain(node);
  if (chain === undefined) {
    const { of, key } = node as NodeOf<"field">;
    return `${printPython(of, printer, { min: Binds.postfix })}[${pythonString(key)}]`;
  }
  if (chain.variable) return members(chain.root, chain.members);
  const { code, used } = printer.spell([chain.root, ...chain.members]);
  return members(code, chain.members.slice(used - 1));
}

/** Subscripts, one after the other. */
export const members = (code: string, path: readonly Member[]): string =>
  path.reduce<string>((out, key) => `${out}[${typeof key === "number" ? key : pythonString(key)}]`, code);

/** A number; of unknown type it is checked, since Python also multiplies texts and adds true to numbers. */
function operand(node: Node, min: number, printer: PythonPrinter): string {
  const unknown = node.type.kind === "any";
  return needed(printPython(node, printer, { min: unknown ? Binds.any : min }), {
    type: node.type,
    kind: "number",
    printer,
  });
}

function arithmetic(node: NodeOf<"arithmetic">, printer: PythonPrinter, place: PythonPlace): string {
  // Python's % takes the sign of the divisor (T13).
  if (node.by === "%") {
    return `${printer.use("remainder")}(${operand(node.left, Binds.any, printer)}, ${operand(node.right, Binds.any, printer)})`;
  }
  const binds = node.by === "+" || node.by === "-" ? Binds.sum : Binds.product;
  const code = `${operand(node.left, binds, printer)} ${node.by} ${operand(node.right, binds + 1, printer)}`;
  return bracketed(code, binds, place);
}

type Test = { readonly printer: PythonPrinter; readonly place: PythonPlace; readonly negated: boolean };

function compare(node: NodeOf<"compare">, { printer, place, negated }: Test): string {
  if (node.by !== "==" && node.by !== "!=") {
    const [left, right] = [ordered(node.left, node.right, printer), ordered(node.right, node.left, printer)];
    return bracketed(`${left} ${node.by} ${right}`, Binds.comparison, place);
  }
  const equal = (node.by === "==") !== negated;
  const { left, right } = node;
  const single = [right, left].find(
    (side) => side.op === "literal" && (side.value === null || typeof side.value === "boolean"),
  );
  const other = single === right ? left : right;
  if (single !== undefined && other.op !== "literal") {
    const code = `${printPython(other, printer, { min: Binds.sum })} ${equal ? "is" : "is not"} ${printPython(single, printer)}`;
    return bracketed(code, Binds.comparison, place);
  }
  // Of all numbers only 0 and 1 equal a boolean.
  const harmless = [left, right].some((side) => side.op === "literal" && side.value !== 0 && side.value !== 1);
  if (!harmless && confusable(left.type, right.type)) {
    const code = `${printer.use("json_equal")}(${printPython(left, printer)}, ${printPython(right, printer)})`;
    return equal ? code : bracketed(`not ${code}`, Binds.not, place);
  }
  const code = `${printPython(left, printer, { min: Binds.sum })} ${equal ? "==" : "!="} ${printPython(right, printer, { min: Binds.sum })}`;
  return bracketed(code, Binds.comparison, place);
}

/** One side of an ordering: Python also orders booleans and lists (T10). */
function ordered(node: Node, other: Node, printer: PythonPrinter): string {
  const kind = withoutNull(other.type).kind;
  // A text on the other side refuses everything but texts by itself.
  if (node.type.kind !== "any" || kind === "string") return printPython(node, printer, { min: Binds.sum });
  const wanted = kind === "any" || kind === "never" ? "number or string" : "number";
  return needed(printPython(node, printer), { type: node.type, kind: wanted, printer });
}

function inside(node: NodeOf<"in">, { printer, place, negated }: Test): string {
  const of = withoutNull(node.of.type);
  if (of.kind === "list" && confusable(node.item.type, of.element)) {
    const code = `${printer.use("json_in")}(${printPython(node.item, printer)}, ${printPython(node.of, printer)})`;
    return negated ? bracketed(`not ${code}`, Binds.not, place) : code;
  }
  const code = `${printPython(node.item, printer, { min: Binds.sum })} ${negated ? "not in" : "in"} ${printPython(node.of, printer, { min: Binds.sum })}`;
  return bracketed(code, Binds.comparison, place);
}

/** `not` moves into tests that have a negative form, as every Python linter asks. */
function not(node: Node, printer: PythonPrinter, place: PythonPlace): string {
  const test = { printer, place, negated: true };
  if (node.op === "in") return inside(node, test);
  if (node.op === "has") return pythonHas(node, test);
  if (node.op === "compare" && (node.by === "==" || node.by === "!=")) return compare(node, test);
  if (node.op === "isTrue") {
    return bracketed(`${printPython(node.of, printer, { min: Binds.sum })} is not True`, Binds.comparison, place);
  }
  return bracketed(`not ${printPython(node, printer, { min: Binds.not })}`, Binds.not, place);
}

/** The pieces of a chain of `+` on texts. */
function concatParts(node: Node): readonly Node[] {
  return node.op === "concat" ? [...concatParts(node.left), ...concatParts(node.right)] : [node];
}

function macro(node: NodeOf<"macro">, printer: PythonPrinter): string {
  const { variable, body, macro: name } = node;
  const test = (condition: Node): string => printPython(condition, printer, { min: Binds.or });
  if (name === "all" || name === "exists") {
    const code = `${printPython(body, printer, { min: Binds.choice })} for ${variable} in ${iterable(node.list, printer)}`;
    // JSONata works out every element; a generator would stop early and miss an error.
    return `${name === "all" ? "all" : "any"}(${body.fallible ? `[${code}]` : code})`;
  }
  if (name === "filter") return `[${variable} for ${variable} in ${iterable(node.list, printer)} if ${test(body)}]`;
  const { list } = node;
  const result = printPython(body, printer, { min: Binds.choice });
  // A failing condition behind a failing result would change the order of errors, not whether there is one.
  if (list.op === "macro" && list.macro === "filter" && list.variable === variable) {
    return `[${result} for ${variable} in ${iterable(list.list, printer)} if ${test(list.body)}]`;
  }
  return `[${result} for ${variable} in ${iterable(list, printer)}]`;
}

/** What a comprehension runs over; of unknown type it must be a list, since Python also iterates texts and dicts. */
function iterable(node: Node, printer: PythonPrinter): string {
  if (node.op === "call" && node.name === "range")
    return `range(${node.args.map((arg) => printPython(arg, printer)).join(", ")})`;
  return needed(printPython(node, printer, { min: node.type.kind === "any" ? Binds.any : Binds.or }), {
    type: node.type,
    kind: "array",
    printer,
  });
}
