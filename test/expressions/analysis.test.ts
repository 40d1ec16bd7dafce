/** What the compiler learns of an expression besides its code: reads, failing, varying, narrowing, residuals. */
import { describe, expect, it } from "vitest";
import { residualsOf } from "../../generators/expressions/residuals.ts";
import {
  anyType,
  booleanType,
  integerType,
  describe as inWords,
  listOf,
  nullableOf,
  numberType,
  objectOf,
  stringType,
} from "../../generators/expressions/types.ts";
import { type Paths, variesPaths } from "../../generators/expressions/varies.ts";
import { compile, helpersOf, jsonataOf, pythonOf } from "./support.ts";
import { valueIn } from "./yaml.ts";

const types = {
  input: objectOf({
    id: { type: stringType },
    total: { type: numberType },
    n: { type: integerType },
    vip: { type: booleanType },
    coupon: { type: stringType, optional: true },
    note: { type: nullableOf(stringType) },
    limit: { type: nullableOf(numberType) },
    address: { type: objectOf({ city: { type: stringType } }), optional: true },
    items: { type: listOf(objectOf({ sku: { type: stringType }, gift: { type: booleanType, optional: true } })) },
    maybe: { type: nullableOf(listOf(numberType)) },
  }),
  step: anyType,
  run: objectOf({ id: { type: stringType }, startedAt: { type: stringType } }),
};

const ok = (source: string) => {
  const compiled = compile(source, types);
  expect(compiled.diagnostics.all).toEqual([]);
  return compiled.expression;
};
const codes = (source: string) => compile(source, types).codes;

describe("reads", () => {
  it.each([
    [
      "run.id + input.id",
      [
        ["run", "id"],
        ["input", "id"],
      ],
    ],
    ["input", [["input"]]],
    ["step.a.b[0].c", [["step", "a", "b"]]],
    [
      "input.items.map(i, i.sku + run.id)",
      [
        ["input", "items"],
        ["run", "id"],
      ],
    ],
    ["has(input.address.city)", [["input", "address", "city"]]],
    ["has(step.list[0].a)", [["step", "list"]]],
    [
      "step.?a.?b.orValue(input.n)",
      [
        ["step", "a", "b"],
        ["input", "n"],
      ],
    ],
    ["step[input.id]", [["step"], ["input", "id"]]],
    ["input.items.map(input, input.sku)", [["input", "items"]]],
    ["input.n + input.n", [["input", "n"]]],
  ])("%s", (source, reads) => expect(ok(source).reads).toEqual(reads));
});

describe("fallible", () => {
  it.each([
    "input.id",
    "input.n + 1 > 2",
    "input.total / 2.0",
    "input.n % 3",
    "has(step.a.b)",
    "step.?a.orValue(1)",
    "input.items.map(i, i.sku)",
    "string(step)",
    "input.id.lower().split(',')",
    "[1, 2].exists(x, x > input.n)",
    "has(input.coupon) ? input.coupon : ''",
    "has(input.coupon) && input.coupon == 'x'",
    "!has(input.coupon) || input.coupon == 'x'",
    "has(input.address) ? input.address.city : ''",
    "has(step.a) ? step.a : 1",
    "input.limit != null ? input.limit + 1 : 0",
    "input.limit == null || input.limit > 1",
    "input.items.filter(i, has(i.gift) && i.gift)",
    "max(input.n, 2)",
    "int(input.total)",
    "null == input.note",
  ])("not: %s", (source) => expect(ok(source).fallible).toBe(false));

  it.each([
    "input.coupon",
    "input.address.city",
    "step.a",
    "step.a == 1",
    "input.items[0]",
    "input.total / input.total",
    "input.n % input.n",
    "max(input.items.map(i, 1))",
    "int(input.id)",
    "double(input.id)",
    "json_decode(input.id)",
    "input.limit + 1",
    "input.limit < 3",
    "input.items.map(i, i.gift)",
    "input.id.split(input.id)",
    "has(input.coupon) || input.coupon == 'x'",
    "has(step.a) ? step.b : 1",
    "step.map(x, x)",
    "!has(input.coupon) ? input.coupon : ''",
    "step.?a.orValue(step.b)",
    "step[input.id]",
  ])("%s", (source) => expect(ok(source).fallible).toBe(true));
});

describe("null", () => {
  it("may be compared but not used where the engines differ on it", () => {
    expect(codes("input.note == null")).toEqual([]);
    expect(codes("input.note == 'a'")).toEqual([]);
    expect(codes("input.note + 'a'")).toEqual(["maybe-null"]);
    expect(codes("size(input.maybe)")).toEqual(["maybe-null"]);
    expect(codes("1.0 in input.maybe")).toEqual(["maybe-null"]);
    expect(codes("input.maybe[0]")).toEqual([]);
  });

  it("is excluded by a test", () => {
    expect(codes("input.note != null ? input.note + 'a' : ''")).toEqual([]);
    expect(codes("input.note == null ? '' : input.note + 'a'")).toEqual([]);
    expect(codes("input.maybe != null && size(input.maybe) > 0")).toEqual([]);
    expect(codes("!(input.maybe == null) && size(input.maybe) > 0")).toEqual([]);
    expect(codes("input.maybe != null || size(input.maybe) > 0")).toEqual(["maybe-null"]);
  });

  it("drops the guards with the doubt", () => {
    const guarded = compile("has(step.a) ? step.a == 'x' : false", types);
    expect(jsonataOf(guarded)).toBe("$exists($step.a) ? $step.a = 'x' : false");
    expect(pythonOf(guarded)).toBe('step["a"] == "x" if has_path(step, "a") else False');
  });
});

describe("types", () => {
  it.each([
    ["input.items.map(i, i.sku)", "list of string"],
    ["input.vip ? 1 : 2.5", "number"],
    ["input.vip ? 1 : 'a'", "unknown"],
    ["input.vip ? 'a' : null", "string or null"],
    ["[1, 2.5]", "list of number"],
    ["[]", "empty list"],
    ["{'a': 1}.a", "integer"],
    ["merge({'a': 1}, {'a': 'x'}).a", "string"],
    ["merge({'a': 1}, {'b': 'x'}).b", "string"],
    ["merge({'a': 1}, step).a", "unknown"],
    ["sum([1, 2])", "integer"],
    ["input.n * 2", "integer"],
    ["input.n * 0.5", "number"],
    ["step.?a.orValue(1)", "unknown"],
    ["input.?coupon.orValue('')", "string"],
    ["input.note", "string or null"],
    ["flatten([[1], [2]])", "list of integer"],
  ])("%s is %s", (source, words) => expect(inWords(ok(source).type)).toBe(words));
});

describe("helpers", () => {
  it("are not needed where types are declared", () => {
    const sources = [
      "input.n + 1",
      "input.total > 3.0",
      "input.id + string(input.n)",
      "has(input.coupon)",
      "input.items.map(i, i.sku)",
    ];
    expect(sources.flatMap((source) => helpersOf(compile(source, types)))).toEqual([]);
  });
});

describe("what varies", () => {
  const known: Readonly<Record<string, Paths>> = { run: [[]], step: [["at"], ["list", "*", "id"]] };
  const paths = (yaml: string) => {
    const { value, found } = valueIn(yaml, types);
    expect(found).toEqual([]);
    return variesPaths(value, ([root]) => known[root!] ?? []);
  };

  it.each([
    ["${step}", [["at"], ["list", "*", "id"]]],
    ["${step.at}", [[]]],
    ["${step.list}", [["*", "id"]]],
    ["${step.list[0]}", [["id"]]],
    ["${step.list[0].id}", [[]]],
    ["${step.other}", []],
    ["${run.id}", [[]]],
    ["at ${run.id}", [[]]],
    ["at ${input.id}", []],
    ["${{'a': step.at, 'b': [step.list, input.n]}}", [["a"], ["b", "*", "*", "id"]]],
    ["${input.vip ? step.at : input.n}", [[]]],
    ["${step.at == 1 ? 1 : 2}", [[]]],
    ["${string(step.at)}", [[]]],
    ["${step.list.map(i, {'k': i.id, 'n': i.n})}", [["*", "k"]]],
    ["${step.list.map(i, i.n)}", []],
    ["${step.list.filter(i, i.n > 1)}", [["*", "id"]]],
    ["${step.list.filter(i, i.id > 1)}", [[]]],
    ["${step.list.exists(i, i.id == 1)}", [[]]],
    ["${step.?at.orValue(1)}", [[]]],
    ["${input.items + input.items}", []],
  ] as [string, Paths][])("%s", (source, expected) => expect(paths(`value: "${source}"`)).toEqual(expected));

  it("keeps its path in objects and lists of the YAML", () => {
    expect(paths("value: { a: '${step}', b: [1, '${run.id}'], c: x }")).toEqual([
      ["a", "at"],
      ["a", "list", "*", "id"],
      ["b", "*"],
    ]);
  });
});

describe("residual differences", () => {
  it.each([
    ["step.a", ["member-of-list"]],
    ["input.address.city", []],
    ["input.items.map(i, i.sku)", []],
    ["has(step.a)", ["member-of-list"]],
    ["input.id < 'a'", ["text-order"]],
    ["input.n < 1", []],
    ["sort([1, 2])", []],
    ["sort(['a'])", ["text-order"]],
    ["input.id.lower()", ["letter-case"]],
    ["json_encode(step)", ["key-order"]],
    ["json_encode(input.items)", []],
    ["json_encode({'1': 2})", ["key-order"]],
  ])("%s", (source, names) => expect(residualsOf(ok(source))).toEqual(names));
});
