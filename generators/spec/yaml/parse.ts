/** Text to YAML document, with YAML's own complaints turned into diagnostics. */
import { Composer, type CST, type Document, LineCounter, Parser, type YAMLError } from "yaml";
import type { Code } from "../../../diagnostics/catalogue.ts";
import type { Diagnostics, Range } from "../../../diagnostics/diagnostic.ts";

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
    if (depth > maxDepth) {
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

/** Reports yaml's errors and warnings, each in our words. */
export function reportYaml(problems: readonly YAMLError[], text: string, diagnostics: Diagnostics): void {
  const seen = new Set<number>();
  for (const problem of problems) {
    const { code, message, fix } = inOurWords(problem, text);
    const range = clamp(problem.pos, text);
    if (seen.has(range[0])) continue;
    seen.add(range[0]);
    diagnostics.add(code, range, message, fix);
  }
}

function inOurWords(problem: YAMLError, text: string): { code: Code; message: string; fix?: string } {
  const at = text.slice(...problem.pos);
  switch (problem.code) {
    case "TAB_AS_INDENT":
      return { code: "yaml-tab", message: "A tab stands in the indentation." };
    case "DUPLICATE_KEY":
      return {
        code: "yaml-duplicate-key",
        message: `The key \`${keyAt(text, problem.pos[0])}\` stands twice in this mapping.`,
      };
    case "BAD_ALIAS":
      return { code: "yaml-alias", message: problem.message.endsWith(".") ? problem.message : `${problem.message}.` };
    case "TAG_RESOLVE_FAILED": {
      const tag = /^\S*/.exec(at)?.[0] ?? at;
      return {
        code: "yaml-tag",
        message: `\`${tag}\` is taken for a YAML tag.`,
        ...(/^![\w.(]+/.test(tag)
          ? { fix: `If it is a condition, write \${${lineFrom(text, problem.pos[0])}}; else remove it.` }
          : {}),
      };
    }
    case "BLOCK_AS_IMPLICIT_KEY":
      return {
        code: "yaml-syntax",
        message: "A second `: ` on this line: YAML cannot tell which is the key.",
        fix: "Quote the value, or start a new line.",
      };
    case "MULTIPLE_DOCS":
      return { code: "yaml-several-documents", message: "A second document starts here." };
    default:
      return { code: "yaml-syntax", message: `${problem.message.replace(/\.$/, "")}.` };
  }
}

const lineFrom = (text: string, offset: number): string => /^[^\r\n]*/.exec(text.slice(offset))![0].trim();
const keyAt = (text: string, offset: number): string =>
  /^(?:"[^"\n]*"|'[^'\n]*'|[^:\r\n]*)/.exec(text.slice(offset, offset + 200))![0].trim();

/** A range inside the text, at least one character wide where there is one, on one line. */
export function clamp(range: readonly number[], text: string): Range {
  const start = Math.max(0, Math.min(range[0] ?? 0, text.length));
  return [start, Math.max(start, Math.min(range[1] ?? start, text.length))];
}
