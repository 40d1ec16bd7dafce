/**
 * The regular expressions that mean the same in JavaScript (JSONata) and in Python: ASCII, classes, groups,
 * alternation, greedy and lazy repeats (expressions.md T22). Everything else is refused.
 */

export type Regex = {
  /** Between the slashes of a JSONata regex. */
  readonly jsonata: string;
  readonly python: string;
};
export type RegexProblem = { readonly problem: string; readonly at: number };

/** What `\d`, `\w` and `\s` stand for, spelled out since Python's are Unicode and JavaScript's are not. */
const classes: Readonly<Record<string, string>> = { d: "0-9", w: "A-Za-z0-9_", s: " \\t\\n\\r\\f\\v" };

/** Code for both languages, or what is wrong, and how many characters of the pattern it took. */
type Piece = { readonly jsonata: string; readonly python: string; readonly length: number };

const same = (code: string, length = 1): Piece => ({ jsonata: code, python: code, length });
const problemAt = (problem: string, at: number): RegexProblem => ({ problem, at });

/** Translates one pattern, or says what in it is not portable and where. */
export function translateRegex(pattern: string): Regex | RegexProblem {
  if (pattern === "") return problemAt("the pattern is empty", 0);
  let jsonata = "";
  let python = "";
  let inClass = false;
  for (let at = 0; at < pattern.length; ) {
    const rest = pattern.slice(at);
    if (!/^[ -~]/.test(rest)) return problemAt("only printable ASCII characters are portable", at);
    const piece = rest[0] === "\\" ? escaped(rest[1], inClass) : inClass ? inside(rest) : outside(rest);
    if (typeof piece === "string") return problemAt(piece, at);
    if (rest[0] === "[") inClass = true;
    if (rest[0] === "]") inClass = false;
    jsonata += piece.jsonata;
    python += piece.python;
    at += piece.length;
  }
  try {
    new RegExp(jsonata);
  } catch (error) {
    return problemAt(String((error as Error).message).replace(/^Invalid regular expression: \/.*\/[a-z]*: /, ""), 0);
  }
  return { jsonata: withoutDelimiters(jsonata), python };
}

/** Behind a backslash. JSONata counts brackets and takes one behind any backslash for escaped, so a backslash itself is written by its code. */
function escaped(char: string | undefined, inClass: boolean): Piece | string {
  if (char === undefined) return "the pattern ends in a backslash";
  const set = classes[char.toLowerCase()];
  if (set !== undefined) {
    if (char === char.toLowerCase()) return same(inClass ? set : `[${set}]`, 2);
    return inClass ? `\\${char} inside a class is not portable` : same(`[^${set}]`, 2);
  }
  if (char === "\\") return { jsonata: "\\x5c", python: "\\\\", length: 2 };
  if ("tnrfv".includes(char)) return same(`\\${char}`, 2);
  return /[A-Za-z0-9]/.test(char) ? `the escape \\${char} is not portable` : same(`\\${char}`, 2);
}

/** Inside `[…]`. */
function inside(rest: string): Piece | string {
  const char = rest[0]!;
  if (char === "[") return "'[' inside a class must be written '\\['";
  if (rest.startsWith("--")) return "'-' inside a class must be written '\\-'";
  if (char === "/") return { jsonata: "\\/", python: "/", length: 1 };
  // Brackets: JSONata would count them. & ~ |: Python warns of doubled ones. $: an anchor nowhere but outside.
  return same("(){}&~|$".includes(char) ? `\\${char}` : char);
}

function outside(rest: string): Piece | string {
  const [char, next] = [rest[0]!, rest[1]];
  switch (char) {
    case "[":
      if (/^\[\^?\]/.test(rest)) return "an empty class, or ']' first in one, is not portable";
      return next === "^" ? same("[^", 2) : same("[");
    case "(":
      return next === "?" && rest[2] !== ":"
        ? "only (…) and (?:…) groups are portable: no lookaround, flags or names"
        : same(char);
    case "{":
      return /^\{\d+(,\d*)?\}/.test(rest)
        ? repeat(rest)
        : "'{' must begin a repeat {n}, {n,} or {n,m}, or be written '\\{'";
    case "*":
    case "+":
    case "?":
      return next === "+" ? "possessive repeats are not portable" : same(char);
    case ".":
      return same("[^\\n]");
    case "$":
      return { jsonata: "$", python: "\\Z", length: 1 };
    case "/":
      return { jsonata: "\\/", python: "/", length: 1 };
    case "]":
    case "}":
      return same(`\\${char}`);
    default:
      return same(char);
  }
}

function repeat(rest: string): Piece | string {
  const code = /^\{[^}]*\}/.exec(rest)![0];
  return rest[code.length] === "+" ? "possessive repeats are not portable" : same(code, code.length);
}

/** ASL ends an expression at `%}` and begins one at `{%`: neither may stand in it. */
const withoutDelimiters = (pattern: string): string => pattern.replaceAll("%}", "\\x25}").replaceAll("{%", "{\\x25");
