/** Whether a type may stand where a function takes something, and how that is said. */
import type { Accepts } from "./functions.ts";
import { isNumeric, type Type, withoutNull } from "./types.ts";

/** no: refused. unsure: only a run can tell. yes: always. */
export type Fit = "yes" | "unsure" | "no";

/** How well a type fits a parameter. A nullable value is unsure wherever null would be refused. */
export function fitOf(type: Type, accepts: Accepts): Fit {
  if (type.kind === "never") return "yes";
  if (type.kind === "any") return accepts === "json" ? "yes" : "unsure";
  if (type.kind === "nullable") {
    if (accepts === "json") return "yes";
    return fitOf(type.of, accepts) === "no" ? "no" : "unsure";
  }
  switch (accepts) {
    case "string":
      return type.kind === "string" ? "yes" : "no";
    case "number":
      return isNumeric(type) ? "yes" : "no";
    case "integer":
      return type.kind === "integer" ? "yes" : "no";
    case "scalar":
      return isScalar(type) ? "yes" : "no";
    case "numeric":
      return isNumeric(type) || type.kind === "string" ? "yes" : "no";
    case "object":
    case "list":
      return type.kind === accepts ? "yes" : "no";
    case "sized":
      return type.kind === "string" || type.kind === "list" || type.kind === "object" ? "yes" : "no";
    case "json":
      return "yes";
    default:
      return type.kind === "list" ? fitElement(type.element, accepts) : "no";
  }
}

function fitElement(element: Type, accepts: Accepts): Fit {
  switch (accepts) {
    case "numbers":
      return fitOf(element, "number");
    case "strings":
      return fitOf(element, "string");
    case "lists":
      return fitOf(element, "list");
    case "orderable":
      return element.kind === "boolean" ? "no" : fitOf(element, "scalar");
    default:
      return fitOf(element, "scalar");
  }
}

const isScalar = (type: Type): boolean => isNumeric(type) || type.kind === "string" || type.kind === "boolean";

const words: Readonly<Record<Accepts, string>> = {
  string: "a string",
  number: "a number",
  integer: "an integer",
  scalar: "a string, number or boolean",
  numeric: "a number or a string",
  object: "an object",
  list: "a list",
  numbers: "a list of numbers",
  strings: "a list of strings",
  orderable: "a list of numbers or of strings",
  comparable: "a list of numbers, strings or booleans",
  lists: "a list of lists",
  sized: "a string, list or object",
  json: "any value",
};

export const acceptsInWords = (accepts: Accepts): string => words[accepts];

/** What makes an unsure value sure, for the fix of a diagnostic. */
export function cureForUnsure(type: Type, accepts: Accepts): string {
  if (type.kind === "nullable" || (type.kind === "list" && withoutNull(type.element) !== type.element)) {
    return "It may be null: guard it, as in `x != null ? … : …`.";
  }
  if (accepts === "string") return "Declare its type (input, or the function's returns), or wrap it in string(…).";
  if (accepts === "number") return "Declare its type (input, or the function's returns), or wrap it in double(…).";
  if (accepts === "integer") return "Declare it as integer, or wrap it in int(…).";
  return "Declare its type (input, or the function's returns).";
}
