/** How a constant is written in JSONata and in Python. */
import type { Json } from "./expression.ts";

const shortEscapes: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

const unicodeEscape = (code: number): string => `\\u${code.toString(16).padStart(4, "0")}`;

/** Control characters and the two line separators, which neither language should hold raw. */
const isControl = (code: number): boolean =>
  code < 0x20 || (code >= 0x7f && code < 0xa0) || code === 0x2028 || code === 0x2029;

const isSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdfff;

function escapeText(text: string, quote: string, quoted: string): string {
  let out = "";
  for (const char of text) {
    const code = char.codePointAt(0)!;
    if (char === quote) out += quoted;
    else if (shortEscapes[char] !== undefined) out += shortEscapes[char];
    else out += isControl(code) || isSurrogate(code) ? unicodeEscape(code) : char;
  }
  return out;
}

/**
 * A JSONata string. Single quotes, since the expression stands inside JSON; JSONata has no `\'` escape (T23), so
 * a text with `'` takes double quotes and one with both writes `'` as an escape. The delimiters of ASL never
 * stand in it raw.
 */
export function jsonataString(text: string): string {
  const single = !text.includes("'") || text.includes('"');
  const body = single ? escapeText(text, "'", unicodeEscape(0x27)) : escapeText(text, '"', '\\"');
  const quote = single ? "'" : '"';
  return quote + body.replaceAll("%}", "%\\u007d").replaceAll("{%", "\\u007b%") + quote;
}

/** A Python string in double quotes, as ruff would write it (ruff itself prefers single ones where that saves escapes). */
export function pythonString(text: string): string {
  return `"${escapeText(text, '"', '\\"')}"`;
}

/** The inside of a Python f-string in double quotes. */
export function pythonFormatText(text: string): string {
  return pythonString(text).slice(1, -1).replaceAll("{", "{{").replaceAll("}", "}}");
}

/** A number as both languages read it: 2, -0.5, 1e21. */
export function numberText(value: number): string {
  return Object.is(value, -0) ? "0" : String(value).replace("e+", "e");
}

/** A JSON value as Python source on one line. */
export function pythonJson(value: Json): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return numberText(value);
  if (typeof value === "string") return pythonString(value);
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(", ")}]`;
  return `{${Object.entries(value)
    .map(([key, inner]) => `${pythonString(key)}: ${pythonJson(inner)}`)
    .join(", ")}}`;
}

const jsonataKeywords = new Set(["and", "or", "in", "true", "false", "null", "function"]);

/** A field name after a dot in JSONata, in backticks where needed; undefined where only $lookup can name it (T24). */
export function jsonataField(name: string): string | undefined {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !jsonataKeywords.has(name)) return name;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a control character cannot stand raw between backticks.
  return name === "" || /[`\u0000-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff]|%\}|\{%/.test(name)
    ? undefined
    : `\`${name}\``;
}
