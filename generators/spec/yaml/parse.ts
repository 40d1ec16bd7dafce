/** Text to YAML document, without exceptions. */
import { Composer, type CST, type Document, LineCounter, Parser } from "yaml";

const maxDepth = 100;

export type ParsedYaml = {
  readonly document: Document.Parsed;
  readonly more: readonly Document.Parsed[];
  readonly lines: LineCounter;
};

/**
 * Parses without throwing. Answers undefined when the text is nested beyond 100 levels (yaml's composer is recursive:
 * thousands would overflow the stack); the offset of the first node that is too deep is then in `tooDeep`.
 */
export function parseYaml(text: string): ParsedYaml | { readonly tooDeep: number; readonly lines: LineCounter } {
  const lines = new LineCounter();
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const tooDeep = findTooDeep(tokens);
  if (tooDeep !== undefined) return { tooDeep, lines };
  const composer = new Composer({ prettyErrors: false, uniqueKeys: true, logLevel: "silent", version: "1.2" });
  const [document, ...more] = [...composer.compose(tokens, true, text.length)] as Document.Parsed[];
  return { document: document!, more, lines };
}

/** Walks the tokens without recursion. */
function findTooDeep(tokens: readonly CST.Token[]): number | undefined {
  const open: { token: CST.Token; depth: number }[] = tokens.map((token) => ({ token, depth: 0 }));
  let first: number | undefined;
  while (open.length > 0) {
    const { token, depth } = open.pop()!;
    if (depth >= maxDepth && "items" in token) {
      first = Math.min(first ?? token.offset, token.offset);
      continue;
    }
    if (token.type === "document" && token.value) open.push({ token: token.value, depth });
    if (!("items" in token)) continue;
    for (const item of token.items) {
      if (item.key) open.push({ token: item.key, depth: depth + 1 });
      if (item.value) open.push({ token: item.value, depth: depth + 1 });
    }
  }
  return first;
}
