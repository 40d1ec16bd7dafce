/** Types of the operators: comparison, arithmetic, `+` in its three meanings, `in`. */
import type { ASTNode } from "@marcbachmann/cel-js";
import { fitOf } from "./accepts.ts";
import { build, type Checker, check, rangeOf, refuse } from "./infer.ts";
import type { Arithmetic, Comparison, Node } from "./tree.ts";
import {
  booleanType,
  describe,
  integerType,
  isNumeric,
  isUnsure,
  join,
  numberType,
  stringType,
  type Type,
  withoutNull,
} from "./types.ts";

type Binary = Extract<ASTNode, { op: Comparison | Arithmetic | "in" }>;
type Pair = { readonly ast: Binary; readonly left: Node; readonly right: Node; readonly checker: Checker };

/** Arithmetic, comparison and the unary minus. */
export function inferOperator(ast: ASTNode, checker: Checker): Node {
  if (ast.op === "-_") {
    const of = operand(ast.args, checker);
    const type = of.type.kind === "integer" ? integerType : numberType;
    return build({ op: "negate", of }, { type, range: rangeOf(ast, checker), fails: isUnsure(of.type) });
  }
  switch (ast.op) {
    case "==":
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=":
      return inferComparison({ ast, left: check(ast.args[0], checker), right: check(ast.args[1], checker), checker });
    case "+":
      return inferPlus({ ast, left: check(ast.args[0], checker), right: check(ast.args[1], checker), checker });
    case "-":
    case "*":
    case "/":
    case "%":
      return inferArithmetic({
        ast,
        left: operand(ast.args[0], checker),
        right: operand(ast.args[1], checker),
        checker,
      });
    default:
      return refuse(ast, checker, { code: "expression-unsupported", message: `'${ast.op}' is not supported.` });
  }
}

/** Checks an operand that must be a number, as far as that is known. */
function operand(ast: ASTNode, checker: Checker): Node {
  const node = check(ast, checker);
  if (fitOf(node.type, "number") !== "no") return node;
  return refuse(ast, checker, {
    code: "wrong-type",
    message: `A number is needed here, but this is ${describe(node.type)}.`,
  });
}

function inferComparison({ ast, left, right, checker }: Pair): Node {
  const range = rangeOf(ast, checker);
  const by = ast.op as Comparison;
  const ordered = by !== "==" && by !== "!=";
  if (ordered) {
    for (const [side, argument] of [
      [left, ast.args[0]],
      [right, ast.args[1]],
    ] as const) {
      if (fitOf(side.type, "number") !== "no" || fitOf(side.type, "string") !== "no") continue;
      const message = `'${by}' orders numbers or strings, but this is ${describe(side.type)}.`;
      return refuse(argument, checker, { code: "cannot-compare", message });
    }
  }
  if (!comparable(left.type, right.type, ordered)) {
    const message = `${describe(left.type)} and ${describe(right.type)} cannot be compared with '${by}'.`;
    return refuse(ast, checker, { code: "cannot-compare", message });
  }
  const fails = ordered && (isUnsure(left.type) || isUnsure(right.type));
  return build({ op: "compare", by, left, right }, { type: booleanType, range, fails });
}

/** T7: known different types are a mistake, not a false. Null may be compared with everything that could hold it. */
function comparable(a: Type, b: Type, ordered: boolean): boolean {
  if (a.kind === "any" || b.kind === "any" || a.kind === "never" || b.kind === "never") return true;
  if (a.kind === "null" || b.kind === "null") return !ordered;
  const [left, right] = [withoutNull(a), withoutNull(b)];
  if (isNumeric(left) && isNumeric(right)) return true;
  if (left.kind === "list" && right.kind === "list") return comparable(left.element, right.element, ordered);
  return left.kind === right.kind;
}

function inferArithmetic({ ast, left, right, checker }: Pair): Node {
  const by = ast.op as Arithmetic;
  const range = rangeOf(ast, checker);
  const divides = by === "/" || by === "%";
  const divisor = right.op === "literal" && typeof right.value === "number" ? right.value : undefined;
  if (divides && divisor === 0) {
    return refuse(ast.args[1], checker, { code: "division-by-zero", message: "This divides by zero." });
  }
  const integers = left.type.kind === "integer" && right.type.kind === "integer";
  if (by === "/" && integers) {
    return refuse(ast, checker, { code: "integer-division", message: "Both sides of '/' are integers." });
  }
  const fails = (divides && divisor === undefined) || isUnsure(left.type) || isUnsure(right.type);
  return build({ op: "arithmetic", by, left, right }, { type: integers ? integerType : numberType, range, fails });
}

/** T11: JSONata has an operator of its own for numbers, texts and lists, so the types must tell which one is meant. */
function inferPlus(pair: Pair): Node {
  const { ast, left, right, checker } = pair;
  const range = rangeOf(ast, checker);
  const [a, b] = [left.type, right.type];
  const takes = (accepts: "string" | "number" | "list"): boolean =>
    fitOf(a, accepts) === "yes" && fitOf(b, accepts) === "yes";
  // What was refused already fits everywhere; beside it the other side tells, and two of them stay silent.
  if (a.kind === "never" && b.kind === "never") return left;
  if (takes("string")) return build({ op: "concat", left, right }, { type: stringType, range });
  if (takes("list")) return build({ op: "append", left, right }, { type: join(a, b), range });
  const numeric = isNumeric(a) || isNumeric(b);
  if (numeric && fitOf(a, "number") !== "no" && fitOf(b, "number") !== "no") return inferArithmetic(pair);
  if (a.kind === "never" || b.kind === "never") return a.kind === "never" ? left : right;
  const unsure = [left, right].find((side) => isUnsure(side.type));
  if (unsure !== undefined && couldAdd(withoutNull(a), withoutNull(b))) {
    const sideAst = unsure === left ? ast.args[0] : ast.args[1];
    const nullable = unsure.type.kind === "nullable";
    return refuse(sideAst, checker, {
      code: nullable ? "maybe-null" : "unknown-type",
      message: nullable
        ? `'+' cannot take null, but this is ${describe(unsure.type)}.`
        : "'+' must know whether this is a number, a text or a list.",
      ...(nullable ? {} : { fix: "Wrap it in string(…) or double(…), or declare its type." }),
    });
  }
  const message = `'+' adds two numbers, two strings or two lists, not ${describe(a)} and ${describe(b)}.`;
  return refuse(ast, checker, { code: "wrong-type", message, fix: mixedCure(a, b) });
}

const couldAdd = (a: Type, b: Type): boolean =>
  a.kind === "any" || b.kind === "any" || a.kind === b.kind || (isNumeric(a) && isNumeric(b));

const mixedCure = (a: Type, b: Type): string | undefined =>
  a.kind === "string" || b.kind === "string" ? "Wrap the other side in string(…)." : undefined;

/** `item in list` and `key in object`. */
export function inferIn(ast: Extract<ASTNode, { op: "in" }>, checker: Checker): Node {
  const item = check(ast.args[0], checker);
  const of = check(ast.args[1], checker);
  const range = rangeOf(ast, checker);
  const kind = of.type.kind;
  if (isUnsure(of.type)) {
    const fix = kind === "nullable" ? "Guard it: `x != null && … in x`." : undefined;
    const message = `'in' must know whether this is a list or an object, but its type is ${describe(of.type)}.`;
    return refuse(ast.args[1], checker, { code: kind === "nullable" ? "maybe-null" : "unknown-type", message, fix });
  }
  if (kind === "object" && fitOf(item.type, "string") !== "yes") {
    const message = `The keys of an object are strings, but this is ${describe(item.type)}.`;
    const code = fitOf(item.type, "string") === "no" ? "cannot-compare" : "unknown-type";
    return refuse(ast.args[0], checker, { code, message });
  }
  if (of.type.kind === "list" && !comparable(item.type, of.type.element, false)) {
    const message = `${describe(item.type)} can never be in a ${describe(of.type)}.`;
    return refuse(ast.args[0], checker, { code: "cannot-compare", message });
  }
  if (kind !== "list" && kind !== "object" && kind !== "never") {
    const message = `'in' needs a list or an object, but this is ${describe(of.type)}.`;
    return refuse(ast.args[1], checker, { code: "wrong-type", message });
  }
  return build({ op: "in", item, of }, { type: booleanType, range });
}
