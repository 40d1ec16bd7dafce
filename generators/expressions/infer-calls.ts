/** Types of functions, methods, macros, `has` and optional fields. */
import type { ASTNode } from "@marcbachmann/cel-js";
import { acceptsInWords, cureForUnsure, fitOf } from "./accepts.ts";
import { type FunctionEntry, functionNames, functionTable, methodNames, type Parameter } from "./functions.ts";
import { build, type Checker, check, condition, member, rangeOf, refuse } from "./infer.ts";
import { didYouMean } from "./nearest.ts";
import { translateRegex } from "./regex.ts";
import { freshVariable } from "./rename.ts";
import type { Macro, Member, Node } from "./tree.ts";
import { anyType, booleanType, describe, isUnsure, join, listOf, neverType, type Type, withoutNull } from "./types.ts";

type Call = Extract<ASTNode, { op: "call" }>;
type MethodCall = Extract<ASTNode, { op: "rcall" }>;

const macros: ReadonlySet<string> = new Set<Macro>(["map", "filter", "all", "exists"]);
/** CEL has them, this language does not: what to write instead. */
const instead: Readonly<Record<string, string>> = {
  exists_one: "Write `size(x.filter(i, …)) == 1`.",
  uint: "Write int(…).",
  bool: 'Compare: `x == true` or `x == "true"`.',
  type: "Declare the types instead.",
  timestamp: "Times are texts; compare them as texts, or work them out in a function.",
  duration: "Durations are worked out in a function.",
  now: "Use run.startedAt: both engines must see the same moment.",
  length: "Write size(x).",
  len: "Write size(x).",
  count: "Write size(x).",
  str: "Write string(x).",
  float: "Write double(x).",
  number: "Write double(x).",
  lowerAscii: "Write lower().",
  upperAscii: "Write upper().",
  toLowerCase: "Write lower().",
  toUpperCase: "Write upper().",
  includes: "Write contains(…), or `x in list`.",
  average: "Write `sum(x) / double(size(x))`.",
};

export function inferCall(ast: Call, checker: Checker): Node {
  const [name, args] = ast.args;
  if (name === "has") return inferHas(ast, checker);
  const entry = functionTable.get(name);
  if (entry === undefined || entry.form === "method") {
    const asMethod = entry?.form === "method" || macros.has(name);
    const fix = asMethod ? `Write x.${name}(…).` : (instead[name] ?? didYouMean(name, functionNames));
    return refuse(ast, checker, { code: "unknown-function", message: `There is no function ${name}().`, fix });
  }
  return inferArguments({ ast, entry, args, checker });
}

export function inferMethod(ast: MethodCall, checker: Checker): Node {
  const [name, receiver, args] = ast.args;
  if (macros.has(name)) return inferMacro(ast, checker);
  if (name === "orValue") return inferOrValue(ast, checker);
  const entry = functionTable.get(name);
  if (entry === undefined || entry.form === "function") {
    const fix = entry?.form === "function" ? `Write ${name}(x).` : (instead[name] ?? didYouMean(name, methodNames));
    return refuse(ast, checker, { code: "unknown-function", message: `There is no method .${name}().`, fix });
  }
  return inferArguments({ ast, entry, args: [receiver, ...args], checker });
}

type CallOptions = {
  readonly ast: ASTNode;
  readonly entry: FunctionEntry;
  readonly args: readonly ASTNode[];
  readonly checker: Checker;
};

function inferArguments({ ast, entry, args, checker }: CallOptions): Node {
  const { parameters } = entry;
  const required = parameters.filter((parameter) => parameter.optional !== true).length;
  const most = entry.variadic ? 32 : parameters.length;
  if (args.length < required || args.length > most) {
    const shift = entry.form === "method" ? 1 : 0;
    const names = parameters
      .slice(shift)
      .map((parameter) => (parameter.optional ? `[${parameter.name}]` : parameter.name));
    const shown = `${shift === 1 ? "." : ""}${entry.name}(${names.join(", ")}${entry.variadic ? ", …" : ""})`;
    const message = `${shown} was given ${args.length - shift} argument${args.length - shift === 1 ? "" : "s"}.`;
    return refuse(ast, checker, { code: "wrong-arguments", message });
  }
  const nodes = args.map((arg, index) => {
    const parameter = parameters[Math.min(index, parameters.length - 1)]!;
    return inferArgument(
      arg,
      severalNumbers(entry, args.length) ? { ...parameter, accepts: "number" } : parameter,
      checker,
    );
  });
  const types = nodes.map((node) => node.type);
  const type = typeof entry.result === "function" ? entry.result(types) : entry.result;
  const fails = mayFail(entry, nodes);
  return build({ op: "call", name: entry.name, args: nodes }, { type, range: rangeOf(ast, checker), fails });
}

/** `min(a, b)` takes numbers, `min(list)` one list. */
const severalNumbers = (entry: FunctionEntry, count: number): boolean =>
  (entry.name === "min" || entry.name === "max") && count > 1;

function mayFail(entry: FunctionEntry, nodes: readonly Node[]): boolean {
  if (entry.fails === "always") {
    if (entry.name === "int" || entry.name === "double") return !/^(integer|number)$/.test(nodes[0]!.type.kind);
    return !(severalNumbers(entry, nodes.length) && nodes.every((node) => fitOf(node.type, "number") === "yes"));
  }
  const parameterOf = (index: number): Parameter => entry.parameters[Math.min(index, entry.parameters.length - 1)]!;
  // string() and json_encode() take whatever comes on both engines.
  if (entry.name === "string" || entry.name === "json_encode") return false;
  // A separator that is worked out must not turn out empty (T19).
  if ((entry.name === "split" || entry.name === "replace") && nodes[1]!.op !== "literal") return true;
  return nodes.some((node, index) => fitOf(node.type, parameterOf(index).accepts) !== "yes");
}

function inferArgument(ast: ASTNode, parameter: Parameter, checker: Checker): Node {
  const literal = ast.op === "value" && typeof ast.args === "string" ? ast.args : undefined;
  const node = check(ast, checker);
  if (parameter.literal !== undefined) {
    const problem = literalProblem(literal, parameter.literal);
    if (problem !== undefined) return refuse(ast, checker, problem);
  }
  if (parameter.notEmpty && literal === "") {
    return refuse(ast, checker, { code: "empty-text", message: `'${parameter.name}' cannot be empty.` });
  }
  if (parameter.notNegative && ast.op === "-_") {
    return refuse(ast, checker, { code: "negative-position", message: `'${parameter.name}' cannot be below zero.` });
  }
  const fits = fitOf(node.type, parameter.accepts);
  if (fits === "no") {
    const message = `'${parameter.name}' takes ${acceptsInWords(parameter.accepts)}, but this is ${describe(node.type)}.`;
    const fix = parameter.accepts === "integer" && node.type.kind === "number" ? "Wrap it in int(…)." : undefined;
    return refuse(ast, checker, { code: "wrong-type", message, fix });
  }
  if (fits === "unsure" && parameter.unknown === false) {
    const message = `'${parameter.name}' must be known to be ${acceptsInWords(parameter.accepts)}, but its type is ${describe(node.type)}.`;
    const code = node.type.kind === "nullable" ? "maybe-null" : "unknown-type";
    return refuse(ast, checker, { code, message, fix: cureForUnsure(node.type, parameter.accepts) });
  }
  return node;
}

type Problem = { readonly code: "literal-required" | "regex-not-portable"; readonly message: string };

function literalProblem(literal: string | undefined, kind: "regex" | "oneCharacter"): Problem | undefined {
  if (literal === undefined) {
    const what = kind === "regex" ? "A pattern" : "The fill character";
    return { code: "literal-required", message: `${what} must be written out in quotes.` };
  }
  if (kind === "oneCharacter") {
    const message = "The fill must be exactly one character.";
    return [...literal].length === 1 ? undefined : { code: "literal-required", message };
  }
  const regex = translateRegex(literal);
  if (!("problem" in regex)) return undefined;
  return { code: "regex-not-portable", message: `At character ${regex.at + 1} of the pattern: ${regex.problem}.` };
}

function inferMacro(ast: MethodCall, checker: Checker): Node {
  const [name, receiver, args] = ast.args;
  const list = check(receiver, checker);
  const base = withoutNull(list.type);
  if (base.kind !== "list" && base.kind !== "any" && base.kind !== "never") {
    const message = `.${name}() needs a list, but this is ${describe(list.type)}.`;
    const fix = base.kind === "object" ? `Write keys(x).${name}(…).` : undefined;
    return refuse(receiver, checker, { code: "wrong-type", message, fix });
  }
  const [variable, bodyAst] = args;
  if (args.length !== 2 || variable === undefined || bodyAst === undefined || variable.op !== "id") {
    const fix = name === "map" && args.length === 3 ? "Write x.filter(i, …).map(i, …)." : undefined;
    const message = `.${name}() takes a name and an expression: .${name}(i, …).`;
    return refuse(ast, checker, { code: "wrong-arguments", message, fix });
  }
  const element: Type = base.kind === "list" ? base.element : base.kind === "never" ? neverType : anyType;
  const final = freshVariable(variable.args, {
    has: (wanted) =>
      checker.scope.has(wanted) || [...checker.variables.values()].some((taken) => taken.name === wanted),
  });
  const inner: Checker = {
    ...checker,
    variables: new Map([...checker.variables, [variable.args, { name: final, type: element }]]),
  };
  const body = name === "map" ? check(bodyAst, inner) : condition(bodyAst, inner);
  const type =
    name === "map"
      ? listOf(body.type)
      : name === "filter"
        ? base.kind === "list"
          ? base
          : listOf(element)
        : booleanType;
  return build(
    { op: "macro", macro: name as Macro, list, variable: final, body },
    { type, range: rangeOf(ast, checker), fails: isUnsure(list.type) },
  );
}

/** `has(a.b.c)`: true when the whole path is there; false when any part is missing (T30). */
function inferHas(ast: Call, checker: Checker): Node {
  const argument = ast.args[1][0];
  const path: Member[] = [];
  const links: ASTNode[] = [];
  let base = argument;
  while (base !== undefined && (base.op === "." || base.op === "[]")) {
    const key = base.op === "." ? base.args[1] : constantMember(base.args[1]);
    if (key === undefined) break;
    path.unshift(key);
    links.unshift(base);
    base = base.args[0];
  }
  if (
    ast.args[1].length !== 1 ||
    base?.op !== "id" ||
    path.length === 0 ||
    path.every((key) => typeof key === "number")
  ) {
    const message = "has() takes one path of fields: has(a.b.c).";
    return refuse(argument ?? ast, checker, { code: "wrong-arguments", message });
  }
  const of = check(base, checker);
  // Walking the path finds what no declaration allows; what it says about failing does not matter here.
  let walked = of;
  for (const [index, key] of path.entries()) {
    const link = links[index]!;
    walked = typeof key === "string" ? member(walked, key, link, checker) : elementOf(walked, link, checker);
  }
  return build({ op: "has", of, path }, { type: booleanType, range: rangeOf(ast, checker) });
}

/** A node of the type that the elements of a list have. */
function elementOf(list: Node, ast: ASTNode, checker: Checker): Node {
  const type = withoutNull(list.type);
  if (type.kind === "list") return { ...list, type: type.element };
  if (type.kind === "any" || type.kind === "never") return { ...list, type };
  const message = `A position needs a list, but this is ${describe(list.type)}.`;
  return refuse(ast, checker, { code: "wrong-type", message });
}

function constantMember(ast: ASTNode): Member | undefined {
  if (ast.op !== "value") return undefined;
  if (typeof ast.args === "string") return ast.args;
  return typeof ast.args === "bigint" && ast.args <= Number.MAX_SAFE_INTEGER ? Number(ast.args) : undefined;
}

/** `a.?b.?c.orValue(d)`: d where any of the optional fields is missing, not where it is null. */
function inferOrValue(ast: MethodCall, checker: Checker): Node {
  const [, receiver, args] = ast.args;
  const path: string[] = [];
  const links: ASTNode[] = [];
  let base: ASTNode = receiver;
  while (base.op === ".?") {
    path.unshift(base.args[1]);
    links.unshift(base);
    base = base.args[0];
  }
  if (path.length === 0 || args.length !== 1) {
    const message = ".orValue(default) stands behind an optional field.";
    return refuse(ast, checker, { code: "wrong-arguments", message, fix: "Write `x.?field.orValue(default)`." });
  }
  const of = check(base, checker);
  let walked = of;
  path.forEach((key, index) => {
    walked = member(walked, key, links[index]!, checker);
  });
  const otherwise = check(args[0]!, checker);
  return build(
    { op: "orElse", of, path, otherwise },
    { type: join(walked.type, otherwise.type), range: rangeOf(ast, checker) },
  );
}
