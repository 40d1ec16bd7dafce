/** `has` and `.?field.orValue(…)` in Python. */
import { pythonString } from "./literals.ts";
import { memberChain } from "./member-chain.ts";
import { Binds, members, type PythonPlace, type PythonPrinter, printPython } from "./python.ts";
import type { Member, NodeOf } from "./tree.ts";
import { fieldOf, type Type } from "./types.ts";

type Test = { readonly printer: PythonPrinter; readonly place: PythonPlace; readonly negated: boolean };

/** `"c" in a["b"]` where a and b are proven to be objects, else the helper that looks step by step. */
export function pythonHas(node: NodeOf<"has">, { printer, place, negated }: Test): string {
  const chain = memberChain(node.of)!;
  const names = [...chain.members, ...node.path];
  // The spelling may use up the first members of the path, which are then there by themselves.
  const constant = names.slice(0, names.findIndex((name) => typeof name === "number") + 1 || names.length) as string[];
  const { code, used } = chain.variable ? { code: chain.root, used: 1 } : printer.spell([chain.root, ...constant]);
  const spelled = Math.max(used - 1 - chain.members.length, 0);
  const steps = node.path.slice(spelled);
  if (steps.length === 0) return negated ? "False" : "True";
  const start = members(code, chain.members.slice(used - 1));
  const proven = provenSteps(node.of.type, node.path);
  const sure = Math.max(Math.min(proven, node.path.length - 1) - spelled, 0);
  const base = members(start, steps.slice(0, sure));
  const rest = steps.slice(sure);
  const last = rest[0]!;
  if (
    rest.length === 1 &&
    typeof last === "string" &&
    isObjectAfter(node.of.type, node.path.slice(0, spelled + sure))
  ) {
    const code = `${pythonString(last)} ${negated ? "not in" : "in"} ${base}`;
    return Binds.comparison < (place.min ?? Binds.any) ? `(${code})` : code;
  }
  const call = `${printer.use("has_path")}(${[base, ...rest.map(argument)].join(", ")})`;
  return negated ? negate(call, place) : call;
}

const negate = (code: string, place: PythonPlace): string =>
  Binds.not < (place.min ?? Binds.any) ? `(not ${code})` : `not ${code}`;

const argument = (member: Member): string => (typeof member === "number" ? String(member) : pythonString(member));

/** How many steps of the path certainly exist. */
function provenSteps(type: Type, path: readonly Member[]): number {
  let at: Type = type;
  for (const [index, member] of path.entries()) {
    const field = at.kind === "object" && typeof member === "string" ? fieldOf(at, member) : undefined;
    if (field === undefined || field.optional === true) return index;
    at = field.type;
  }
  return path.length;
}

/** True when what stands at the end of these steps is declared to be an object. */
function isObjectAfter(type: Type, path: readonly Member[]): boolean {
  let at: Type = type;
  for (const member of path) {
    const field = at.kind === "object" && typeof member === "string" ? fieldOf(at, member) : undefined;
    if (field === undefined) return false;
    at = field.type;
  }
  return at.kind === "object";
}

/** `a.get("b", d)` for one field of an object; the default is worked out only where it is needed when it can fail. */
export function pythonOrElse(node: NodeOf<"orElse">, printer: PythonPrinter, place: PythonPlace): string {
  const path = node.path.map(pythonString).join(", ");
  if (!node.otherwise.fallible) {
    const otherwise = printPython(node.otherwise, printer, { min: Binds.choice });
    if (node.path.length === 1 && node.of.type.kind === "object") {
      return `${printPython(node.of, printer, { min: Binds.postfix })}.get(${path}, ${otherwise})`;
    }
    return `${printer.use("get_path")}(${printPython(node.of, printer)}, ${path}, default=${otherwise})`;
  }
  const of = printPython(node.of, printer);
  const value = `${printer.use("get_path")}(${of}, ${path}, default=None)`;
  const code = `${value} if ${printer.use("has_path")}(${of}, ${path}) else ${printPython(node.otherwise, printer, { min: Binds.choice })}`;
  return Binds.choice < (place.min ?? Binds.any) ? `(${code})` : code;
}
