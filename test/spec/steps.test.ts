import { describe, expect, test } from "vitest";
import type { Code } from "../../diagnostics/catalogue.ts";
import { readSpec } from "../../generators/spec/read.ts";
import { kindOf } from "../../generators/spec/schema/steps.ts";
import { refuses, withSteps } from "./marked.ts";

describe("a step has exactly one kind", () => {
  test.each<[string, string, Code, RegExp, RegExp?]>([
    ["mistyped", "a: { «lamda: f }", "unknown-key", /`lamda` is not a kind of step/, /`lambda`/],
    ["in capitals", "a: { «Pass: 1 }", "unknown-key", /`Pass`/, /`pass`/],
    ["none", "«a: { title: x }", "step-kind", /does not say what it does.*`lambda`, `pass`, `choice`/],
    ["empty", "«a: {}", "step-kind", /does not say what it does/],
    ["nothing at all", "«a:", "step-kind", /mapping with one of the keys/],
    ["a text", "«a: hello", "step-kind", /mapping with one of the keys/],
    ["a list", "«a: [1]", "step-kind", /mapping with one of the keys/],
    ["two", "a: { lambda: f, «pass: 1 }", "step-kind", /`lambda` and `pass` at once/, /two steps/],
    ["two, the other way round", "a: { pass: 1, «lambda: f }", "step-kind", /`lambda` and `pass` at once/],
    ["a later one", "a: { «call: s3:listBuckets, with: {} }", "not-yet", /`call` steps/],
    ["a later one beside one of now", "a: { pass: 1, «approval: { message: x } }", "not-yet", /`approval` steps/],
  ])("%s", (_, steps, code, message, fix) => {
    const [diagnostic] = refuses(withSteps(steps), [code]);
    expect(diagnostic?.message).toMatch(message);
    if (fix) expect(diagnostic?.fix).toMatch(fix);
  });

  test.each(["call", "try", "repeat", "approval", "pipeline"])("%s is not yet", (kind) => {
    refuses(withSteps(`a: { «${kind}: {} }`), ["not-yet"]);
  });

  test("compensate is not yet", () => {
    refuses(withSteps("a: { lambda: f, «compensate: { steps: {} } }"), ["not-yet"]);
  });
});

describe("what may stand beside the kind", () => {
  test.each([
    ["retry", "parallel: { b: { pass: 1 } }", "Put the retry on the steps inside its branches."],
    [
      "retry",
      "map: { items: '${input.x}', as: i, steps: { b: { pass: 1 } } }",
      "Put the retry on the steps inside its `steps`.",
    ],
    ["retry", "pass: 1", "Put the retry on the lambda step whose call may fail."],
    ["retry", "choice: [{ when: '${x}', steps: {} }]", "Put the retry on the lambda step whose call may fail."],
    [
      "timeout",
      "parallel: { b: { pass: 1 } }",
      "Put the timeout on the steps inside its branches, or on the whole pipeline.",
    ],
    ["timeout", "wait: 5s", "Put the timeout on the lambda step that may take long, or on the whole pipeline."],
    ["catch", "pass: 1", "Put the step into a branch of a `parallel` and the catch on that."],
    [
      "catch",
      "choice: [{ when: '${x}', steps: {} }]",
      "Put the step into a branch of a `parallel` and the catch on that.",
    ],
    ["result", "wait: 5s", "Put a pass step after it."],
    ["result", "succeed: 1", "Write the reshaped value as the value of `succeed`."],
    ["result", "fail: { error: E }", "Remove it."],
    ["payload", "pass: 1", "Write the value under `pass`."],
  ])("%s on %s is refused, with the cure", (key, kind, cure) => {
    const [diagnostic] = refuses(withSteps(`a:\n  ${kind}\n  «${key}: 1`), ["not-allowed-here"]);
    expect(diagnostic?.fix).toBe(cure);
    expect(diagnostic?.message).toMatch(/may not stand on a \w+ step/);
  });

  test.each([
    [
      "lambda: f",
      "{ payload: 1, retry: lambda_service, timeout: 5s, catch: [{ errors: [States.ALL], steps: {} }], result: 1 }",
    ],
    ["pass: 1", "{ result: 1 }"],
    ["choice: [{ when: '${x}', steps: {} }]", "{ result: 1 }"],
    ["parallel: { b: { pass: 1 } }", "{ catch: [{ errors: [E], steps: {} }], result: 1 }"],
    ["map: { items: '${x}', as: i, steps: { b: { pass: 1 } } }", "{ catch: [{ errors: [E], steps: {} }], result: 1 }"],
    ["wait: 5s", "{ title: x, description: y }"],
    ["succeed: null", "{ title: x }"],
    ["fail: ${error}", "{ title: x }"],
  ])("%s takes %s", (kind, beside) => {
    const more = beside.slice(2, -2);
    const steps = `a: { ${kind.replace("${error}", '"${error}"')}, ${more} }`;
    expect(readSpec({ file: "t.yaml", text: withSteps(steps) }).diagnostics.all).toEqual([]);
  });

  test("a word from elsewhere is answered with ours", () => {
    const found = refuses(withSteps("a: { lambda: f, «next: b, «parameters: 1, «timeoutSeconds: 3 }"), [
      "unknown-key",
      "unknown-key",
      "unknown-key",
    ]);
    expect(found.map(({ fix }) => fix)).toEqual([
      "Steps run in the order in which they are written.",
      "Write `payload: { … }`.",
      "Write `timeout: 30s`.",
    ]);
  });
});

describe("blocks", () => {
  test.each([
    ["a pipeline without steps", "name: t\n«steps: {}\n".replace("«steps: {}", "steps: «{}"), "empty-mapping"],
    ["steps that are a list", "name: t\nsteps: «[]\n", "wrong-shape"],
    ["steps without anything", "name: t\n«steps:\n", "wrong-shape"],
    ["an empty branch", withSteps("a: { parallel: { b: { steps: «{} } } }"), "empty-mapping"],
    ["no branches", withSteps("a: { parallel: «{} }"), "empty-mapping"],
    ["an empty map", withSteps("a: { map: { items: '${x}', as: i, steps: «{} } }"), "empty-mapping"],
    [
      "a branch with a stray key",
      withSteps("a: { parallel: { b: { steps: { c: { pass: 1 } }, «title: x } } }"),
      "unknown-key",
    ],
  ] as const)("%s", (_, text, code) => {
    refuses(text, [code]);
  });

  test("a branch is a block or one step", () => {
    const { document } = readSpec({
      file: "t.yaml",
      text: withSteps("a: { parallel: { b: { steps: { c: { pass: 1 } } }, d: { pass: 2 } } }"),
    });
    expect(document?.spec.steps).toEqual({ a: { parallel: { b: { steps: { c: { pass: 1 } } }, d: { pass: 2 } } } });
    expect(kindOf(document!.spec.steps.a!)).toBe("parallel");
  });

  test("mistakes at every depth are told at once", () => {
    const text = withSteps(
      [
        "a:",
        "  parallel:",
        "    left:",
        "      steps:",
        "        m:",
        "          map:",
        "            items: ${input.xs}",
        "            as: x",
        "            steps:",
        "              c:",
        "                choice:",
        "                  - { when: '${x > 1}', steps: { d: { lambda: f, «retires: [] } } }",
        "                  - default: { steps: { e: { «pas: 1 } } }",
        "              g:",
        "                lambda: f",
        "                catch: [{ errors: [E], steps: { h: { fail: «{ cause: x } } } }]"
          .replace("«{ cause", "{ cause")
          .replace("{ fail:", "{ «fail:"),
        "    right: { pass: 1, «catch: [] }",
      ].join("\n"),
    );
    refuses(text, ["unknown-key", "unknown-key", "missing-key", "not-allowed-here"]);
  });
});

describe("choice", () => {
  test.each([
    ["no list", "a: { choice: «{ when: x } }", "wrong-shape"],
    ["an empty list", "a: { choice: «[] }", "wrong-value"],
    ["a default that is not last", 'a: { choice: [«{ default: {} }, { when: "${x}", steps: {} }] }', "choice-default"],
    ["only a default", "a: { choice: [«{ default: {} }] }", "choice-default"],
    ["a condition without ${}", "a:\n  choice:\n    - when: «input.x > 1\n      steps: {}", "wrong-value"],
    ["a condition that is true", "a: { choice: [{ when: «true, steps: {} }] }", "wrong-shape"],
    ["a rule without steps", 'a: { choice: [«{ when: "${x}" }] }', "missing-key"],
    ["a default beside a condition", 'a: { choice: [{ when: "${x}", steps: {}, «default: {} }] }', "unknown-key"],
  ] as const)("%s", (_, steps, code) => {
    refuses(withSteps(steps), [code]);
  });

  test.each(["{}", "{ steps: {} }", "null", ""])("default: %s does nothing", (value) => {
    const text = withSteps(`a:\n  choice:\n    - { when: "\${x}", steps: {} }\n    - default: ${value}`);
    expect(readSpec({ file: "t.yaml", text }).diagnostics.all).toEqual([]);
  });

  test("the fix for a bare condition is quoted where YAML needs it", () => {
    const fix = (steps: string) => refuses(withSteps(steps), ["wrong-value"])[0]?.fix;
    expect(fix("a:\n  choice:\n    - when: «x > 1\n      steps: {}")).toBe("Write ${x > 1}.");
    expect(fix("a: { choice: [{ when: «x > 1, steps: {} }] }")).toBe('Write "${x > 1}", in quotes.');
    expect(fix('a: { choice: [{ when: «x == "a", steps: {} }] }')).toBe(`Write '\${x == "a"}', in quotes.`);
  });
});

describe("map", () => {
  const map = (inner: string) => withSteps(`a: { map: { ${inner} } }`);
  test.each([
    ["no items", "as: i, steps: { b: { pass: 1 } }", "missing-key"],
    ["no name for the item", "items: '${x}', steps: { b: { pass: 1 } }", "missing-key"],
  ] as const)("%s", (_, inner, code) => {
    refuses(withSteps(`a: { «map: { ${inner} } }`), [code]);
  });
  test.each([
    ["items without ${}", "items: «x, as: i, steps: { b: { pass: 1 } }", "wrong-value"],
    ["a name that is no id", "items: [1], as: «Item, steps: { b: { pass: 1 } }", "bad-id"],
    ["maxConcurrency 0", "items: [1], as: i, maxConcurrency: «0, steps: { b: { pass: 1 } }", "wrong-value"],
    ["maxConcurrency 41", "items: [1], as: i, maxConcurrency: «41, steps: { b: { pass: 1 } }", "wrong-value"],
    ["maxConcurrency 1.5", "items: [1], as: i, maxConcurrency: «1.5, steps: { b: { pass: 1 } }", "wrong-shape"],
    ["a mistyped key is told once", "items: [1], as: i, «step: { b: { pass: 1 } }", "unknown-key"],
  ] as const)("%s", (_, inner, code) => {
    refuses(map(inner), [code]);
  });
});

describe("wait", () => {
  test.each([
    ["a number", "wait: «5", "wrong-shape", "Write 5s."],
    ["a word", "wait: «soon", "wrong-value", undefined],
    ["a fraction", "wait: «1.5s", "wrong-value", undefined],
    ["an expression", 'wait: «"${x}"', "wrong-value", 'Write wait: { seconds: "${x}" }, or { timestamp: … }.'],
    ["nothing", "wait: «null", "wrong-shape", undefined],
    [
      "an empty mapping",
      "«wait: {}",
      "missing-key",
      "Write wait: 5s, wait: { seconds: 5 } or wait: { timestamp: 2030-01-31T12:00:00Z }.",
    ],
    ["a mistyped key", "wait: { «second: 5 }", "unknown-key", "Did you mean `seconds`?"],
    ["a fraction of a second", "wait: { seconds: «0.5 }", "wrong-shape", undefined],
    ["negative seconds", "wait: { seconds: «-1 }", "wrong-value", undefined],
    ["seconds in words", "wait: { seconds: «ten }", "wrong-shape", undefined],
    ["two at once", "wait: { seconds: 5, «timestamp: x }", "unknown-key", undefined],
  ] as const)("%s", (_, inner, code, fix) => {
    const [diagnostic] = refuses(withSteps(`a: { ${inner} }`), [code]);
    if (fix) expect(diagnostic?.fix).toBe(fix);
  });

  test.each([
    "5s",
    "5m",
    "2h",
    "1d",
    "{ seconds: 0 }",
    '{ seconds: "${x}" }',
    "{ timestamp: 2030-01-31T12:00:00Z }",
    '{ timestamp: "${x}" }',
  ])("%s is fine", (value) => {
    expect(readSpec({ file: "t.yaml", text: withSteps(`a: { wait: ${value} }`) }).diagnostics.all).toEqual([]);
  });
});

describe("retry and catch", () => {
  test.each([
    ["an unknown rule", "retry: «lambda_servise", "unknown-retry-rule"],
    ["one rule without a list", "retry: «{ errors: [E] }", "wrong-shape"],
    ["an empty list", "retry: «[]", "wrong-value"],
    ["a rule without errors", "retry: [«{ interval: 1s }]", "missing-key"],
    ["errors that are no list", "retry: [{ errors: «States.ALL }]", "wrong-shape"],
    ["no error", "retry: [{ errors: «[] }]", "wrong-value"],
    ["an unknown error of ASL", "retry: [{ errors: [«States.TimeOut] }]", "unknown-error-name"],
    ["an interval in numbers", "retry: [{ errors: [E], interval: «2 }]", "wrong-shape"],
    ["no interval at all", "retry: [{ errors: [E], interval: «0s }]", "retry-delay"],
    ["maxDelay below the interval", "retry: [{ errors: [E], interval: 5s, maxDelay: «5s }]", "retry-delay"],
    ["maxDelay below the default interval", "retry: [{ errors: [E], maxDelay: «1s }]", "retry-delay"],
    ["negative retries", "retry: [{ errors: [E], maxAttempts: «-1 }]", "wrong-value"],
    ["half a retry", "retry: [{ errors: [E], maxAttempts: «1.5 }]", "wrong-shape"],
    ["a backoff below 1", "retry: [{ errors: [E], backoffRate: «0.9 }]", "wrong-value"],
    ["jitter in small letters", "retry: [{ errors: [E], jitter: «full }]", "wrong-value"],
    ["a mistyped key", "retry: [{ errors: [E], «max_attempts: 3 }]", "unknown-key"],
    ["catch without a list", "catch: «{ errors: [E], steps: {} }", "wrong-shape"],
    ["a handler without steps", "catch: [«{ errors: [E] }]", "missing-key"],
    ["a handler by name", "catch: [«tell_somebody]", "not-yet"],
    ["a timeout in numbers", "timeout: «30", "wrong-shape"],
    ["a timeout that is an expression", 'timeout: «"${input.limit}"', "wrong-value"],
  ] as const)("%s", (_, inner, code) => {
    refuses(withSteps(`a: { lambda: f, ${inner} }`), [code]);
  });

  test("the fixes name what is meant", () => {
    const fix = (inner: string, code: Code) => refuses(withSteps(`a: { lambda: f, ${inner} }`), [code])[0]?.fix;
    expect(fix("retry: «lambda_servise", "unknown-retry-rule")).toBe("Did you mean `lambda_service`?");
    expect(fix("retry: [{ errors: «States.ALL }]", "wrong-shape")).toBe("Write [States.ALL].");
    expect(fix("retry: [{ errors: [«States.TimeOut] }]", "unknown-error-name")).toBe("Did you mean `States.Timeout`?");
    expect(fix("retry: [{ errors: [E], jitter: «full }]", "wrong-value")).toBe("Did you mean `FULL`?");
    expect(fix("retry: [{ errors: [E], «max_attempts: 3 }]", "unknown-key")).toBe("Did you mean `maxAttempts`?");
  });

  test("an expression where a fixed value must stand says why", () => {
    const [diagnostic] = refuses(withSteps('a: { lambda: f, timeout: «"${input.limit}" }'), ["wrong-value"]);
    expect(diagnostic?.message).toContain("an expression cannot stand here");
  });

  test("a name and rules may be mixed", () => {
    const text = withSteps(
      "a: { lambda: f, retry: [lambda_service, { errors: [E], interval: 1s, maxAttempts: 0, backoffRate: 1, maxDelay: 2m, jitter: FULL }] }",
    );
    expect(readSpec({ file: "t.yaml", text }).diagnostics.all).toEqual([]);
  });
});

describe("fail", () => {
  test.each([
    ["without an error", "«fail: { cause: x }", "missing-key"],
    ["with a number as the cause", "fail: { error: E, cause: «1 }", "wrong-shape"],
    ["with an error of ASL that does not exist", "fail: { error: «States.Broken }", "unknown-error-name"],
    ["with a bare word", "fail: «error", "wrong-value"],
    ["with an unknown key", "fail: { error: E, «message: x }", "unknown-key"],
  ] as const)("%s", (_, inner, code) => {
    refuses(withSteps(`a: { ${inner} }`), [code]);
  });
});

describe("slips of indentation", () => {
  test("a step that stands at the top of the file, or inside another step", () => {
    const [outside] = refuses("name: t\nsteps:\n  a:\n    pass: 1\n«b:\n  pass: 2\n", ["unknown-key"]);
    expect(outside?.fix).toBe("It looks like a step: indent it, so that it stands under `steps`.");
    const [inside] = refuses(withSteps("a:\n  pass: 1\n  «b:\n    lambda: f"), ["unknown-key"]);
    expect(inside?.fix).toBe("It looks like a step of its own: indent it less, so that it stands beside this step.");
  });

  test.each([
    [
      "map: { items: [1], as: i, steps: { b: { pass: 1 } } }\n  «maxConcurrency: 2",
      "Indent it, so that it stands under `map`.",
    ],
    ["fail: { error: E }\n  «cause: x", "Indent it, so that it stands under `fail`."],
    ["lambda: f\n  «maxAttempts: 3", "Write it into a rule: retry: [{ errors: [ … ], interval: 2s, maxAttempts: 3 }]."],
    [
      "parallel: { b: { pass: 1 } }\n  «steps: {}",
      "Write the steps of each branch under its name: parallel: { left: { steps: { … } } }.",
    ],
  ])("%j", (inner, cure) => {
    const [diagnostic] = refuses(withSteps(`a:\n  ${inner}`), ["not-allowed-here"]);
    expect(diagnostic?.fix).toBe(cure);
  });

  test("a choice's default beside its list", () => {
    const [diagnostic] = refuses(withSteps('a:\n  choice: [{ when: "${x}", steps: {} }]\n  «default: {}'), [
      "not-allowed-here",
    ]);
    expect(diagnostic?.fix).toContain("{ default: { steps: { … } } } at the end");
  });
});
