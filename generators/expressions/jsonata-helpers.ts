/** Small functions that an expression binds in front of itself where plain JSONata would swallow or coerce. */

const sources = {
  /** A missing value is an error, as in CEL and Python; JSONata would take it for nothing (expressions.md T3). */
  req: "function($v){$exists($v) ? $v : $error('missing value')}",
  /** Division by zero is an error; JSONata would give Infinity (T12). */
  nz: "function($d){$d = 0 ? $error('division by zero') : $d}",
  /** A value of unknown type that must be a list or an object; JSONata would make a list of anything else. */
  need: "function($v, $t){$type($v) = $t ? $v : $error('expected ' & $t)}",
  /** Cut off towards zero. */
  trunc: "function($n){$n < 0 ? $ceil($n) : $floor($n)}",
  /** The number in a text, in JSON's notation alone: engines differ on what else $number takes (T33). */
  num: "function($v){$type($v) = 'number' ? $v : $type($v) = 'string' and $contains($v, /^-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?$/) ? $number($v) : $error('not a number')}",
  /** A text with at least one character: engines differ on splitting at or replacing nothing (T19). */
  some: "function($s){$s = '' ? $error('empty text') : $s}",
  starts: "function($s, $p){$substring($s, 0, $length($p)) = $p}",
  ends: "function($s, $p){$p = '' or $substring($s, -$length($p)) = $p}",
  find: "function($s, $p){$contains($s, $p) ? $length($substringBefore($s, $p)) : -1}",
  /** Positions below zero count as zero. */
  slice: "function($s, $i, $j){($a := $max([$i, 0]); $substring($s, $a, $max([$j, 0]) - $a))}",
  /** JSON text of anything: $string leaves a bare text without quotes. */
  json: "function($v){($s := $string({'v': $v}); $substring($s, 5, $length($s) - 6))}",
  /** An element of unknown type: a list must be wrapped, or the list constructor would splice it (T2). */
  nest: "function($v){$type($v) = 'array' ? [[$v]] : $v}",
} as const;

export type JsonataHelper = keyof typeof sources;

/** The expression with the functions it needs bound in front of it. */
export function withHelpers(code: string, used: ReadonlySet<JsonataHelper>): string {
  if (used.size === 0) return code;
  const bindings = (Object.keys(sources) as JsonataHelper[])
    .filter((name) => used.has(name))
    .map((name) => `$${name} := ${sources[name]}; `);
  return `(${bindings.join("")}${code})`;
}

export const jsonataHelperNames: readonly string[] = Object.keys(sources);
