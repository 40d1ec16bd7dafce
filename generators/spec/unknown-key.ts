/** A key that does not belong where it stands: mistyped, misplaced, indented wrongly, from elsewhere, or not supported yet. */
import type { Document } from "yaml";
import type { Diagnostics } from "../../diagnostics/diagnostic.ts";
import { didYouMean } from "../../diagnostics/suggest.ts";
import type { Path } from "../ir/types.ts";
import { isMapping } from "./schema/keyed.ts";
import { belongsInside, habitOf, isLater, kindsOf, misplaced } from "./schema/words.ts";
import { keyRange } from "./yaml/locate.ts";

type UnknownKey = {
  readonly key: string;
  /** Of the mapping that holds it. */
  readonly path: Path;
  readonly holder: unknown;
  /** What the mapping is: "a lambda step". */
  readonly what: string;
  /** What it may hold. */
  readonly keys: readonly string[];
};

/** Adds the one diagnostic that helps most with this key. */
export function reportUnknownKey(
  unknown: UnknownKey,
  { document, diagnostics }: { document: Document; diagnostics: Diagnostics },
): void {
  const { key, path, holder, what, keys } = unknown;
  const range = keyRange(document, [...path, key]);
  const kind = what.endsWith(" step") && isMapping(holder) ? kindsOf(holder)[0] : undefined;
  if (isLater(key, kind ? "a step" : what)) {
    diagnostics.add("not-yet", range, `\`${key}\` comes with a later version.`);
    return;
  }
  const moved = (kind && misplaced(key, kind)) ?? belongsInside(key, what);
  if (moved) {
    diagnostics.add("not-allowed-here", range, `\`${key}\` may not stand on ${what}. ${moved.why}`, moved.cure);
    return;
  }
  const free = keys.filter((known) => !(isMapping(holder) && Object.hasOwn(holder, known)));
  const fix =
    didYouMean(key, free) ??
    (isMapping(holder) ? strayStep(holder[key], what) : undefined) ??
    habitOf(key) ??
    `Possible here: ${keys.join(", ")}.`;
  diagnostics.add("unknown-key", range, `${what.charAt(0).toUpperCase()}${what.slice(1)} has no key \`${key}\`.`, fix);
}

/** A step that YAML reads as a key of something else, because of its indentation. */
function strayStep(value: unknown, what: string): string | undefined {
  if (!isMapping(value) || kindsOf(value).length !== 1) return undefined;
  if (what === "a pipeline") return "It looks like a step: indent it, so that it stands under `steps`.";
  return what.endsWith(" step")
    ? "It looks like a step of its own: indent it less, so that it stands beside this step."
    : undefined;
}
