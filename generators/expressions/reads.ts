/** Which names an expression reads, and how deep. */
import { memberChain } from "./member-chain.ts";
import { childrenOf, type Node } from "./tree.ts";

/** Every free root with the longest constant path read from it, each once, in order of appearance. */
export function readsOfTree(tree: Node): readonly (readonly string[])[] {
  const paths = new Map<string, readonly string[]>();
  const add = (path: readonly string[]): void => {
    const key = JSON.stringify(path);
    if (!paths.has(key)) paths.set(key, path);
  };
  const visit = (node: Node): void => {
    const base = node.op === "has" || node.op === "orElse" ? node.of : node;
    const chain = memberChain(base);
    if (chain === undefined) {
      for (const child of childrenOf(node)) visit(child);
      return;
    }
    const path = node.op === "has" || node.op === "orElse" ? node.path : [];
    const position = path.findIndex((member) => typeof member === "number");
    const constant = (position < 0 ? path : path.slice(0, position)) as readonly string[];
    if (!chain.variable) add([chain.root, ...chain.members, ...constant]);
    if (node.op === "orElse") visit(node.otherwise);
  };
  visit(tree);
  return [...paths.values()];
}
