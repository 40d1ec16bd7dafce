/** A value of the spec as it stands in a state: plain JSON with JSONata at its leaves. */
import type { Expression, Json, Spell, Value } from "./expression.ts";
import { Binding, element, type JsonataPrinter, print, printJsonata, toJsonata } from "./jsonata.ts";
import { jsonataString, numberText } from "./literals.ts";
import type { Node } from "./tree.ts";

/** ASL takes a text that begins with `{%` for an expression; any text that holds a delimiter is written as one. */
const holdsDelimiter = (text: string): boolean => text.includes("{%") || text.includes("%}");

export const asExpression = (code: string): string => `{% ${code} %}`;

/**
 * The value for Arguments, Output, Assign and the like. Each `{% %}` in it is evaluated on its own: a missing
 * value there is an error by itself (expressions.md T3).
 */
export function valueToAsl(value: Value, spell: Spell): Json {
  switch (value.kind) {
    case "literal":
      return typeof value.value === "string" && holdsDelimiter(value.value)
        ? asExpression(jsonataString(value.value))
        : value.value;
    case "expression":
      return asExpression(toJsonata(value, spell));
    case "text":
      return asExpression(valueToJsonata(value, spell));
    case "list":
      return value.items.map((item) => valueToAsl(item, spell));
    case "object":
      // ASL: a key that ends in ".$" is JSONPath's and refused in JSONata states.
      if (value.entries.some(([key]) => key.endsWith(".$"))) return asExpression(valueToJsonata(value, spell));
      return Object.fromEntries(value.entries.map(([key, inner]) => [key, valueToAsl(inner, spell)]));
  }
}

/** The whole value as one JSONata expression, without the `{% %}`: for where it must be merged into another one. */
export function valueToJsonata(value: Value, spell: Spell): string {
  return printJsonata(spell, (printer) => printValue(value, printer));
}

function printValue(value: Value, printer: JsonataPrinter, guard = false): string {
  switch (value.kind) {
    case "literal":
      if (typeof value.value === "string") return jsonataString(value.value);
      return typeof value.value === "number" ? numberText(value.value) : String(value.value);
    case "expression":
      return print(value.ast, printer, { guard });
    case "text":
      return value.parts
        .map((part) => (typeof part === "string" ? jsonataString(part) : textHole(part, printer)))
        .join(" & ");
    case "list":
      return `[${value.items.map((item) => printItem(item, printer)).join(", ")}]`;
    case "object":
      return `{${value.entries.map(([key, inner]) => `${jsonataString(key)}: ${printValue(inner, printer, true)}`).join(", ")}}`;
  }
}

const printItem = (item: Value, printer: JsonataPrinter): string =>
  item.kind === "expression" ? element(item.ast, printer) : printValue(item, printer, true);

/** What stands in a hole of a text: texts as they are, everything else as `string()` writes it. */
function textHole(part: Expression, printer: JsonataPrinter): string {
  const node: Node = part.ast;
  if (node.type.kind === "string") return print(node, printer, { min: Binding.product, guard: true });
  return `$string(${print(node, printer, { guard: true })})`;
}
