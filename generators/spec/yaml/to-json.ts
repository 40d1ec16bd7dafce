/** YAML nodes to the JSON that both engines can carry; whatever has no place there becomes a diagnostic. */
import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
} from "yaml";
import type { Diagnostics, Range } from "../../../diagnostics/diagnostic.ts";
import type { Json } from "../../expressions/expression.ts";

/** How many nodes a document may have once its aliases are written out, and how often an alias may be followed. */
const maxNodes = 500_000;
const maxAliases = 200;

type State = {
  readonly document: Document;
  readonly diagnostics: Diagnostics;
  readonly within: Set<Node>;
  nodes: number;
  aliases: number;
  overflow: boolean;
};

/** The document's value. Diagnostics tell of keys that are not text, numbers that JSON lacks, and bad aliases. */
export function toJson(document: Document, diagnostics: Diagnostics): Json {
  const state: State = { document, diagnostics, within: new Set(), nodes: 0, aliases: 0, overflow: false };
  return convert(document.contents, state);
}

function convert(node: unknown, state: State): Json {
  if (++state.nodes > maxNodes) state.overflow = true;
  if (state.overflow) return null;
  if (isAlias(node)) return alias(node, state);
  if (isScalar(node)) return scalar(node, state);
  if (isSeq(node)) return node.items.map((item) => convert(item, state));
  if (!isMap(node)) return null;
  const object: { [key: string]: Json } = {};
  for (const pair of node.items) {
    if (!isPair(pair)) continue;
    const key = keyOf(pair, state);
    const value = convert(pair.value, state);
    if (key !== undefined) object[key] = value;
  }
  return object;
}

function alias(node: Alias, state: State): Json {
  const { diagnostics, document, within } = state;
  const range = rangeOf(node);
  if (++state.aliases > maxAliases) state.overflow = true;
  const target = state.overflow ? undefined : (node.resolve(document) as Node | undefined);
  if (state.overflow) diagnostics.add("yaml-alias", range, "The aliases blow this document up to a huge size.");
  else if (!target) diagnostics.add("yaml-alias", range, `There is no anchor \`&${node.source}\` before this alias.`);
  else if (isInside(target, range) || within.has(target))
    diagnostics.add("yaml-alias", range, `The alias \`*${node.source}\` stands inside its own anchor.`);
  else {
    within.add(target);
    const value = convert(target, state);
    within.delete(target);
    return value;
  }
  return null;
}

const isInside = (target: Node, [start, end]: Range): boolean =>
  Boolean(target.range && target.range[0] <= start && end <= target.range[1]);

function keyOf(pair: Pair, { diagnostics, document }: State): string | undefined {
  const node = isAlias(pair.key) ? (pair.key.resolve(document) as Node | undefined) : (pair.key as Node | null);
  const range = rangeOf((pair.key as Node | null) ?? (pair.value as Node | null));
  if (isScalar(node) && node.value === "<<" && node.type === "PLAIN")
    diagnostics.add("yaml-merge-key", range, "`<<` merges nothing in YAML 1.2.");
  else if (isScalar(node) && typeof node.value === "string") {
    if (node.value !== "__proto__") return node.value;
    diagnostics.add("yaml-key", range, "`__proto__` cannot be a key.");
  } else if (isScalar(node)) {
    const shown = node.source ?? String(node.value);
    diagnostics.add(
      "yaml-key",
      range,
      `This key is ${node.value === null ? "empty" : `the ${typeof node.value} ${shown}`}, not text.`,
      node.value === null ? undefined : `Write "${shown}": in quotes.`,
    );
  } else diagnostics.add("yaml-key", range, "A list or a mapping cannot be a key.");
  return undefined;
}

function scalar(node: Scalar, { diagnostics }: State): Json {
  const { value } = node;
  const source = node.source ?? String(value);
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value !== "number") {
    diagnostics.add(
      "yaml-tag",
      rangeOf(node),
      "This tag makes a value that JSON does not have.",
      "Write the value as text, without the tag.",
    );
    return null;
  }
  if (!Number.isFinite(value))
    diagnostics.add("yaml-number", rangeOf(node), `${source} is not a number that JSON has.`);
  else if (
    Number.isInteger(value) &&
    !Number.isSafeInteger(value) &&
    /^[-+]?\w+$/.test(source) &&
    !/^[-+]?\d+e/i.test(source)
  ) {
    diagnostics.add(
      "yaml-number",
      rangeOf(node),
      `${source} would lose digits: it would become ${value}.`,
      `If it is an identifier, write "${source}" in quotes.`,
    );
  } else if (/^[-+]?0\d/.test(source)) {
    diagnostics.add(
      "yaml-leading-zero",
      rangeOf(node),
      `${source} is read as the number ${value}.`,
      `Write "${source}" in quotes, or ${value}.`,
    );
  }
  return Number.isFinite(value) ? value : null;
}

/** A node's place, without the white space after it. */
const rangeOf = (node: Node | null | undefined): Range => (node?.range ? [node.range[0], node.range[1]] : [0, 0]);
