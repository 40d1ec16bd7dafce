/** Which parts of a value differ from run to run, followed from the names it reads. */
import type { Value } from "./expression.ts";
import type { Node } from "./tree.ts";

/** Paths into a value: [] is all of it, "*" any element of a list. */
export type Paths = readonly (readonly string[])[];

/** What varies of a root name, asked with the one-element path `[root]`. */
export type VariesLookup = (path: readonly string[]) => Paths;

const everything: Paths = [[]];

/**
 * The paths of the value that vary. Objects and lists keep what varies under its key ("*" for elements), a
 * plain read keeps its paths; every other operation on something that varies varies as a whole.
 */
export function variesPaths(value: Value, lookup: VariesLookup): Paths {
  switch (value.kind) {
    case "literal":
      return [];
    case "expression":
      return distinct(ofTree(value.ast, { lookup, variables: new Map() }));
    case "text":
      return value.parts.some((part) => typeof part !== "string" && variesPaths(part, lookup).length > 0)
        ? everything
        : [];
    case "list":
      return distinct(value.items.flatMap((item) => under("*", variesPaths(item, lookup))));
    case "object":
      return distinct(value.entries.flatMap(([key, inner]) => under(key, variesPaths(inner, lookup))));
  }
}

type Known = { readonly lookup: VariesLookup; readonly variables: ReadonlyMap<string, Paths> };

const under = (key: string, paths: Paths): Paths => paths.map((path) => [key, ...path]);

/** What varies of one field or element. */
function select(paths: Paths, key: string): Paths {
  return paths.flatMap((path) =>
    path.length === 0 ? [path] : path[0] === key || path[0] === "*" ? [path.slice(1)] : [],
  );
}

function distinct(paths: Paths): Paths {
  const seen = new Map(paths.map((path) => [JSON.stringify(path), path]));
  // When all of it varies, its parts need no mention.
  return seen.has("[]") ? everything : [...seen.values()];
}

function ofTree(node: Node, known: Known): Paths {
  const of = (child: Node): Paths => ofTree(child, known);
  const whole = (...children: readonly Node[]): Paths =>
    children.some((child) => of(child).length > 0) ? everything : [];
  switch (node.op) {
    case "literal":
      return [];
    case "root":
      return known.lookup([node.name]);
    case "variable":
      return known.variables.get(node.name) ?? [];
    case "field":
      return select(of(node.of), node.key);
    case "index":
      return whole(node.at).length > 0 ? everything : select(of(node.of), "*");
    case "lookup":
      return whole(node.of, node.key);
    case "list":
      return node.items.flatMap((item) => under("*", of(item)));
    case "object":
      return node.entries.flatMap(([key, value]) => under(key, of(value)));
    case "append":
      return [...of(node.left), ...of(node.right)];
    case "choose":
      return of(node.when).length > 0 ? everything : [...of(node.then), ...of(node.otherwise)];
    case "orElse":
      return [...node.path.reduce<Paths>((paths, key) => select(paths, key), of(node.of)), ...of(node.otherwise)];
    case "macro":
      return ofMacro(node, known);
    case "not":
    case "negate":
    case "isTrue":
    case "has":
      return whole(node.of);
    case "in":
      return whole(node.item, node.of);
    case "call":
      return whole(...node.args);
    default:
      return whole(node.left, node.right);
  }
}

function ofMacro(node: Extract<Node, { op: "macro" }>, known: Known): Paths {
  const list = ofTree(node.list, known);
  const variables = new Map([...known.variables, [node.variable, select(list, "*")]]);
  const body = ofTree(node.body, { ...known, variables });
  const listVaries = list.some((path) => path.length === 0);
  if (node.macro === "map") return listVaries ? everything : under("*", body);
  if (node.macro === "filter") return body.length > 0 ? everything : list;
  return body.length > 0 || listVaries ? everything : [];
}
