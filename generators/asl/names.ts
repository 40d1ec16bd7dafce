/** How Step Functions spells the names of the language, and the source of each spelling. */
import type { Spell } from "../expressions/expression.ts";

export type AslNames = {
  /** `$input`, or the execution's own input where no state works out defaults. */
  readonly input: string;
  /** The variable that holds the caught error of the enclosing handler. */
  readonly error?: string;
  /** The enclosing map: its id, the name of its item, and whether the reader is the item's first state. */
  readonly item?: { readonly map: string; readonly as: string; readonly first: boolean };
  /** What `result` stands for, with the members that it answers by itself. */
  readonly result?: (path: readonly string[]) => { code: string; used: number };
  /** Steps whose value is not in a variable yet: the reader's own state. */
  readonly own?: { readonly [step: string]: string };
};

/** ASL: the Context object's `Execution` and `State` nodes. */
const run: { readonly [member: string]: string } = {
  id: "$states.context.Execution.Name",
  startedAt: "$states.context.Execution.StartTime",
  slug: "$replace($states.context.Execution.Name, /[^A-Za-z0-9-]/, '-')",
};

/** Makes the speller of one scope. Step ids are variables of the same name (design.md, the invariant). */
export function aslSpell(names: AslNames): Spell {
  return (path) => {
    const root = path[0] ?? "";
    const own = names.own?.[root];
    if (own !== undefined) return { code: own, used: 1 };
    switch (root) {
      case "input":
        return { code: names.input, used: 1 };
      case "attempt":
        return { code: "$states.context.State.RetryCount", used: 1 };
      case "error":
        return { code: `$${names.error}`, used: 1 };
      case "run":
        return { code: run[path[1] ?? ""] ?? "$states.context.Execution", used: path.length > 1 ? 2 : 1 };
      case "resources":
        return { code: `'\${${path.slice(0, 3).join(".")}}'`, used: 3 };
      case "result":
        if (names.result) return names.result(path);
        break;
      default:
        break;
    }
    const item = names.item;
    if (item && (root === item.as || root === "index")) {
      return { code: item.first ? `$states.input.${root}` : `$${item.map}__${root}`, used: 1 };
    }
    return { code: `$${root}`, used: 1 };
  };
}
