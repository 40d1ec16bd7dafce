/** The lattice of types. */
import { expect, it } from "vitest";
import {
  anyType,
  booleanType,
  integerType,
  describe as inWords,
  isAssignable,
  join,
  listOf,
  neverType,
  nullableOf,
  nullType,
  numberType,
  objectOf,
  stringType,
  type Type,
  typeOfJson,
  variesOfType,
} from "../../generators/expressions/types.ts";

const named = objectOf({ a: { type: integerType } });
const other = objectOf({ a: { type: stringType }, b: { type: booleanType } });

it.each([
  [integerType, numberType, "number"],
  [integerType, stringType, "unknown"],
  [stringType, nullType, "string or null"],
  [nullableOf(stringType), integerType, "unknown"],
  [nullableOf(integerType), numberType, "number or null"],
  [neverType, booleanType, "boolean"],
  [nullType, neverType, "null"],
  [anyType, integerType, "unknown"],
  [listOf(neverType), listOf(stringType), "list of string"],
  [listOf(integerType), listOf(stringType), "list of unknown"],
  [named, listOf(integerType), "unknown"],
] as [Type, Type, string][])("join of %o and %o is %s both ways", (a, b, words) => {
  expect(inWords(join(a, b))).toBe(words);
  expect(inWords(join(b, a))).toBe(words);
});

it("a field that only one object has becomes optional, unless the other is open", () => {
  expect(join(named, other)).toEqual(objectOf({ a: { type: anyType }, b: { type: booleanType, optional: true } }));
  expect(join(objectOf({}, true), other)).toEqual(objectOf({}, true));
});

it.each([
  [integerType, numberType, true],
  [numberType, integerType, false],
  [anyType, stringType, true],
  [nullType, nullableOf(stringType), true],
  [nullableOf(stringType), stringType, false],
  [nullableOf(integerType), nullableOf(numberType), true],
  [listOf(neverType), listOf(stringType), true],
  [listOf(stringType), listOf(integerType), false],
  [named, objectOf({}), true],
  [objectOf({}), named, false],
  [objectOf({}, true), named, true],
  [objectOf({}), objectOf({ a: { type: integerType, optional: true } }), true],
  [objectOf({ a: { type: integerType, optional: true } }), named, false],
  [named, stringType, false],
] as [Type, Type, boolean][])("%o may stand for %o: %s", (from, to, fits) => expect(isAssignable(from, to)).toBe(fits));

it("JSON has the type of its values", () => {
  const type = typeOfJson({ a: [1, 2.5], b: null, c: [], d: [{ x: 1 }, { y: "" }] });
  expect(inWords(type)).toBe("object {a, b, c, d}");
  expect(type).toMatchObject({
    fields: { a: { type: { element: { kind: "number" } } }, c: { type: { element: { kind: "never" } } } },
  });
  expect(type).toMatchObject({
    fields: { d: { type: { element: { fields: { x: { optional: true }, y: { optional: true } } } } } },
  });
});

it("what varies is found by its path", () => {
  const type = objectOf({
    at: { type: stringType, varies: true },
    list: { type: listOf(objectOf({ id: { type: stringType, varies: true }, n: { type: integerType } })) },
    maybe: { type: nullableOf(objectOf({ key: { type: stringType, varies: true } })) },
  });
  expect(variesOfType(type)).toEqual([["at"], ["list", "*", "id"], ["maybe", "key"]]);
});
