/** The words of diagnostics: what is wrong, what was meant. */

import { describe, expect, it } from "vitest";
import { catalogue } from "../../diagnostics/catalogue.ts";
import { expressionCodes } from "../../diagnostics/codes/expression.ts";
import { nearest } from "../../diagnostics/suggest.ts";
import { formatPython, lintPython } from "../../generators/airflow/format.ts";
import { functionNames, functionTable, methodNames } from "../../generators/expressions/functions.ts";
import { helperNames, helperSource, withCalled } from "../../generators/expressions/helpers.ts";
import { jsonataCallNames } from "../../generators/expressions/jsonata-calls.ts";
import { jsonataHelperNames } from "../../generators/expressions/jsonata-helpers.ts";
import { pythonCallNames } from "../../generators/expressions/python-calls.ts";
import { freshVariable } from "../../generators/expressions/rename.ts";
import { reservedNames } from "../../generators/expressions/reserved.ts";
import { anyType, integerType, listOf, objectOf, stringType } from "../../generators/expressions/types.ts";
import { compile } from "./support.ts";

const types = {
  input: objectOf({
    total: { type: integerType },
    customer: { type: stringType },
    list: { type: listOf(integerType) },
  }),
  clean_orders: anyType,
};

/** `code: message fix`. */
const said = (source: string): readonly string[] =>
  compile(source, types).diagnostics.all.map(({ code, message, fix }) =>
    [`${code}:`, message, fix].filter(Boolean).join(" "),
  );

describe("a diagnostic names the cure", () => {
  it.each([
    ["clean_order.x", "unknown-name: There is no 'clean_order' here. Did you mean 'clean_orders'?"],
    ["Input.total", "unknown-name: There is no 'Input' here. Did you mean 'input'?"],
    ["zzz", "unknown-name: There is no 'zzz' here. In scope: input, clean_orders."],
    ["input.totl", "unknown-field: There is no field 'totl' here. Did you mean 'total'?"],
    ["input.zzz", "unknown-field: There is no field 'zzz' here. Declared fields: total, customer, list."],
    [
      "clean_orders.constructor",
      "unknown-field: JavaScript gives every object a 'constructor', so an undeclared field of this name is not portable. Declare the field.",
    ],
    ["sze(input.list)", "unknown-function: There is no function sze(). Did you mean 'size'?"],
    ["input.customer.startWith('a')", "unknown-function: There is no method .startWith(). Did you mean 'startsWith'?"],
    ["len(input.list)", "unknown-function: There is no function len(). Write size(x)."],
    ["lower(input.customer)", "unknown-function: There is no function lower(). Write x.lower(…)."],
    ["input.list.sum()", "unknown-function: There is no method .sum(). Write sum(x)."],
    [
      "input.list.exists_one(i, i > 1)",
      "unknown-function: There is no method .exists_one(). Write `size(x.filter(i, …)) == 1`.",
    ],
    [
      "input.list.map(i, i > 1, i)",
      "wrong-arguments: .map() takes a name and an expression: .map(i, …). Write x.filter(i, …).map(i, …).",
    ],
    ["input.customer.substring()", "wrong-arguments: .substring(start, [end]) was given 0 arguments."],
    ["input.total = 3", "expression-syntax: '=' is not expected here. Write '==' to compare."],
    ["input.total == 3 and true", "expression-syntax: 'and' is not expected here. Write '&&' for and."],
    ["not input.total", "expression-syntax: 'input' is not expected here. Write '!' for not."],
    ["$input.total", "expression-syntax: '$' is not expected here. Inside ${…} names stand without '$'."],
    [
      "clean_orders.in",
      "expression-syntax: Expected a name, got 'in'. Write [\"in\"] for a field whose name is a word of the language.",
    ],
    ["(1", "expression-syntax: Expected ')', got the end of the expression."],
    [
      "clean_orders.?a",
      "expression-unsupported: An optional field needs a default. Write `x.?field.orValue(default)`.",
    ],
    [
      "b'ab'",
      "expression-unsupported: Bytes and unsigned integers do not exist in JSON. Write a plain text or number.",
    ],
    ["{'a': 1, 'a': 2}", "duplicate-field: The field 'a' stands here twice."],
    ["{input.customer: 1}", "literal-required: A key must be a text in quotes."],
    ["input.total.map(i, i)", "wrong-type: .map() needs a list, but this is integer."],
    [
      "input.map(i, i)",
      "wrong-type: .map() needs a list, but this is object {total, customer, list}. Write keys(x).map(…).",
    ],
    [
      "input.total + input.customer",
      "wrong-type: '+' adds two numbers, two strings or two lists, not integer and string. Wrap the other side in string(…).",
    ],
    [
      "clean_orders.a + clean_orders.b",
      "unknown-type: '+' must know whether this is a number, a text or a list. Wrap it in string(…) or double(…), or declare its type.",
    ],
    [
      "range(clean_orders.n)",
      "unknown-type: 'start' must be known to be an integer, but its type is unknown. Declare it as integer, or wrap it in int(…).",
    ],
    ["has(input.total[0])", "wrong-type: A position needs a list, but this is integer."],
    ["has(input)", "wrong-arguments: has() takes one path of fields: has(a.b.c)."],
    ["input.customer.matches('(a')", "regex-not-portable: At character 1 of the pattern: Unterminated group."],
  ])("%s", (source, words) => expect(said(source)).toEqual([words]));

  it("reports every mistake of an expression once", () => {
    expect(compile("zzz + input.nope + sze(1)", types).codes).toEqual([
      "unknown-name",
      "unknown-field",
      "unknown-function",
    ]);
    expect(compile("[zzz].map(x, x.a.b + 1)", types).codes).toEqual(["unknown-name"]);
  });
});

describe("the tables", () => {
  it("have code for every function on both sides", () => {
    const names = [...functionTable.keys()].sort();
    expect([...jsonataCallNames].sort()).toEqual(names);
    expect([...pythonCallNames].sort()).toEqual(names);
    expect(new Set([...functionNames, ...methodNames]).size).toBeGreaterThan(names.length);
  });

  it("have a title, a cause and a cure for every code", () => {
    for (const [code, entry] of Object.entries(expressionCodes)) {
      expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(entry.cause.length).toBeGreaterThan(20);
      expect(entry.fix.length).toBeGreaterThan(10);
      expect(catalogue).toHaveProperty(code);
    }
  });
});

describe("names", () => {
  it("of functions, keywords, helpers and a DAG's own names are reserved, each with a reason", () => {
    const expected = [
      "count",
      "states",
      "parse",
      "lambda",
      "len",
      "dag",
      "task",
      "params",
      "input",
      "json",
      "and",
      "dag_run",
      "ti",
    ];
    for (const name of [...expected, ...helperNames, ...jsonataHelperNames])
      expect(reservedNames.has(name), name).toBe(true);
    expect(reservedNames.get("count")).toBe("$count is a function of JSONata, which a variable would hide");
    for (const name of ["order", "item", "orders", "total", "reports", "i", "x", "clean_orders"]) {
      expect(reservedNames.has(name), name).toBe(false);
    }
  });

  it("of macro variables give way", () => {
    const taken = new Set(["order", "order1"]);
    expect(freshVariable("order", taken)).toBe("order2");
    expect(freshVariable("sum", taken)).toBe("sum1");
    expect(freshVariable("x_", taken)).toBe("x1");
    expect(freshVariable("a__b", taken)).toBe("a_b1");
    expect(freshVariable("_", taken)).toBe("item1");
    expect(freshVariable("item", taken)).toBe("item");
  });

  it("are compared by edits and by case", () => {
    expect(nearest("inptu", ["input", "output"])).toBe("input");
    expect(nearest("INPUT", ["input"])).toBe("input");
    expect(nearest("x", ["y", "zz"])).toBe("y");
    expect(nearest("total", ["count", "size"])).toBeUndefined();
  });
});

describe("helperSource", () => {
  it("is as ruff formats it, and ruff finds nothing in it", () => {
    const { source, imports } = helperSource(helperNames);
    const [plain, from] = [
      imports.filter((line) => line.startsWith("import")),
      imports.filter((line) => line.startsWith("from")),
    ];
    const file = `"""Helpers."""\n\n${[...plain, ...from].join("\n")}\n\n\n${source}\n`;
    expect(formatPython(file)).toBe(file);
    expect(lintPython(file)).toEqual([]);
  });

  it("gives a helper with all that it calls, and their imports", () => {
    expect(withCalled(["to_text", "sum_of"])).toEqual(["need", "number_text", "to_json", "to_text", "sum_of"]);
    const { source, imports } = helperSource(["to_text"]);
    expect(source.match(/^def \w+/gm)).toEqual(["def number_text", "def to_json", "def to_text"]);
    expect(imports).toEqual([
      "from decimal import ROUND_HALF_UP, Context, Decimal",
      "from typing import Any",
      "import json",
    ]);
    expect(helperSource([])).toEqual({ source: "", imports: [] });
  });

  it("has a documented, typed function of its own name in every file", () => {
    for (const name of helperNames) {
      const { source } = helperSource([name]);
      expect(source).toMatch(new RegExp(`def ${name}\\(.*\\) -> .+:\\n    """[A-Z].*\\.`));
    }
  });
});
