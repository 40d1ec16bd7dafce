/**
 * What a condition proves about the paths it tests: behind `has(x.f) &&` the field is there, behind
 * `x.f != null ?` it is not null. So guarded uses of optional and nullable values need no further check.
 */
import type { Node } from "./tree.ts";

export type Fact = "present" | "notNull";
/** Facts by path; build keys with `pathKey`. */
export type Facts = ReadonlyMap<string, ReadonlySet<Fact>>;

export const noFacts: Facts = new Map();

/** A key for a path of constant fields from a root or variable; undefined for anything else. */
export function pathKey(node: Node): string | undefined {
  if (node.op === "root" || node.op === "variable") return `${node.op}:${node.name}`;
  if (node.op !== "field") return undefined;
  const base = pathKey(node.of);
  return base === undefined ? undefined : keyOfMember(base, node.key);
}

export const keyOfMember = (base: string, key: string): string => `${base}.${JSON.stringify(key)}`;

/** The facts that hold where `condition` came out as `outcome`, added to those that hold anyway. */
export function factsAfter(condition: Node, outcome: boolean, facts: Facts): Facts {
  switch (condition.op) {
    case "isTrue":
      return factsAfter(condition.of, outcome, facts);
    case "not":
      return factsAfter(condition.of, !outcome, facts);
    case "and":
      return outcome ? factsAfter(condition.right, true, factsAfter(condition.left, true, facts)) : facts;
    case "or":
      return outcome ? facts : factsAfter(condition.right, false, factsAfter(condition.left, false, facts));
    case "has": {
      if (!outcome) return facts;
      let [key, known] = [pathKey(condition.of), facts];
      for (const member of condition.path) {
        if (key === undefined || typeof member !== "string") return known;
        // What has a field is an object, so it is not null either.
        known = withFact(known, key, "notNull");
        key = keyOfMember(key, member);
        known = withFact(known, key, "present");
      }
      return known;
    }
    case "compare":
      return (condition.by === "!=") === outcome && (condition.by === "!=" || condition.by === "==")
        ? factsOfNullTest(condition.left, condition.right, facts)
        : facts;
    default:
      return facts;
  }
}

function factsOfNullTest(left: Node, right: Node, facts: Facts): Facts {
  const isNull = (node: Node): boolean => node.op === "literal" && node.value === null && node.type.kind === "null";
  const tested = isNull(right) ? left : isNull(left) ? right : undefined;
  const key = tested === undefined ? undefined : pathKey(tested);
  // The test itself fails where the field is missing, so behind it the field is there.
  return key === undefined ? facts : withFact(withFact(facts, key, "notNull"), key, "present");
}

function withFact(facts: Facts, key: string, fact: Fact): Facts {
  const more = new Map(facts);
  more.set(key, new Set([...(facts.get(key) ?? []), fact]));
  return more;
}
