/** From the syntax tree to the checked tree: types, definite fields, resolved names, diagnostics. */
import type { ASTNode } from "@marcbachmann/cel-js";
import type { Code } from "../../diagnostics/catalogue.ts";
import type { Diagnostics, Range } from "../../diagnostics/diagnostic.ts";
import type { Scope } from "./expression.ts";
import { type Facts, factsAfter, keyOfMember, noFacts, pathKey } from "./facts.ts";
import { inferCall, inferMethod } from "./infer-calls.ts";
import { inferIn, inferOperator } from "./infer-operators.ts";
import { didYouMean } from "./nearest.ts";
import type { Locate } from "./parse.ts";
import { childrenOf, type Node } from "./tree.ts";
import {
  anyType,
  booleanType,
  describe,
  fieldOf,
  integerType,
  isNumeric,
  isUnsure,
  join,
  listOf,
  neverType,
  nullType,
  numberType,
  objectOf,
  stringType,
  type Type,
  withoutNull,
} from "./types.ts";

export type Checker = {
  readonly scope: Scope;
  /** Macro variables by their name in the source. */
  readonly variables: ReadonlyMap<string, { readonly name: string; readonly type: Type }>;
  readonly facts: Facts;
  readonly locate: Locate;
  readonly diagnostics: Diagnostics;
};

/** A node without what `build` works out. */
type Draft = Node extends infer Each ? (Each extends Node ? Omit<Each, "type" | "range" | "fallible"> : never) : never;

/** Completes a node: it can fail when it can itself (`fails`) or when a child can. */
export function build(draft: Draft, options: { type: Type; range: Range; fails?: boolean }): Node {
  const { type, range, fails } = options;
  const fallible = fails === true || childrenOf(draft as Node).some((child) => child.fallible);
  return { ...draft, type, range, fallible } as Node;
}

export const rangeOf = (ast: ASTNode, checker: Checker): Range => checker.locate(ast.start, ast.end);

/** Adds a diagnostic and gives a node that fits everywhere, so that one mistake is reported once. */
export function refuse(
  ast: ASTNode,
  checker: Checker,
  problem: { code: Code; message: string; fix?: string | undefined },
): Node {
  const range = rangeOf(ast, checker);
  checker.diagnostics.add(problem.code, range, problem.message, problem.fix);
  return build({ op: "literal", value: null }, { type: neverType, range });
}

/** Checks one syntax tree against the names in scope. */
export function infer(ast: ASTNode, options: Omit<Checker, "variables" | "facts">): Node {
  return check(ast, { ...options, variables: new Map(), facts: noFacts });
}

export function check(ast: ASTNode, checker: Checker): Node {
  switch (ast.op) {
    case "value":
      return checkLiteral(ast, checker);
    case "id":
      return checkName(ast, checker);
    case ".":
      return member(check(ast.args[0], checker), ast.args[1], ast, checker);
    case "[]":
      return checkIndex(ast, checker);
    case "list": {
      const items = ast.args.map((item) => check(item, checker));
      const type = listOf(items.map((item) => item.type).reduce(join, neverType));
      return build({ op: "list", items }, { type, range: rangeOf(ast, checker) });
    }
    case "map":
      return checkObject(ast, checker);
    case "?:": {
      const when = condition(ast.args[0], checker);
      const then = check(ast.args[1], { ...checker, facts: factsAfter(when, true, checker.facts) });
      const otherwise = check(ast.args[2], { ...checker, facts: factsAfter(when, false, checker.facts) });
      const type = join(then.type, otherwise.type);
      return build({ op: "choose", when, then, otherwise }, { type, range: rangeOf(ast, checker) });
    }
    case "&&":
    case "||": {
      const left = condition(ast.args[0], checker);
      // The right side is worked out only behind a true left side of && or a false one of || (T9).
      const facts = factsAfter(left, ast.op === "&&", checker.facts);
      const right = condition(ast.args[1], { ...checker, facts });
      const op = ast.op === "&&" ? "and" : "or";
      return build({ op, left, right }, { type: booleanType, range: rangeOf(ast, checker) });
    }
    case "!_":
      return build(
        { op: "not", of: condition(ast.args, checker) },
        { type: booleanType, range: rangeOf(ast, checker) },
      );
    case "in":
      return inferIn(ast, checker);
    case "call":
      return inferCall(ast, checker);
    case "rcall":
      return inferMethod(ast, checker);
    case ".?":
    case "[?]":
      return refuse(ast, checker, {
        code: "expression-unsupported",
        message: "An optional field needs a default.",
        fix: "Write `x.?field.orValue(default)`.",
      });
    default:
      return inferOperator(ast, checker);
  }
}

function checkLiteral(ast: Extract<ASTNode, { op: "value" }>, checker: Checker): Node {
  const range = rangeOf(ast, checker);
  const value = ast.args;
  if (value === null) return build({ op: "literal", value }, { type: nullType, range });
  if (typeof value === "string") return build({ op: "literal", value }, { type: stringType, range });
  if (typeof value === "boolean") return build({ op: "literal", value }, { type: booleanType, range });
  if (typeof value === "number") return build({ op: "literal", value }, { type: numberType, range });
  if (typeof value !== "bigint") {
    const message = "Bytes and unsigned integers do not exist in JSON.";
    return refuse(ast, checker, { code: "expression-unsupported", message, fix: "Write a plain text or number." });
  }
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) {
    return refuse(ast, checker, {
      code: "number-range",
      message: `${value} is beyond what JSON engines hold exactly.`,
    });
  }
  return build({ op: "literal", value: Number(value) }, { type: integerType, range });
}

function checkName(ast: Extract<ASTNode, { op: "id" }>, checker: Checker): Node {
  const range = rangeOf(ast, checker);
  const variable = checker.variables.get(ast.args);
  const node: Node | undefined =
    variable !== undefined
      ? build({ op: "variable", name: variable.name }, { type: variable.type, range })
      : checker.scope.has(ast.args)
        ? build({ op: "root", name: ast.args }, { type: checker.scope.get(ast.args)!.type, range })
        : undefined;
  if (node !== undefined) return narrowed(node, checker);
  const names = [...checker.variables.keys(), ...checker.scope.keys()];
  return refuse(ast, checker, {
    code: "unknown-name",
    message: `There is no '${ast.args}' here.`,
    fix: didYouMean(ast.args, names) ?? (names.length === 0 ? undefined : `In scope: ${names.join(", ")}.`),
  });
}

/** The node without null where a test before it has shown that. */
function narrowed(node: Node, checker: Checker): Node {
  if (node.type.kind !== "nullable") return node;
  const key = pathKey(node);
  const known = key !== undefined && checker.facts.get(key)?.has("notNull");
  return known ? { ...node, type: withoutNull(node.type) } : node;
}

/** Names that every JavaScript object has: JSONata would find them where Python finds nothing. */
const inherited = new Set(Object.getOwnPropertyNames(Object.prototype));

/** A constant field of a value. */
export function member(of: Node, key: string, ast: ASTNode, checker: Checker): Node {
  const range = rangeOf(ast, checker);
  const base = withoutNull(of.type);
  if (base.kind === "never") return build({ op: "field", of, key, proven: true }, { type: neverType, range });
  if (base.kind !== "any" && base.kind !== "object") {
    const message = `'.${key}' asks for a field, but this is ${describe(of.type)}.`;
    return refuse(ast, checker, { code: "wrong-type", message });
  }
  const field = base.kind === "object" ? fieldOf(base, key) : undefined;
  if (field === undefined && base.kind === "object" && !base.open) {
    const names = Object.keys(base.fields);
    return refuse(ast, checker, {
      code: "unknown-field",
      message: `There is no field '${key}' here.`,
      fix: didYouMean(key, names) ?? (names.length === 0 ? undefined : `Declared fields: ${names.join(", ")}.`),
    });
  }
  if (field === undefined && inherited.has(key)) {
    const message = `JavaScript gives every object a '${key}', so an undeclared field of this name is not portable.`;
    return refuse(ast, checker, { code: "unknown-field", message, fix: "Declare the field." });
  }
  const baseKey = pathKey(of);
  const facts = baseKey === undefined ? undefined : checker.facts.get(keyOfMember(baseKey, key));
  const proven =
    (field !== undefined && field.optional !== true && of.type.kind === "object") || facts?.has("present") === true;
  return narrowed(
    build({ op: "field", of, key, proven }, { type: field?.type ?? anyType, range, fails: !proven }),
    checker,
  );
}

function checkIndex(ast: Extract<ASTNode, { op: "[]" }>, checker: Checker): Node {
  const [ofAst, atAst] = ast.args;
  const of = check(ofAst, checker);
  if (atAst.op === "value" && typeof atAst.args === "string") return member(of, atAst.args, ast, checker);
  const range = rangeOf(ast, checker);
  const at = check(atAst, checker);
  const base = withoutNull(of.type);
  if (at.type.kind === "string") {
    if (base.kind !== "object" && base.kind !== "any" && base.kind !== "never") {
      const message = `A name in brackets needs an object, but this is ${describe(of.type)}.`;
      return refuse(ofAst, checker, { code: "wrong-type", message });
    }
    const closed = base.kind === "object" && !base.open;
    const types = base.kind === "object" ? Object.values(base.fields).map((field) => field.type) : [];
    const type = closed ? types.reduce(join, neverType) : anyType;
    return build({ op: "lookup", of, key: at }, { type, range, fails: true });
  }
  if (isUnsure(at.type) || at.type.kind === "number") {
    const message = `What stands in brackets must be an integer or a string, but its type is ${describe(at.type)}.`;
    return refuse(atAst, checker, { code: "unknown-type", message, fix: "Wrap it in int(…) or string(…)." });
  }
  if (!isNumeric(at.type) && at.type.kind !== "never") {
    const message = `A position in a list is an integer, but this is ${describe(at.type)}.`;
    return refuse(atAst, checker, { code: "wrong-type", message });
  }
  if (atAst.op === "-_") {
    return refuse(atAst, checker, { code: "negative-position", message: "A position cannot be below zero." });
  }
  if (base.kind !== "list" && base.kind !== "any" && base.kind !== "never") {
    const message = `A position needs a list, but this is ${describe(of.type)}.`;
    return refuse(ofAst, checker, { code: "wrong-type", message });
  }
  const type = base.kind === "list" ? base.element : base.kind === "never" ? neverType : anyType;
  return build({ op: "index", of, at }, { type, range, fails: true });
}

function checkObject(ast: Extract<ASTNode, { op: "map" }>, checker: Checker): Node {
  const entries = new Map<string, Node>();
  for (const [keyAst, valueAst] of ast.args) {
    const value = check(valueAst, checker);
    if (keyAst.op !== "value" || typeof keyAst.args !== "string") {
      refuse(keyAst, checker, { code: "literal-required", message: "A key must be a text in quotes." });
    } else if (keyAst.args === "__proto__") {
      refuse(keyAst, checker, { code: "value-key", message: "JavaScript keeps the name '__proto__' for itself." });
    } else if (entries.has(keyAst.args)) {
      refuse(keyAst, checker, { code: "duplicate-field", message: `The field '${keyAst.args}' stands here twice.` });
    } else entries.set(keyAst.args, value);
  }
  const fields = Object.fromEntries([...entries].map(([key, value]) => [key, { type: value.type }]));
  return build({ op: "object", entries: [...entries] }, { type: objectOf(fields), range: rangeOf(ast, checker) });
}

/** Checks an operand that must be true or false; of unknown type it counts only when it is exactly true (T8). */
export function condition(ast: ASTNode, checker: Checker): Node {
  const node = check(ast, checker);
  const kind = withoutNull(node.type).kind;
  if (isUnsure(node.type) && (kind === "any" || kind === "boolean")) {
    return build({ op: "isTrue", of: node }, { type: booleanType, range: node.range });
  }
  if (kind === "boolean" || kind === "never") return node;
  return refuse(ast, checker, { code: "not-boolean", message: `This is ${describe(node.type)}, not true or false.` });
}
