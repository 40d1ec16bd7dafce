import { describe, expect, test } from "vitest";
import { readSpec } from "../../generators/spec/read.ts";
import { findExpressions } from "../../generators/spec/yaml/find-expressions.ts";
import { beside, refuses, withSteps } from "./marked.ts";

const quoting = "yaml-unquoted-expression";

/** The one diagnostic's fix for a value of a step. */
function fixOf(marked: string): string | undefined {
  const [diagnostic] = refuses(marked, [quoting]);
  return diagnostic?.fix;
}

describe("an expression that YAML takes apart is told at the expression, with its quoted form", () => {
  test.each([
    ["in a flow mapping", withSteps("a: { pass: «${x}, title: b }"), 'Write "${x}"'],
    ["in a flow list", withSteps("a:\n  pass: [«${x}]"), 'Write "${x}"'],
    ["with a text around it, in flow", withSteps("a: { pass: one «${x} two }"), 'Write "one ${x} two"'],
    ["a conditional", withSteps("a:\n  pass: «${a ? b : c}"), 'Write "${a ? b : c}"'],
    ["a conditional over two lines", withSteps("a:\n  pass: «${a ? b :\n    c}"), 'Write "${a ? b : c}"'],
    ["a map literal", withSteps('a:\n  pass: «${{"k": v}}'), `Write '\${{"k": v}}'`],
    ["a hash after a blank: no YAML error at all", withSteps('a:\n  pass: «${x == " #1"}'), `Write '\${x == " #1"}'`],
    ["commas in flow", withSteps("a:\n  choice:\n    - { when: «${m(a, b)}, steps: {} }"), 'Write "${m(a, b)}"'],
    ["double quotes in double quotes", withSteps('a:\n  pass: "«${b["x"]}"'), `Write '\${b["x"]}'`],
    ["single quotes in single quotes", withSteps("a: { pass: '«${b == 'x'}' }"), `Write "\${b == 'x'}"`],
    [
      "a backslash in double quotes",
      withSteps(`a:\n  pass: "«\${b.matches('\\d')}"`),
      `Write '\${b.matches(''\\d'')}'`,
    ],
    ["a comment after it", withSteps("a:\n  pass: hello «${a ? b : c} # note"), 'Write "hello ${a ? b : c}"'],
    ["an escaped one in flow", withSteps("a: { pass: «$${x} }"), 'Write "$${x}"'],
  ])("%s", (_, marked, fix) => {
    expect(fixOf(marked)).toBe(fix);
  });

  test("each of several, and only those at fault", () => {
    const marked = withSteps(
      'a: { pass: "${fine}", title: «${x} }\nb: { lambda: f, payload: [«${y}, «${z}] }\nc:\n  pass: ${fine.too}\nd:\n  pass: «${p ? q : r}',
    );
    refuses(marked, [quoting, quoting, quoting, quoting]);
  });

  test("the fixed file parses", () => {
    const text = withSteps('a:\n  pass: ${x == " #1"}\nb: { pass: ${x} }\nc:\n  pass: "${b["x"]}"');
    const { diagnostics } = readSpec({ file: "t.yaml", text });
    let fixed = text;
    for (const { fix, range } of diagnostics.all.toReversed()) {
      const quoted = fix!.replace("Write ", "");
      const wide: [number, number] = text[range[0] - 1] === '"' ? [range[0] - 1, range[1] + 1] : [range[0], range[1]];
      fixed = fixed.slice(0, wide[0]) + quoted + fixed.slice(wide[1]);
    }
    const { document } = readSpec({ file: "t.yaml", text: fixed });
    expect(document?.spec.steps).toEqual({
      a: { pass: '${x == " #1"}' },
      b: { pass: "${x}" },
      c: { pass: '${b["x"]}' },
    });
  });

  test("other YAML errors of the file are told beside it, without what the expression causes", () => {
    refuses(withSteps("a: { pass: «${x} }\nb: «["), [quoting, "yaml-syntax"]);
  });
});

describe("what YAML leaves whole is left alone", () => {
  test.each([
    ["plain", "a:\n  pass: ${input.x > 2 && !y}"],
    ["a brace and a comma in a block value", 'a:\n  pass: ${[1, 2].map(i, {"k":i})}'],
    ["double quotes", 'a: { pass: "${a} and ${b}" }'],
    ["escaped double quotes with braces in CEL texts", `a:\n  pass: "\${a == \\"b\\" ? '}' : \\"{\\"}"`],
    ["single quotes", "a: { pass: '${a ? \"x: y\" : c}' }"],
    ["doubled single quotes with a brace", "a:\n  pass: '${a == ''}'' }'"],
    ["a folded block", "a:\n  pass: >-\n    ${a ? b :\n    c}"],
    ["a literal block", "a:\n  pass: |\n    ${a ? b : c} # not a comment"],
    ["two plain lines", "a:\n  pass: ${a\n    + b}"],
    ["a comment", "a: { pass: 1 } # { b: ${x, y} }\n# ${a ? b : c}"],
    ["a literal dollar sign", "a:\n  pass: costs $${x, y}"],
    ["one that is never closed: the expression parser's affair", 'a:\n  pass: ${x\nb: { pass: "${y}" }'],
  ])("%s", (_, steps) => {
    expect(readSpec({ file: "t.yaml", text: withSteps(steps) }).diagnostics.all).toEqual([]);
  });
});

test("a bare condition that YAML cuts at its comma is told to be put into quotes", () => {
  const [cut] = refuses(withSteps("a:\n  choice:\n    - { when: «f(a, «b), steps: {} }"), [
    "wrong-value",
    "unknown-key",
  ]);
  expect(cut?.fix).toBe('Write the whole of it as "${…}", in quotes.');
});

describe("findExpressions", () => {
  const found = (text: string) => findExpressions(text).map(([start, end]) => text.slice(start, end));

  test.each([
    ["${a} b ${c}", ["${a}", "${c}"]],
    ['${"}"}', ['${"}"}']],
    ["${'\\'}'}", ["${'\\'}'}"]],
    ["${{'a': {}}}", ["${{'a': {}}}"]],
    ["$${a}", ["$${a}"]],
    ["$$${a}", ["${a}"]],
    ["a: ${x\nb: ${y}\n", ["${y}"]],
    ["${", []],
  ])("%s", (text, expected) => {
    expect(found(text)).toEqual(expected);
  });
});

test("a long file with many expressions takes no more than linear time", () => {
  const steps = (count: number) =>
    withSteps(
      Array.from({ length: count }, (_, index) => `s${index}:\n  pass: \${x == "#${index}" ? 1 : 2}`).join("\n"),
    );
  const time = (count: number) => {
    const text = steps(count);
    const start = performance.now();
    readSpec({ file: "t.yaml", text });
    return performance.now() - start;
  };
  time(200);
  expect(time(2_000)).toBeLessThan(40 * Math.max(time(200), 20));
});

test("an escaped quote before an expression does not end the scalar", () => {
  expect(readSpec({ file: "t.yaml", text: beside('output: "a \\" ${x} b"') }).diagnostics.all).toEqual([]);
});
