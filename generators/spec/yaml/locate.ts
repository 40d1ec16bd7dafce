/** From paths in the checked value to nodes and places in the YAML. */
import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from "yaml";
import type { Range } from "../../../diagnostics/diagnostic.ts";
import type { Path } from "../../ir/types.ts";

type Found = { readonly node: Node | null; readonly pair?: Pair };

/** Follows a path; aliases lead to what they stand for. Undefined when the path is not in the document. */
export function find(document: Document, path: Path): Found | undefined {
  let found: Found = { node: document.contents };
  for (const part of path) {
    const node = resolve(document, found.node);
    if (isMap(node)) {
      const pair = pairsOf(node).get(String(part));
      if (!pair) return undefined;
      found = { node: pair.value as Node | null, pair };
    } else if (isSeq(node)) {
      if (typeof part !== "number" || part >= node.items.length) return undefined;
      found = { node: node.items[part] as Node };
    } else return undefined;
  }
  return found;
}

const indexes = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();

/** The pairs of a mapping by key, the first of each; kept, since each step of a long block is looked up many times. */
function pairsOf(map: YAMLMap): ReadonlyMap<string, Pair> {
  const known = indexes.get(map);
  if (known) return known;
  const pairs = new Map<string, Pair>();
  for (const pair of map.items) {
    if (!isScalar(pair.key)) continue;
    const key = String(pair.key.value);
    if (!pairs.has(key)) pairs.set(key, pair);
  }
  indexes.set(map, pairs);
  return pairs;
}

export const resolve = (document: Document, node: Node | null): Node | null =>
  isAlias(node) ? ((node.resolve(document) as Node | undefined) ?? null) : node;

const place = (node: Node | null | undefined): Range | undefined =>
  node?.range ? [node.range[0], node.range[1]] : undefined;

/** The key of the last part of a path; of a list entry, the entry itself. Falls back on the nearest thing above. */
export function keyRange(document: Document, path: Path): Range {
  for (let length = path.length; length > 0; length--) {
    const found = find(document, path.slice(0, length));
    if (!found) continue;
    const range = place(found.pair ? (found.pair.key as Node) : found.node);
    if (range) return range;
  }
  return place(document.contents) ?? [0, 0];
}

/** The value at a path. An empty value has its key's place; a path that is not there, that of the nearest thing above. */
export function valueRange(document: Document, path: Path): Range {
  const found = find(document, path);
  if (!found) return path.length > 0 ? keyRange(document, path.slice(0, -1)) : [0, 0];
  const range = place(found.node);
  return range && range[1] > range[0] ? range : keyRange(document, path);
}

/** True inside {…} or […], where commas and brackets end a plain value. */
export function isInFlow(document: Document, path: Path): boolean {
  return path.some((_, length) => {
    const node = find(document, path.slice(0, length))?.node;
    return (isMap(node) || isSeq(node)) && node.flow === true;
  });
}
