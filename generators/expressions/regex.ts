/**
 * The regular expressions that mean the same in JavaScript (JSONata) and in Python: ASCII, classes, groups,
 * alternation, greedy and lazy repeats (expressions.md T22). Everything else is refused.
 */

export type Regex = { readonly jsonata: string; readonly python: string };
export type RegexProblem = { readonly problem: string; readonly at: number };

/** What `\d`, `\w` and `\s` stand for, spelled out since Python's are Unicode and JavaScript's are not. */
const classes: Readonly<Record<string, string>> = { d: "0-9", w: "A-Za-z0-9_", s: " \\t\\n\\r\\f\\v" };

/** Translates one pattern, or says what in it is not portable and where. */
export function translateRegex(pattern: string): Regex | RegexProblem {
  if (pattern === "") return { problem: "the pattern is empty", at: 0 };
  let jsonata = "";
  let python = "";
  const both = (text: string): void => {
    jsonata += text;
    python += text;
  };
  let inClass = false;
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at]!;
    const next = pattern[at + 1];
    if (char < " " || char > "~") return { problem: "only printable ASCII characters are portable", at };
    if (char === "\\") {
      const escaped = translateEscape(next, inClass);
      if (typeof escaped !== "string") return { problem: escaped.problem, at };
      both(escaped);
      at++;
    } else if (inClass) {
      if (char === "[") return { problem: "'[' inside a class must be written '\\['", at };
      if (char === "]") inClass = false;
      // Python warns of a doubled &, ~ or | in a class: a set operation one day.
      if (char === "/") {
        jsonata += "\\/";
        python += "/";
      } else both("&~|".includes(char) ? `\\${char}` : char);
    } else if (char === "[") {
      inClass = true;
      const negated = next === "^";
      if (pattern[at + (negated ? 2 : 1)] === "]") return { problem: "an empty class, or ']' first in one", at };
      both(negated ? "[^" : "[");
      if (negated) at++;
    } else if (char === "(" && next === "?" && pattern[at + 2] !== ":") {
      return { problem: "only (…) and (?:…) groups are portable: no lookaround, flags or names", at };
    } else if ("*+?}".includes(char) && next === "+") {
      return { problem: "possessive repeats are not portable", at };
    } else if (char === "{" && !/^\{\d+(,\d*)?\}/.test(pattern.slice(at))) {
      return { problem: "'{' must begin a repeat {n}, {n,} or {n,m}, or be written '\\{'", at };
    } else if (char === ".") both("[^\\n]");
    else if (char === "$") {
      jsonata += "$";
      python += "\\Z";
    } else if (char === "/") {
      jsonata += "\\/";
      python += "/";
    } else both(char);
  }
  return compiles(jsonata) ?? { jsonata: escapeDelimiters(jsonata), python };
}

function translateEscape(escaped: string | undefined, inClass: boolean): string | { problem: string } {
  if (escaped === undefined) return { problem: "the pattern ends in a backslash" };
  const set = classes[escaped.toLowerCase()];
  if (set !== undefined) {
    if (escaped === escaped.toLowerCase()) return inClass ? set : `[${set}]`;
    return inClass ? { problem: `\\${escaped} inside a class is not portable` } : `[^${set}]`;
  }
  if ("tnrfv".includes(escaped)) return `\\${escaped}`;
  if (escaped === "\\" || !/[A-Za-z0-9]/.test(escaped)) return `\\${escaped}`;
  return { problem: `the escape \\${escaped} is not portable` };
}

function compiles(pattern: string): RegexProblem | undefined {
  try {
    new RegExp(pattern);
    return undefined;
  } catch (error) {
    return { problem: String((error as Error).message).replace(/^Invalid regular expression: /, ""), at: 0 };
  }
}

/** ASL ends an expression at `%}` and begins one at `{%`: the second character may not stand raw after the first. */
const escapeDelimiters = (pattern: string): string => pattern.replaceAll("%}", "%\\}").replaceAll("{%", "{\\x25");
