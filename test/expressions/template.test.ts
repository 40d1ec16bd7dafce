/** Values out of YAML: what is an expression, what a text, what stays as it is. */
import { describe, expect, it } from "vitest";
import type { Value } from "../../generators/expressions/expression.ts";
import { splitHoles } from "../../generators/expressions/holes.ts";
import {
  booleanType,
  integerType,
  listOf,
  nullableOf,
  nullType,
  numberType,
  objectOf,
  stringType,
} from "../../generators/expressions/types.ts";
import { expressionIn, valueIn } from "./yaml.ts";

const types = {
  input: objectOf({
    id: { type: stringType },
    total: { type: numberType },
    count: { type: integerType },
    vip: { type: booleanType },
    tags: { type: listOf(stringType) },
    note: { type: nullableOf(stringType) },
    nothing: { type: nullType },
  }),
};

const parse = (yaml: string): Value => {
  const { value, found } = valueIn(yaml, types);
  expect(found).toEqual([]);
  return value;
};

const codes = (yaml: string): readonly string[] => valueIn(yaml, types).found.map((each) => each.code);

describe("a scalar", () => {
  it("that is one expression keeps its type", () => {
    expect(parse("value: ${input.total}")).toMatchObject({
      kind: "expression",
      source: "input.total",
      type: { kind: "number" },
    });
    expect(parse("value: '${ input.tags }'")).toMatchObject({
      kind: "expression",
      source: "input.tags",
      type: { kind: "list" },
    });
  });

  it("with more around the expression is a text", () => {
    const value = parse("value: Order ${input.id} of ${input.count}!");
    expect(value).toMatchObject({
      kind: "text",
      parts: ["Order ", { source: "input.id" }, " of ", { source: "input.count" }, "!"],
    });
    expect(parse("value: |\n  ${input.id}\n")).toMatchObject({ kind: "text", parts: [{ source: "input.id" }, "\n"] });
  });

  it("without one stays what it is", () => {
    expect(parse("value: plain")).toMatchObject({ kind: "literal", value: "plain" });
    expect(parse("value: 1.5")).toMatchObject({ kind: "literal", value: 1.5 });
    expect(parse("value: true")).toMatchObject({ kind: "literal", value: true });
    expect(parse("value:")).toMatchObject({ kind: "literal", value: null });
    expect(parse("value: '12'")).toMatchObject({ kind: "literal", value: "12" });
  });

  it("may hold a literal ${ as $${", () => {
    expect(parse("value: a $${b} c")).toMatchObject({ kind: "literal", value: "a ${b} c" });
    expect(parse("value: $${${input.id}}")).toMatchObject({ kind: "text", parts: ["${", { source: "input.id" }, "}"] });
  });

  it("may hold braces and quotes inside an expression", () => {
    expect(parse(`value: '\${{"a": {"}": 1}}}'`)).toMatchObject({ kind: "expression", type: { kind: "object" } });
    expect(parse("value: \"${'}' + input.id}\"")).toMatchObject({ kind: "expression", source: "'}' + input.id" });
  });
});

describe("splitHoles", () => {
  it("finds the end of a hole behind raw and triple-quoted texts and comments", () => {
    const sources = (text: string) => splitHoles(text).map((part) => (part.kind === "hole" ? part.source : part.kind));
    expect(sources('${r"\\}" + "x"} tail')).toEqual(['r"\\}" + "x"', "text"]);
    expect(sources('${"""a"}b""" + x}')).toEqual(['"""a"}b""" + x']);
    expect(sources("${a // } here\n + b}")).toEqual(["a // } here\n + b"]);
    expect(sources("${bar'x}")).toEqual(["unclosed"]);
    expect(sources("$${a} ${b} $$ $")).toEqual(["text", "b", "text"]);
    expect(sources("$$${a}")).toEqual(["text"]);
  });
});

describe("problems of values", () => {
  it("a list, an object and null have no place in a text", () => {
    expect(codes("value: tags ${input.tags}")).toEqual(["not-in-text"]);
    expect(codes("value: all ${input}")).toEqual(["not-in-text"]);
    expect(codes("value: x ${input.nothing}")).toEqual(["not-in-text"]);
    expect(codes("value: x ${input.note} ${input.vip} ${input.total}")).toEqual([]);
  });

  it("a text that looks like an expression is warned about", () => {
    expect(codes("value: input.total")).toEqual(["bare-expression"]);
    expect(codes("value: output.total")).toEqual([]);
    expect(codes("value: input.total is fine")).toEqual([]);
  });

  it("numbers must be exact", () => {
    expect(codes("value: 12345678901234567890")).toEqual(["number-range"]);
    expect(codes("value: .inf")).toEqual(["number-range"]);
    expect(codes("value: .nan")).toEqual(["number-range"]);
    expect(codes("value: 1e300")).toEqual([]);
    expect(codes("value: 9007199254740991")).toEqual([]);
  });

  it("keys are fixed texts", () => {
    expect(codes("value: { '${input.id}': 1 }")).toEqual(["expression-in-key"]);
    expect(codes("value: { [1]: 1 }")).toEqual(["value-key"]);
    expect(codes("value: { 1: a, '1': b }")).toEqual(["duplicate-field"]);
    expect(codes("value: { __proto__: 1 }")).toEqual(["value-key"]);
    expect(codes("value: \"${{'__proto__': 1}}\"")).toEqual(["value-key"]);
    expect(parse("value: { 1: a }")).toMatchObject({ kind: "object", entries: [["1", { value: "a" }]] });
  });

  it("an alias that holds itself and an alias bomb are refused", () => {
    expect(codes("value: &a { b: *a }")).toEqual(["value-recursive"]);
    const bomb = ["a: &a [x, x, x, x, x, x, x, x, x, x]"];
    for (let level = 1; level < 6; level++) {
      const before = `*${"abcdefg"[level - 1]}`;
      bomb.push(`${"abcdefg"[level]}: &${"abcdefg"[level]} [${Array(10).fill(before).join(", ")}]`);
    }
    expect(codes(`${bomb.join("\n")}\nvalue: *f\n`)).toEqual(["value-too-large"]);
  });
});

describe("when, until and items", () => {
  const found = (yaml: string, condition = false) =>
    expressionIn(yaml, types, condition).found.map((each) => each.code);

  it("take exactly one expression", () => {
    expect(found("value: ${input.tags}")).toEqual([]);
    expect(found("value: |\n  ${input.vip &&\n    input.total > 1}\n", true)).toEqual([]);
    expect(found("value: input.vip", true)).toEqual(["expression-required"]);
    expect(found("value: x ${input.vip}", true)).toEqual(["expression-required"]);
    expect(found("value: true", true)).toEqual(["expression-required"]);
    expect(found("value: [1]")).toEqual(["expression-required"]);
    expect(found("value:")).toEqual(["expression-required"]);
    expect(found("value: ${input.vip", true)).toEqual(["expression-unclosed"]);
  });

  it("say that a bare expression lacks its braces", () => {
    const { found } = expressionIn("value: input.total > 3", types, true);
    expect(found).toEqual([{ code: "expression-required", at: "1:8", text: "input.total > 3" }]);
  });

  it("a condition must be true or false", () => {
    expect(found("value: ${input.total}", true)).toEqual(["not-boolean"]);
    expect(expressionIn("value: ${input.vip}", types, true).value.type.kind).toBe("boolean");
  });
});
