/** From a YAML node to a value: `${…}` in its scalars becomes expressions, everything else stays what it is. */
import { type Document, isAlias, isMap, isScalar, isSeq, type Scalar, type Node as YamlNode } from "yaml";
import type { Diagnostics, Range } from "../../diagnostics/diagnostic.ts";
import { compileExpression, failed } from "./compile.ts";
import type { Expression, Scope, Value } from "./expression.ts";
import { splitHoles } from "./holes.ts";
import { positionsIn } from "./positions.ts";
import { describe, withoutNull } from "./types.ts";

export type ParseOptions = {
  /** A node of `document`; null where the YAML has nothing. */
  readonly node: YamlNode | null | undefined;
  readonly document: Document;
  /** The text of the whole file. */
  readonly source: string;
  readonly scope: Scope;
  readonly diagnostics: Diagnostics;
};

type Walk = ParseOptions & {
  /** Aliased nodes that are being written out around this one. */
  readonly inside: ReadonlySet<YamlNode>;
  readonly budget: { left: number };
};

/** Far above any payload by hand, far below an alias bomb. */
const mostNodes = 20_000;

/**
 * A value with the expressions in it. A scalar that is exactly one `${…}` keeps the expression's type; other
 * texts with holes are texts. Problems become diagnostics at the line and column of the expression.
 */
export function parseValue(options: ParseOptions): Value {
  return walk({ ...options, inside: new Set(), budget: { left: mostNodes } });
}

/**
 * What stands in `when`, `until` and `items`: exactly one `${…}`.
 * @param options.condition it must be true or false
 */
export function parseExpression(options: ParseOptions & { readonly condition?: boolean }): Expression {
  const { document, source, scope, diagnostics } = options;
  const node = isAlias(options.node) ? options.node.resolve(document) : options.node;
  const range = rangeOf(node);
  if (!isScalar(node) || typeof node.value !== "string") {
    if (isScalar(node) && typeof node.value === "boolean" && options.condition) {
      diagnostics.add("expression-required", range, `A fixed ${node.value} is no condition.`);
    } else diagnostics.add("expression-required", range, "One ${…} is expected here.");
    return failed("", range);
  }
  const text = node.value;
  const positions = positionsIn(node, source);
  const [part, ...more] = splitHoles(text.trim() === text ? text : text.trimEnd());
  if (part?.kind === "unclosed") {
    unclosed(diagnostics, positions(part.start, part.start + 2));
    return failed(text, range);
  }
  if (part?.kind !== "hole" || more.length > 0) {
    const bare = part?.kind === "text" && more.length === 0;
    const fix = bare ? `Write \${${text.trim()}}.` : "Write the whole condition in one ${…}.";
    diagnostics.add(
      "expression-required",
      range,
      bare ? "This is a text, not an expression." : "This is a text with expressions in it.",
      fix,
    );
    return failed(text, range);
  }
  return compileExpression({
    source: part.source,
    scope,
    diagnostics,
    locate: (start, end) => positions(part.start + start, part.start + end),
    ...(options.condition ? { condition: true } : {}),
  });
}

function walk(options: Walk): Value {
  const { node, document, diagnostics, budget } = options;
  const range = rangeOf(node);
  budget.left--;
  if (budget.left === 0) diagnostics.add("value-too-large", range, `This value has more than ${mostNodes} parts.`);
  if (budget.left <= 0 || node === null || node === undefined) return { kind: "literal", value: null, range };
  if (isAlias(node)) {
    const target = node.resolve(document);
    if (target === undefined || options.inside.has(target)) {
      diagnostics.add("value-recursive", range, `*${node.source} stands inside what it names.`);
      return { kind: "literal", value: null, range };
    }
    return walk({ ...options, node: target });
  }
  const inside = new Set([...options.inside, node]);
  if (isSeq(node)) {
    return {
      kind: "list",
      items: node.items.map((item) => walk({ ...options, node: item as YamlNode, inside })),
      range,
    };
  }
  if (isMap(node)) {
    const entries: (readonly [string, Value])[] = [];
    for (const { key, value } of node.items) {
      const name = keyOf(key, options);
      const inner = walk({ ...options, node: value as YamlNode | null, inside });
      if (name === undefined) continue;
      // YAML tells 1 from "1", JSON does not.
      if (entries.some(([known]) => known === name)) {
        diagnostics.add("duplicate-field", rangeOf(key as YamlNode), `The key '${name}' stands here twice.`);
      } else entries.push([name, inner]);
    }
    return { kind: "object", entries, range };
  }
  return isScalar(node) ? scalar(node, options) : { kind: "literal", value: null, range };
}

function keyOf(key: unknown, { document, diagnostics }: Walk): string | undefined {
  const node = isAlias(key) ? key.resolve(document) : key;
  const range = rangeOf(key as YamlNode);
  if (!isScalar(node) || (typeof node.value !== "string" && typeof node.value !== "number")) {
    diagnostics.add("value-key", range, "A key must be a text.");
    return undefined;
  }
  const name = typeof node.value === "string" ? node.value : (node.source ?? String(node.value));
  if (name === "__proto__") {
    diagnostics.add("value-key", range, "JavaScript keeps the name '__proto__' for itself.");
    return undefined;
  }
  if (splitHoles(name).some((part) => part.kind !== "text")) {
    diagnostics.add("expression-in-key", range, `The key '${name}' holds an expression.`);
  }
  return name;
}

function scalar(node: Scalar, options: Walk): Value {
  const { diagnostics, scope, source } = options;
  const { value } = node;
  const range = rangeOf(node);
  if (typeof value === "number" || typeof value === "bigint") return number(value, { node, range, diagnostics });
  if (value === null || value === undefined || typeof value === "boolean")
    return { kind: "literal", value: value ?? null, range };
  const text = String(value);
  if (!text.includes("${")) {
    warnAboutBareExpression(text, { range, scope, diagnostics });
    return { kind: "literal", value: text, range };
  }
  const positions = positionsIn(node, source);
  const parts: (string | Expression)[] = [];
  for (const part of splitHoles(text)) {
    if (part.kind === "text") parts.push(part.text);
    else if (part.kind === "unclosed") {
      unclosed(diagnostics, positions(part.start, part.start + 2));
      return { kind: "literal", value: null, range };
    } else {
      const locate = (start: number, end: number): Range => positions(part.start + start, part.start + end);
      parts.push(compileExpression({ source: part.source, scope, diagnostics, locate }));
    }
  }
  const [first, ...more] = parts;
  if (more.length === 0 && first !== undefined) {
    return typeof first === "string" ? { kind: "literal", value: first, range } : first;
  }
  for (const part of parts) if (typeof part !== "string") checkHole(part, diagnostics);
  return { kind: "text", parts, range };
}

/** Inside a text a list, an object or null has no spelling of its own. */
function checkHole(part: Expression, diagnostics: Diagnostics): void {
  const { kind } = withoutNull(part.type);
  if (kind !== "list" && kind !== "object" && kind !== "null") return;
  const fix = kind === "null" ? "Write the text 'null' itself." : undefined;
  diagnostics.add("not-in-text", part.range, `This is ${describe(part.type)}.`, fix);
}

/** T16: Step Functions' numbers are 64-bit floats, and JSON has no infinity. */
function number(
  value: number | bigint,
  { node, range, diagnostics }: { node: Scalar; range: Range; diagnostics: Diagnostics },
): Value {
  const exact =
    typeof value === "number" && Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
  const written = node.source ?? String(value);
  if (!exact && !(Number.isFinite(Number(value)) && /[.eE]/.test(written) && !/^0x/i.test(written))) {
    diagnostics.add("number-range", range, `${written} is beyond what JSON engines hold exactly.`);
  }
  return { kind: "literal", value: Number(value), range };
}

/** `input.total` without `${…}` is passed on as it stands, which is seldom meant. */
function warnAboutBareExpression(text: string, place: { range: Range; scope: Scope; diagnostics: Diagnostics }): void {
  const root = /^([A-Za-z_]\w*)\.[A-Za-z_][\w.[\]]*$/.exec(text)?.[1];
  if (root === undefined || !place.scope.has(root)) return;
  place.diagnostics.add(
    "bare-expression",
    place.range,
    `'${text}' is passed on as this text.`,
    `Write \${${text}} for its value.`,
  );
}

function unclosed(diagnostics: Diagnostics, range: Range): void {
  diagnostics.add("expression-unclosed", range, "This '${' has no matching '}'.");
}

const rangeOf = (node: YamlNode | null | undefined): Range => {
  const range = node?.range;
  return range ? [range[0], Math.max(range[1], range[0])] : [0, 0];
};
