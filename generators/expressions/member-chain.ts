/** Plain chains of names: `input.order.id`. */
import type { Node } from "./tree.ts";

export type MemberChain = {
  readonly root: string;
  readonly members: readonly string[];
  /** The root is a macro variable, not a name of the scope. */
  readonly variable: boolean;
};

/** The root and the constant fields read from it, when the node is nothing but that. */
export function memberChain(node: Node): MemberChain | undefined {
  const members: string[] = [];
  let at = node;
  while (at.op === "field") {
    members.unshift(at.key);
    at = at.of;
  }
  if (at.op !== "root" && at.op !== "variable") return undefined;
  return { root: at.name, members, variable: at.op === "variable" };
}
