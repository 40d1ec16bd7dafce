/** YAML's own errors and warnings, in our words. */
import { type Document, isCollection, isScalar, visit, type YAMLError } from "yaml";
import type { Code } from "../../../diagnostics/catalogue.ts";
import type { Diagnostics, Range } from "../../../diagnostics/diagnostic.ts";

type Words = { readonly code: Code; readonly message: string; readonly fix?: string };

/** What the parser says when it has lost its way after an earlier error: noise, unless it is all there is. */
const aftermath =
  /^(Unexpected .*(token in YAML stream|at node end|on same line with key)|Implicit keys need to be|All mapping items must start|A block sequence may not be)/;

/** Reports each error and warning once per place; what only follows from an earlier one is left out. */
export function reportYaml(document: Document.Parsed, text: string, diagnostics: Diagnostics): void {
  const seen = new Set<number>();
  let open = false;
  const inOrder = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  for (const problem of inOrder) {
    if (seen.size > 0 && (aftermath.test(problem.message) || (open && isUnclosed(problem)))) continue;
    open ||= isUnclosed(problem);
    const range = clamp(isUnclosed(problem) ? (openedAt(document, problem.pos[0]) ?? problem.pos) : problem.pos, text);
    if (seen.has(range[0])) continue;
    seen.add(range[0]);
    const { code, message, fix } = inOurWords(problem, text);
    diagnostics.add(code, range, message, fix);
  }
}

function inOurWords(problem: YAMLError, text: string): Words {
  const at = text.slice(...problem.pos);
  const { message } = problem;
  switch (problem.code) {
    case "TAB_AS_INDENT":
      return { code: "yaml-tab", message: "A tab stands in the indentation." };
    case "DUPLICATE_KEY": {
      const key = keyAt(text, problem.pos[0]);
      return {
        code: "yaml-duplicate-key",
        message: `${key === "" ? "An empty key" : `The key \`${key}\``} stands twice in this mapping.`,
      };
    }
    case "BAD_ALIAS":
      return {
        code: "yaml-alias",
        message: sentence(message),
        ...(at.startsWith("*") ? { fix: "Put the value into quotes, if it is no alias." } : {}),
      };
    case "TAG_RESOLVE_FAILED":
      return badTag(text, problem.pos[0]);
    case "BLOCK_AS_IMPLICIT_KEY":
      return {
        code: "yaml-syntax",
        message:
          "YAML finds a mapping inside this value: a second `: ` on the line, or a next line that is indented too far.",
        fix: "Put the value into quotes, or mend the indentation.",
      };
    case "BAD_SCALAR_START":
      return {
        code: "yaml-syntax",
        message: `A value cannot start with ${at.charAt(0)} unless it is in quotes.`,
        fix: "Put the value into quotes.",
      };
    default:
      return { code: "yaml-syntax", message: isUnclosed(problem) ? unclosed(message) : sentence(message) };
  }
}

/** `when: !a.ok`: what starts with ! is a tag for YAML. */
function badTag(text: string, offset: number): Words {
  const rest = /^[^,{}[\]\r\n]*/.exec(text.slice(offset))![0].trim();
  const tag = /^\S*/.exec(rest)![0];
  const condition = /^!+\w*[.(]/.test(tag) && !tag.startsWith("!!");
  return {
    code: "yaml-tag",
    message: `\`${tag}\` is taken for a YAML tag.`,
    ...(condition ? { fix: `If it is a condition, write "\${${rest}}".` } : {}),
  };
}

const isUnclosed = ({ message }: YAMLError): boolean =>
  /Missing closing .quote|must be sufficiently indented and end with a/.test(message);

function unclosed(message: string): string {
  if (/quote/.test(message)) return "This quote is not closed.";
  return `This bracket is not closed: a ${message.at(-1)} is missing, or not indented far enough.`;
}

/** The quote or bracket that is still open at an offset: the last one of those that reach it. */
function openedAt(document: Document, offset: number): Range | undefined {
  let found: Range | undefined;
  visit(document, {
    Node: (_, node) => {
      const opens = isCollection(node) ? node.flow === true : isScalar(node) && /^QUOTE/.test(node.type ?? "");
      if (opens && node.range && node.range[0] < offset && node.range[2] >= offset)
        found = [node.range[0], node.range[0] + 1];
    },
  });
  return found;
}

const sentence = (message: string): string => `${message.replace(/\.$/, "")}.`;

const keyAt = (text: string, offset: number): string =>
  /^(?:"[^"\n]*"|'[^'\n]*'|[^:,{}\r\n]*)/.exec(text.slice(offset, offset + 200))![0].trim();

/** A range inside the text, at least one character wide where there is one, on one line. */
export function clamp(range: readonly number[], text: string): Range {
  const start = Math.max(0, Math.min(range[0] ?? 0, text.length));
  return [start, Math.max(start, Math.min(range[1] ?? start, text.length))];
}
