/** Texts put together, as f-strings where that reads well. */
import type { Expression } from "./expression.ts";
import { pythonFormatText, pythonString } from "./literals.ts";
import { Binds, type PythonPlace, type PythonPrinter, printPython } from "./python.ts";
import { textOf } from "./python-calls.ts";
import type { Node } from "./tree.ts";

type Part = string | Node;

/** The parts as one text; what is no text is converted as `string()` does. */
export function pythonText(parts: readonly Part[], printer: PythonPrinter, place: PythonPlace = {}): string {
  const pieces = parts.map((part) =>
    typeof part !== "string" && part.op === "literal" && typeof part.value === "string" ? part.value : part,
  );
  if (pieces.every((piece) => typeof piece === "string")) return pythonString(pieces.join(""));
  const formatted = pieces.some((piece) => typeof piece === "string") ? formatString(pieces, printer) : undefined;
  if (formatted !== undefined) return formatted;
  const codes = pieces.map((piece, index) =>
    typeof piece === "string" ? pythonString(piece) : asText(piece, printer, index === 0 ? Binds.sum : Binds.product),
  );
  if (codes.length === 1) return codes[0]!;
  const code = codes.join(" + ");
  return Binds.sum < (place.min ?? Binds.any) ? `(${code})` : code;
}

export const partsOfText = (parts: readonly (string | Expression)[]): readonly Part[] =>
  parts.map((part) => (typeof part === "string" ? part : part.ast));

/** Undefined where a hole would hold a backslash or quotes of both kinds, which f-strings refuse before 3.12. */
function formatString(pieces: readonly Part[], printer: PythonPrinter): string | undefined {
  let out = "";
  for (const piece of pieces) {
    if (typeof piece === "string") {
      out += pythonFormatText(piece);
      continue;
    }
    const code = holeCode(piece, printer);
    if (/[\\'#\n]/.test(code)) return undefined;
    const inner = code.replaceAll('"', "'");
    // "{{" would be a literal brace.
    out += `{${inner.startsWith("{") ? " " : ""}${inner}}`;
  }
  return `f"${out}"`;
}

/** f-strings format integers and texts by themselves. */
function holeCode(node: Node, printer: PythonPrinter): string {
  if (node.op === "call" && node.name === "string" && node.args[0]!.type.kind === "integer") {
    return printPython(node.args[0]!, printer, { min: Binds.choice });
  }
  if (node.type.kind === "string" || node.type.kind === "integer")
    return printPython(node, printer, { min: Binds.choice });
  return textOf(node, printPython(node, printer), printer);
}

function asText(node: Node, printer: PythonPrinter, min: number): string {
  if (node.type.kind === "string") return printPython(node, printer, { min });
  return textOf(node, printPython(node, printer), printer);
}
