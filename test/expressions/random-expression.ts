/** Random expressions of a wanted type over the variables of random-data.ts. */
import type { Random } from "./random.ts";

export type Kind =
  | "number"
  | "integer"
  | "text"
  | "condition"
  | "numbers"
  | "texts"
  | "nested"
  | "items"
  | "object"
  | "unknown";
type Element = "number" | "text" | "item" | "numbers" | "unknown";
type Locals = Readonly<Record<string, Element>>;

const variables = ["i", "x", "e", "amount_", "sum", "item", "map", "list", "count", "states", "id", "input1", "x_"];
const literals = [
  '""',
  '"a"',
  '"-"',
  '"it\'s"',
  '"x\\"y"',
  '"é"',
  '"😀"',
  '"{"',
  '"%}"',
  '"{%"',
  '"\\\\"',
  '"\\n"',
  '"12"',
];

export function randomExpression(random: Random, kind: Kind, depth: number, locals: Locals = {}): string {
  const { pick, int, chance } = random;
  const make = (wanted: Kind, more: Locals = locals): string => randomExpression(random, wanted, depth - 1, more);
  const named = (element: Element): string[] => Object.keys(locals).filter((name) => locals[name] === element);
  const fields = (...names: string[]): string[] =>
    named("item").flatMap((name) => names.map((field) => `${name}.${field}`));
  const one = (...makers: (() => string)[]): string => pick(makers)();
  /** A list and what one of its elements is. */
  const source = (): readonly [list: string, element: Element] => {
    const element = pick<Element>(["number", "text", "item", "numbers", "unknown"]);
    if (element === "unknown") return [pick(["step.list", "step.texts", "step.n"]), element];
    return [make(({ number: "numbers", text: "texts", item: "items", numbers: "nested" } as const)[element]), element];
  };
  const macro = (name: string, body: Kind, from = source()): string => {
    const variable = pick(variables);
    return `${from[0]}.${name}(${variable}, ${make(body, { ...locals, [variable]: from[1] })})`;
  };
  const choose = (): string => `(${make("condition")} ? ${make(kind)} : ${make(kind)})`;
  const listOf = (element: Kind): string => `[${Array.from({ length: int(3) + 1 }, () => make(element)).join(", ")}]`;

  switch (kind) {
    case "number": {
      const leaf = (): string =>
        pick([
          "input.a",
          "input.b",
          'input["ship-to"]["in"]',
          "step.n",
          "step.m.k",
          "input.maybe",
          "input.?maybe.orValue(2.5)",
          "(has(input.maybe) ? input.maybe : 0.5)",
          "(input.limit != null ? input.limit : 1)",
          "step.?n.orValue(3)",
          "step.?m.?k.orValue(input.a)",
          "step.?zz.orValue(step.n)",
          "step.list[0]",
          "step.list",
          "step.s",
          "step.ok",
          ...named("number"),
          ...named("number"),
          ...named("unknown"),
          ...fields("price"),
          "0.5",
          "2.0",
          "100.0",
          String(int(13)),
        ]);
      if (depth <= 0) return leaf();
      return one(
        leaf,
        () => make("integer"),
        () => `(${make("number")} ${pick(["+", "-", "*"])} ${make("integer")})`,
        () => `(${make("number")} ${pick(["-", "*"])} ${make("number")})`,
        () => `(double(${make("number")}) / ${make("number")})`,
        () => `(${make("number")} % ${make("number")})`,
        () => `-(${make("number")})`,
        () => `sum(${make("numbers")})`,
        () => `${pick(["min", "max"])}(${make("numbers")})`,
        () => `${pick(["min", "max"])}(${make("number")}, ${make("number")})`,
        () => `abs(${make("number")})`,
        () => `${make("numbers")}[${pick(["0", "1", "amount", "size(input.nums) - 1"])}]`,
        () => `double(${make(pick(["text", "number", "unknown"]))})`,
        () => `sum(${pick(["step.list", "step.n", "step.texts"])})`,
        choose,
      );
    }
    case "integer": {
      const leaf = (): string => pick(["input.n", "amount", ...fields("qty"), String(int(13))]);
      if (depth <= 0) return leaf();
      return one(
        leaf,
        () => `(${make("integer")} ${pick(["+", "-", "*", "%"])} ${make("integer")})`,
        () => `size(${make(pick(["numbers", "texts", "items", "nested", "text", "object"]))})`,
        () => `int(${make(pick(["number", "text", "unknown"]))})`,
        () => `${pick(["floor", "ceil", "round"])}(${make("number")})`,
        () => `${make("text")}.indexOf(${make("text")})`,
        () => `input.ints[${pick(["0", "1"])}]`,
        () => "sum(input.ints)",
        choose,
      );
    }
    case "text": {
      const leaf = (): string =>
        pick([
          "input.s",
          "input.t",
          'input["ship-to"].city',
          "input.items[0].sku",
          "input.items[1].tags[0]",
          '(input.nullable == null ? "none" : input.nullable)',
          "string(step.s)",
          "string(step.n)",
          "string(step)",
          "string(input.limit)",
          ...named("text"),
          ...fields("sku", "sku", "note", '?note.orValue("")'),
          pick(literals),
        ]);
      if (depth <= 0) return leaf();
      return one(
        leaf,
        () => `(${make("text")} + ${make("text")})`,
        () => `(${make("text")} + ${pick(literals)} + ${make("text")})`,
        () => `string(${make(pick(["number", "integer", "condition", "text", "unknown"]))})`,
        () => `${make("text")}.${pick(["lower", "upper", "trim"])}()`,
        () =>
          `${make("text")}.replace(${pick(['","', '"a"', '"."', '"$"'])}, ${pick(['"-"', '"$1"', '"$$"', '"\\\\"', '""'])})`,
        () => `${make("texts")}.join(${pick(["", '"-"', '"\'"'])})`,
        () => `${make("text")}.substring(${pick(["0", "1", "amount"])}${pick(["", ", 2", ", 0", ", input.n"])})`,
        () =>
          `${make("text")}.${pick(["padStart", "padEnd"])}(${pick(["3", "amount"])}${pick(["", ', "0"', ', "é"'])})`,
        () => `${make("texts")}[0]`,
        () => `json_encode(${make(pick(["texts", "items", "condition", "text", "numbers", "unknown"]))})`,
        () => `step.s.${pick(["upper()", "trim()", "substring(1)"])}`,
        choose,
      );
    }
    case "condition": {
      const leaf = (): string =>
        pick([
          "input.flag",
          "true",
          "false",
          "step.ok",
          "step.n",
          "has(step.list)",
          "has(step.zz)",
          "has(step.m.k)",
          "has(step.q.r)",
          "has(input.maybe)",
          "has(step.list[1])",
          "has(step.n[0])",
          "has(input.nested[0][0])",
          "(input.nullable == null)",
          "(has(step.n) && step.n == 1)",
        ]);
      if (depth <= 0) return leaf();
      return one(
        leaf,
        () => `(${make("number")} ${pick(["<", "<=", ">", ">=", "==", "!="])} ${make("number")})`,
        () => `(${make("text")} ${pick(["<", "<=", ">", ">=", "==", "!="])} ${make("text")})`,
        () => {
          const same = pick<Kind>(["numbers", "texts", "nested", "items", "condition", "unknown"]);
          return `(${make(same)} ${pick(["==", "!="])} ${make(same)})`;
        },
        () => `(${make("unknown")} ${pick(["<", ">="])} ${make(pick(["number", "text", "unknown"]))})`,
        () => `(${make("unknown")} == ${make(pick(["number", "text", "condition", "numbers"]))})`,
        () => `(${make("condition")} ${pick(["&&", "||"])} ${make("condition")})`,
        () => `!(${make("condition")})`,
        () => macro(pick(["all", "exists"]), "condition"),
        () => `(${make("number")} in ${make("numbers")})`,
        () => `(${make("text")} in ${make("texts")})`,
        () => `(${make("unknown")} in ${make(pick(["texts", "numbers"]))})`,
        () => `(${make("text")} in ${make("object")})`,
        () => `(${make("numbers")} in ${make("nested")})`,
        () =>
          `${make("text")}.${pick(['contains("a")', 'startsWith("A")', 'endsWith("1")', 'matches("^[a-z]+$")', 'matches("\\\\d")', "startsWith(input.t)", "endsWith(input.t)"])}`,
        choose,
      );
    }
    case "numbers": {
      if (depth <= 0) return pick(["input.nums", "input.ints", "[]", "[1]", ...named("numbers")]);
      return one(
        () => "input.nums",
        () => listOf(chance(0.8) ? "number" : "integer"),
        () => macro("map", "number"),
        () => macro("filter", "condition", [make("numbers"), "number"]),
        () => `(${make("numbers")} + ${make("numbers")})`,
        () => `range(${pick(["0", "3", "amount", "1, amount"])})`,
        () => `flatten(${make("nested")})`,
        () => `distinct(${pick(["input.nums", "input.ints", "[1, 1, 2]", "range(3)"])})`,
        () => `sort(${pick(["input.nums", "input.ints", "[2, 1]", "[]"])})`,
        () => `${make("nested")}[0]`,
        choose,
      );
    }
    case "texts": {
      if (depth <= 0) return pick(["input.strs", '["a"]', ...fields("tags")]);
      return one(
        () => pick(["input.strs", "input.items[0].tags", "input.items[amount].tags"]),
        () => macro("map", "text"),
        () => macro("filter", "condition", [make("texts"), "text"]),
        () => `${make("text")}.split(${pick(['","', '" "', '"a"'])})`,
        () => listOf("text"),
        () => `sort(${pick(["input.strs", "[]", '["b", "a"]'])})`,
        () => `keys(${make("object")})`,
        () => `distinct(${pick(["input.strs", '["b", "b"]'])})`,
        choose,
      );
    }
    case "items":
      return depth <= 0 || chance(0.5) ? "input.items" : macro("filter", "condition", [make("items"), "item"]);
    case "nested":
      if (depth <= 0) return "input.nested";
      return one(
        () => "input.nested",
        () => macro("map", "numbers"),
        () => macro("filter", "condition", [make("nested"), "numbers"]),
        () => listOf("numbers"),
        choose,
      );
    case "object":
      if (depth <= 0) return pick(['input["ship-to"]', "{}", '{"a": 1}']);
      return one(
        () =>
          `{"a": ${make(pick(["number", "text", "numbers", "nested"]))}, "b c": ${make(pick(["condition", "items", "texts", "unknown"]))}}`,
        () => `merge(${make("object")}, ${make("object")})`,
        () => `{"k": ${make("unknown")}}`,
        () => 'merge(step, {"a": 1})',
      );
    case "unknown":
      if (depth <= 0) {
        return pick([
          "step",
          "step.n",
          "step.s",
          "step.ok",
          "step.list",
          "step.m",
          "step.m.q.r",
          "step.list[0]",
          ...named("unknown"),
        ]);
      }
      return one(
        () =>
          pick([
            "step",
            "step.n",
            "step.s",
            "step.ok",
            "step.list",
            "step.texts[1]",
            ...named("unknown"),
            ...named("unknown"),
          ]),
        () => `[${make("unknown")}, ${make(pick(["number", "numbers", "unknown"]))}]`,
        () => `(${make("condition")} ? ${make("text")} : ${make("number")})`,
        () => macro("map", "unknown"),
        () => `json_decode(${pick(["step.s", '"[1,{\\"a\\":null}]"', "json_encode(step)"])})`,
        () => `step[${make("text")}]`,
        choose,
      );
  }
}
