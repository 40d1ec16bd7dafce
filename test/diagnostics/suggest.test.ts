import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { didYouMean, distance, nearest } from "../../diagnostics/suggest.ts";

describe("distance", () => {
  test.each([
    ["", "", 0],
    ["abc", "abc", 0],
    ["abc", "", 3],
    ["lamda", "lambda", 1],
    ["lambdaa", "lambda", 1],
    ["lambba", "lambda", 1],
    ["lmabda", "lambda", 1],
    ["kitten", "sitting", 3],
    ["ca", "abc", 3],
  ])("%s to %s is %i", (a, b, expected) => {
    expect(distance(a, b)).toBe(expected);
  });

  test("is symmetric, and zero only for equal words", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (a, b) => {
        expect(distance(a, b)).toBe(distance(b, a));
        expect(distance(a, b) === 0).toBe(a === b);
        expect(distance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
      { seed: 3 },
    );
  });

  test("a limit only cuts off what lies beyond it", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), fc.nat(4), (a, b, limit) => {
        expect(distance(a, b, limit)).toBe(Math.min(distance(a, b), limit + 1));
      }),
      { seed: 3 },
    );
  });
});

test("the nearest of several, letter case and separators aside", () => {
  const keys = ["lambda", "pass", "map", "maxAttempts", "maxDelay"];
  expect(nearest("lamda", keys)).toBe("lambda");
  expect(nearest("max_attempts", keys)).toBe("maxAttempts");
  expect(nearest("MAXDELAY", keys)).toBe("maxDelay");
  expect(nearest("pas", keys)).toBe("pass");
  expect(nearest("zebra", keys)).toBeUndefined();
  expect(nearest("x", keys)).toBeUndefined();
  expect(nearest("", keys)).toBeUndefined();
  expect(didYouMean("mpa", keys)).toBe("Did you mean `map`?");
  expect(didYouMean("zebra", keys)).toBeUndefined();
});
