/**
 * Macro variables get a final name that collides with nothing on either side (expressions.md T4): not with a
 * builtin, a helper, a name in scope or an enclosing macro's variable. Names that end in `_` are the printers' own.
 */
import { reservedNames } from "./reserved.ts";

/**
 * @param wanted the name in the source
 * @param taken names in scope, enclosing macro variables among them
 */
export function freshVariable(wanted: string, taken: { has(name: string): boolean }): string {
  const clashes = (name: string): boolean =>
    taken.has(name) || reservedNames.has(name) || name.endsWith("_") || name.includes("__") || /^__/.test(name);
  if (!clashes(wanted)) return wanted;
  const stem = wanted.replace(/__+/g, "_").replace(/_+$/, "") || "item";
  let number = 1;
  while (clashes(`${stem}${number}`)) number++;
  return `${stem}${number}`;
}
