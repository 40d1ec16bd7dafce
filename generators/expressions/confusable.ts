/** Where Python's `==` would take true for 1, which JSONata does not (expressions.md T7). */
import { fieldOf, isNumeric, type ObjectType, type Type, withoutNull } from "./types.ts";

/** True when a boolean might meet a number somewhere in the two values. */
export function confusable(a: Type, b: Type): boolean {
  const [left, right] = [withoutNull(a), withoutNull(b)];
  if (left.kind === "any") return mayHoldBoth(right);
  if (right.kind === "any") return mayHoldBoth(left);
  if (left.kind === "list" && right.kind === "list") return confusable(left.element, right.element);
  if (left.kind === "object" && right.kind === "object") return confusableFields(left, right);
  return (left.kind === "boolean" && isNumeric(right)) || (isNumeric(left) && right.kind === "boolean");
}

function confusableFields(a: ObjectType, b: ObjectType): boolean {
  if (a.open || b.open) return true;
  return Object.entries(a.fields).some(([name, field]) => {
    const other = fieldOf(b, name);
    return other !== undefined && confusable(field.type, other.type);
  });
}

/** True when a value of this type, compared with an unknown one, may hold a boolean or a number. */
function mayHoldBoth(type: Type): boolean {
  switch (type.kind) {
    case "string":
    case "null":
    case "never":
      return false;
    case "list":
      return mayHoldBoth(type.element);
    case "object":
      return type.open || Object.values(type.fields).some((field) => mayHoldBoth(field.type));
    case "nullable":
      return mayHoldBoth(type.of);
    default:
      return true;
  }
}
