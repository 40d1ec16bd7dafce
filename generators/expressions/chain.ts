/**
 * Comparison chains, found in the text of an expression. The parser binds `==` and `!=` looser than `<` and
 * `in`, which CEL does not, and Python chains comparisons: so two of them at one bracket depth need
 * parentheses (expressions.md T31). The tree cannot tell, since it drops parentheses.
 */

const tokens =
  /[rRbB]?(?:"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|[A-Za-z_]\w*|&&|\|\||\.\s*\?|[<>=!]=|\d[\w.]*|\/\/[^\n]*|\s+|./gs;
const comparisons = new Set(["==", "!=", "<", "<=", ">", ">=", "in"]);
const separators = new Set(["&&", "||", "?", ":", ","]);

/** The range of the second comparison of the first chain in `source`, if there is one. */
export function findComparisonChain(source: string): readonly [start: number, end: number] | undefined {
  // Most expressions hold no two of them at all.
  if ((source.match(/[<>]|[=!]=|\bin\b/g)?.length ?? 0) < 2) return undefined;
  const counts = [0];
  for (const match of source.matchAll(tokens)) {
    const token = match[0];
    if ("([{".includes(token)) counts.push(0);
    else if (")]}".includes(token)) {
      if (counts.length > 1) counts.pop();
    } else if (separators.has(token)) counts[counts.length - 1] = 0;
    else if (comparisons.has(token)) {
      counts[counts.length - 1]! += 1;
      if (counts[counts.length - 1]! > 1) return [match.index, match.index + token.length];
    }
  }
  return undefined;
}
