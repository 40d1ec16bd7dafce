/** A value of the spec as Python: dicts, lists, constants, f-strings. */
import type { Spell, Value } from "./expression.ts";
import { pythonJson, pythonString } from "./literals.ts";
import { Binds, collectPython, type PythonCode, type PythonPrinter, printPython } from "./python.ts";
import { partsOfText, pythonText } from "./python-text.ts";

/** The value as one Python expression on one line, for the body of a task. */
export function valueToPython(value: Value, spell: Spell): PythonCode {
  return collectPython(spell, (printer) => printValue(value, printer));
}

function printValue(value: Value, printer: PythonPrinter, min: number = Binds.any): string {
  switch (value.kind) {
    case "literal":
      return pythonJson(value.value);
    case "expression":
      return printPython(value.ast, printer, { min });
    case "text":
      return pythonText(partsOfText(value.parts), printer);
    case "list":
      return `[${value.items.map((item) => printValue(item, printer, Binds.choice)).join(", ")}]`;
    case "object":
      return `{${value.entries.map(([key, inner]) => `${pythonString(key)}: ${printValue(inner, printer, Binds.choice)}`).join(", ")}}`;
  }
}
