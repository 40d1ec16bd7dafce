/** Every diagnostic stands at the line and column of the expression, however the YAML scalar is written. */
import { describe, expect, it } from "vitest";
import { objectOf, stringType } from "../../generators/expressions/types.ts";
import { valueIn } from "./yaml.ts";

const types = { input: objectOf({ name: { type: stringType } }) };

/** What is found, as `code line:column text`. */
const found = (source: string): readonly string[] =>
  valueIn(source, types).found.map(({ code, at, text }) => `${code} ${at} ${text}`);

describe("positions of diagnostics in", () => {
  it("a plain scalar", () => {
    expect(found("value: ${input.nme}")).toEqual(["unknown-field 1:10 input.nme"]);
    expect(found("value:   to ${ nope } now")).toEqual(["unknown-name 1:16 nope"]);
  });

  it("a plain scalar over several lines", () => {
    expect(found("value: one\n  two ${nope}\n\n  three ${input.nme}\n")).toEqual([
      "unknown-name 2:9 nope",
      "unknown-field 4:11 input.nme",
    ]);
  });

  it("a single-quoted scalar with doubled quotes and folded lines", () => {
    expect(found("value: 'it''s ''here'': ${nope}'")).toEqual(["unknown-name 1:27 nope"]);
    expect(found("value: 'a''b\n\n   c ${''x'' + nope}'")).toEqual(["unknown-name 3:16 nope"]);
  });

  it("a double-quoted scalar with escapes", () => {
    expect(found('value: "tab\\t \\u00e9 \\U0001F600 \\x41 ${nope} \\"${input.nme}\\""')).toEqual([
      "unknown-name 1:40 nope",
      "unknown-field 1:50 input.nme",
    ]);
    expect(found('value: "${input.name + \\"a\\" + nope}"')).toEqual(["unknown-name 1:32 nope"]);
  });

  it("a double-quoted scalar with escaped and folded line ends", () => {
    expect(found('value: "one \\\n    two ${nope}"')).toEqual(["unknown-name 2:11 nope"]);
    expect(found('value: "one\n\n    \\ttwo ${nope}"')).toEqual(["unknown-name 3:13 nope"]);
  });

  it("a literal block", () => {
    expect(found("value: |\n  first\n    deeper ${nope}\n\n  ${input.nme} end\n")).toEqual([
      "unknown-name 3:14 nope",
      "unknown-field 5:5 input.nme",
    ]);
    expect(found("value: |2-\n    two more ${nope}\n")).toEqual(["unknown-name 2:16 nope"]);
    expect(found("value: | # a comment\n\n  ${nope}")).toEqual(["unknown-name 3:5 nope"]);
  });

  it("a folded block", () => {
    expect(found("value: >-\n  one\n  two ${nope}\n\n  ${input.nme}\n    kept ${gone}\n  last ${far}\n")).toEqual([
      "unknown-name 3:9 nope",
      "unknown-field 5:5 input.nme",
      "unknown-name 6:12 gone",
      "unknown-name 7:10 far",
    ]);
  });

  it("an expression over several lines of a block", () => {
    expect(found("value: >\n  ${input.name == 'a'\n  && input.name\n  == nope}\n")).toEqual(["unknown-name 4:6 nope"]);
    expect(found("value: |-\n  ${[1,\n    nope,\n    input.nme]}\n")).toEqual([
      "unknown-name 3:5 nope",
      "unknown-field 4:5 input.nme",
    ]);
  });

  it("Windows line ends", () => {
    expect(found("value: >-\r\n  one\r\n  ${nope}\r\n")).toEqual(["unknown-name 3:5 nope"]);
    expect(found('value: "one\r\n  ${nope}"\r\n')).toEqual(["unknown-name 2:5 nope"]);
  });

  it("lists, mappings and aliases", () => {
    expect(found("base: &b [x, '${nope}']\nvalue:\n  a: [1, '${input.nme}']\n  b: *b\n")).toEqual([
      "unknown-field 3:13 input.nme",
      "unknown-name 1:17 nope",
    ]);
  });

  it("syntax errors", () => {
    expect(found("value: ${input.name = 'a'}")).toEqual(["expression-syntax 1:21 ="]);
    expect(found("value: ${input.name +}")).toEqual(["expression-syntax 1:22 }"]);
    expect(found("value: 'x ${ }'")).toEqual(["expression-syntax 1:13  "]);
    expect(found("value: 'x ${1 < 2 < 3}'")).toEqual(["comparison-chain 1:19 <"]);
  });

  it("a hole that is not closed", () => {
    expect(found("value: to ${input.name")).toEqual(["expression-unclosed 1:11 ${"]);
    expect(found("value: |\n  a\n  ${'}'\n")).toEqual(["expression-unclosed 3:3 ${"]);
  });
});
