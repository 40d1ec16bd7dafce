/** Splits a text into literal parts and `${…}` holes. */

export type HolePart =
  | { readonly kind: "text"; readonly text: string }
  /** `start` and `end` are the offsets of the source between the braces. */
  | { readonly kind: "hole"; readonly source: string; readonly start: number; readonly end: number }
  /** A `${` without its `}`: the rest of the text belongs to it. */
  | { readonly kind: "unclosed"; readonly start: number };

/** The parts in order; neighbouring texts are one. `$${` is a literal `${`. */
export function splitHoles(text: string): readonly HolePart[] {
  const parts: HolePart[] = [];
  let literal = "";
  const flush = (): void => {
    if (literal !== "") parts.push({ kind: "text", text: literal });
    literal = "";
  };
  let at = 0;
  while (at < text.length) {
    const next = text.indexOf("${", at);
    if (next < 0) {
      literal += text.slice(at);
      break;
    }
    if (text[next - 1] === "$" && next > at) {
      literal += `${text.slice(at, next - 1)}\${`;
      at = next + 2;
      continue;
    }
    literal += text.slice(at, next);
    const end = endOfHole(text, next + 2);
    if (end === undefined) {
      flush();
      parts.push({ kind: "unclosed", start: next });
      return parts;
    }
    flush();
    parts.push({ kind: "hole", source: text.slice(next + 2, end), start: next + 2, end });
    at = end + 1;
  }
  flush();
  return parts;
}

const quotes = /^[rRbB]?("""|'''|"|')/;

/** The offset of the `}` that closes a hole: braces inside it are counted, quoted texts and comments skipped. */
function endOfHole(text: string, start: number): number | undefined {
  let depth = 1;
  let at = start;
  while (at < text.length) {
    const char = text[at]!;
    const quote = quotes.exec(text.slice(at, at + 4));
    // An r or b that ends a name is no prefix.
    if (quote !== null && (/["']/.test(char) || !/\w/.test(text[at - 1] ?? ""))) {
      const closed = endOfQuoted(text, { at: at + quote[0].length, quote: quote[1]!, raw: /[rR]/.test(char) });
      if (closed === undefined) return undefined;
      at = closed;
      continue;
    }
    if (char === "/" && text[at + 1] === "/") {
      const line = text.indexOf("\n", at);
      if (line < 0) return text.indexOf("}", at) < 0 ? undefined : text.indexOf("}", at);
      at = line;
    } else if (char === "{") depth++;
    else if (char === "}") {
      depth--;
      if (depth === 0) return at;
    }
    at++;
  }
  return undefined;
}

function endOfQuoted(text: string, from: { at: number; quote: string; raw: boolean }): number | undefined {
  for (let at = from.at; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text.startsWith(from.quote, at)) return at + from.quote.length;
  }
  return undefined;
}
