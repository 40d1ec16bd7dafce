/** Small pieces of Python text. */
import type { Value } from "../expressions/expression.ts";
import type { Helper } from "../expressions/helpers.ts";
import { valueToPython } from "../expressions/python-value.ts";
import type { Reader } from "./reader.ts";

/** What the generated file needs besides its own tasks. */
export type Needs = { readonly helpers: Set<Helper>; readonly imports: Set<string> };

/** `timedelta(seconds=90)`. */
export function timedelta(seconds: number): string {
  return `timedelta(seconds=${seconds})`;
}

/** The value as Python, with the names prepared by `reader`. */
export function pythonOf(needs: Needs, reader: Reader, value: Value): string {
  const { code, helpers, imports } = valueToPython(value, reader.spell);
  for (const helper of helpers) needs.helpers.add(helper);
  for (const name of imports) needs.imports.add(name);
  if (code.includes("re.sub(")) needs.imports.add("re");
  return code;
}

/** `return …`, inside {"value": …} where a join must tell null from skipped. */
export function returning(code: string, wrap: boolean): string {
  return wrap ? `return {"value": ${code}}` : `return ${code}`;
}
