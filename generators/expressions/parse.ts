/** From the text of an expression to cel-js's syntax tree; only its syntax and offsets are used. */
import { type ASTNode, Environment, type ParseError } from "@marcbachmann/cel-js";
import type { Diagnostics, Range } from "../../diagnostics/diagnostic.ts";
import { findComparisonChain } from "./chain.ts";

/** Turns offsets in the text of one expression into a range of the file. */
export type Locate = (start: number, end: number) => Range;

/** Far below what overflows either engine's stack (expressions.md T34). */
const limits = { maxDepth: 50, maxAstNodes: 1_000 };

let environment: Environment | undefined;

/**
 * Parses one expression.
 * @returns undefined when a diagnostic was added.
 */
export function parse(options: {
  readonly source: string;
  readonly locate: Locate;
  readonly diagnostics: Diagnostics;
}): ASTNode | undefined {
  const { source, locate, diagnostics } = options;
  environment ??= new Environment({
    unlistedVariablesAreDyn: true,
    homogeneousAggregateLiterals: false,
    enableOptionalTypes: true,
    limits,
  });
  if (source.trim() === "") {
    diagnostics.add("expression-syntax", locate(0, source.length), "The expression is empty.");
    return undefined;
  }
  let ast: ASTNode;
  try {
    ast = environment.parse(source).ast;
  } catch (error) {
    // The macros of the library check their arguments while parsing; everything it throws is about the text.
    const { summary, message, code, range } = error as ParseError;
    const start = Math.min(range?.start ?? 0, source.length);
    const end = Math.max(range?.end ?? start, start + 1);
    const text = firstLine(summary ?? message);
    if (code === "limit_exceeded") diagnostics.add("expression-too-large", locate(start, end), `${text}.`);
    else
      diagnostics.add(
        "expression-syntax",
        locate(start, end),
        `${inPlainWords(text, source.slice(start, end))}.`,
        cure(source, start),
      );
    return undefined;
  }
  const chain = findComparisonChain(source);
  if (chain !== undefined) {
    const operator = source.slice(...chain);
    diagnostics.add("comparison-chain", locate(...chain), `'${operator}' compares the result of another comparison.`);
    return undefined;
  }
  return ast;
}

const firstLine = (text: string): string => text.split("\n", 1)[0]!.replace(/\.$/, "");

const tokenWords: Readonly<Record<string, string>> = {
  EOF: "the end of the expression",
  IDENTIFIER: "a name",
  RPAREN: "')'",
  LPAREN: "'('",
  RBRACKET: "']'",
  LBRACKET: "'['",
  RBRACE: "'}'",
  LBRACE: "'{'",
  COLON: "':'",
  COMMA: "','",
  IN: "'in'",
  NUMBER: "a number",
  STRING: "a text",
  BOOLEAN: "'true' or 'false'",
  NULL: "'null'",
  NOT: "'!'",
  DOT: "'.'",
  QUESTION: "'?'",
  BYTES: "bytes",
};

/** The library's message without its own token names; `token` is the text at the error. */
function inPlainWords(text: string, token: string): string {
  if (text.startsWith("Unexpected character") && token.trim() !== "") return `'${token}' is not expected here`;
  const words = text.replace("token: ", "").replace(/\b[A-Z]{2,}\b/g, (word) => tokenWords[word] ?? word);
  if (words === "Unexpected the end of the expression") return "The expression ends too early";
  return words.startsWith("Unexpected ") && token.trim() !== "" ? `'${token}' is not expected here` : words;
}

/** The cure for slips of people who come from other languages, judged by the text at the error. */
function cure(source: string, at: number): string | undefined {
  const rest = source.slice(at);
  const before = source.slice(0, at);
  const word = /^[A-Za-z_]\w*/.exec(rest)?.[0] ?? "";
  if (/\.\s*$/.test(before) && word !== "")
    return `Write ["${word}"] for a field whose name is a word of the language.`;
  if (/^=/.test(rest)) return "Write '==' to compare.";
  if (/^and\b/.test(rest) || /^&/.test(rest)) return "Write '&&' for and.";
  if (/^or\b/.test(rest) || /^\|/.test(rest)) return "Write '||' for or.";
  if (/^is\b/.test(rest)) return "Write '==' to compare.";
  if (/\bnot\s+$/.test(before)) return "Write '!' for not.";
  if (/^\$/.test(rest)) return "Inside ${…} names stand without '$'.";
  return undefined;
}
