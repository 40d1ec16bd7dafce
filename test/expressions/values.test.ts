/** Whole values as ASL and as Python. */
import { describe, expect, it } from "vitest";
import { valueToAsl, valueToJsonata } from "../../generators/expressions/asl-value.ts";
import { valueToPython } from "../../generators/expressions/python-value.ts";
import {
  anyType,
  booleanType,
  integerType,
  listOf,
  numberType,
  objectOf,
  stringType,
} from "../../generators/expressions/types.ts";
import { runJsonata, spellJsonata, spellPython } from "./support.ts";
import { valueIn } from "./yaml.ts";

const types = {
  input: objectOf({
    id: { type: stringType },
    total: { type: numberType },
    count: { type: integerType },
    vip: { type: booleanType },
    tags: { type: listOf(stringType) },
  }),
  step: anyType,
};

const parse = (yaml: string) => {
  const { value, found } = valueIn(yaml, types);
  expect(found).toEqual([]);
  return value;
};
const asl = (yaml: string) => valueToAsl(parse(yaml), spellJsonata);
const jsonata = (yaml: string) => valueToJsonata(parse(yaml), spellJsonata);
const python = (yaml: string) => valueToPython(parse(yaml), spellPython);

describe("valueToAsl", () => {
  it("keeps JSON plain, with expressions at the leaves", () => {
    expect(
      asl("value: { a: ${input.id}, b: [1, x, null, ${step.n}], c: true }".replaceAll(/(\$\{[^}]*\})/g, "'$1'")),
    ).toEqual({
      a: "{% $input.id %}",
      b: [1, "x", null, "{% $step.n %}"],
      c: true,
    });
  });

  it("writes a text with holes as one expression", () => {
    expect(asl("value: Order ${input.id} costs ${input.total}, ${input.vip} ${step.n}")).toBe(
      "{% ($req := function($v){$exists($v) ? $v : $error('missing value')}; " +
        "'Order ' & $input.id & ' costs ' & $string($input.total) & ', ' & $string($input.vip) & ' ' & $string($req($step.n))) %}",
    );
    expect(asl("value: ${input.id}${input.id}")).toBe("{% $input.id & $input.id %}");
    expect(asl("value: \"${input.vip ? 'a' : 'b'}-\"")).toBe("{% ($input.vip ? 'a' : 'b') & '-' %}");
  });

  it("never lets a literal text pass for an expression", async () => {
    const text = "{% $input %}";
    const code = asl(`value: '${text}'`) as string;
    expect(code).toBe("{% '\\u007b% $input %\\u007d' %}");
    expect(await runJsonata(code.slice(3, -3), {})).toEqual({ ok: text });
    expect(asl("value: 'only %} here'")).toBe("{% 'only %\\u007d here' %}");
    expect(asl("value: 100%")).toBe("100%");
  });

  it("writes an object with a JSONPath key as one expression", () => {
    expect(asl("value: { 'a.$': 1, b: '${input.tags}' }")).toBe("{% {'a.$': 1, 'b': $input.tags} %}");
  });
});

describe("valueToJsonata", () => {
  it("prints a whole value as one expression that hides no missing value", async () => {
    const code = jsonata("value: { a: '${step.n}', b: ['${input.tags}', '${step.l}', [x], 1] }");
    expect(code).toBe(
      "($req := function($v){$exists($v) ? $v : $error('missing value')}; " +
        "$nest := function($v){$type($v) = 'array' ? [[$v]] : $v}; " +
        "{'a': $req($step.n), 'b': [[$input.tags], $nest($req($step.l)), ['x'], 1]})",
    );
    const input = { tags: ["t"] };
    expect(await runJsonata(code, { input, step: { n: 1, l: [] } })).toEqual({
      ok: { a: 1, b: [["t"], [], ["x"], 1] },
    });
    expect(await runJsonata(code, { input, step: { l: [] } })).toHaveProperty("error");
  });
});

describe("valueToPython", () => {
  it("prints dicts, lists and constants", () => {
    expect(python("value: { a: '${input.id}', b: [1, x, null, true, 2.5, '${step.n}'] }")).toEqual({
      code: '{"a": input["id"], "b": [1, "x", None, True, 2.5, step["n"]]}',
      helpers: new Set(),
      imports: new Set(),
    });
  });

  it("prints texts as f-strings, with conversions only where they are needed", () => {
    const { code, helpers } = python(
      "value: Order ${input.id} x${input.count} costs ${input.total} {${input.vip}} ${step.n}",
    );
    expect(code).toBe(
      "f\"Order {input['id']} x{input['count']} costs {number_text(input['total'])} " +
        "{{{str(input['vip']).lower()}}} {to_text(step['n'])}\"",
    );
    expect(helpers).toEqual(new Set(["number_text", "to_text"]));
  });

  it("joins texts with + where an f-string cannot hold them", () => {
    expect(python('value: a ${input.tags.join("\'")}').code).toBe('"a " + "\'".join(input["tags"])');
    expect(python("value: ${input.count}${input.id}").code).toBe('str(input["count"]) + input["id"]');
  });

  it("names the modules it needs", () => {
    expect(python("value: \"${[floor(input.total), input.id.matches('a') ? 1 : 0]}\"").imports).toEqual(
      new Set(["math", "re"]),
    );
  });

  it("prints a literal object behind an f-string's brace", () => {
    expect(python("value: \"a ${{'b': input.id}.b}\"").code).toBe("f\"a { {'b': input['id']}['b']}\"");
  });
});
