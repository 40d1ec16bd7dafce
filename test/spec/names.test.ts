import { describe, expect, test } from "vitest";
import { readSpec } from "../../generators/spec/read.ts";
import { functionRule, idRule, pipelineRule, scenarioRule, variableRule } from "../../generators/spec/schema/names.ts";
import { beside, refuses, withSteps } from "./marked.ts";

describe("step ids", () => {
  test.each([
    ["CleanOrders", "has a capital letter", "clean_orders"],
    ["clean-orders", 'has the character "-"', "clean_orders"],
    ["clean orders", 'has the character " "', "clean_orders"],
    ["clean__orders", "has two underscores in a row", "clean_orders"],
    ["clean_", "ends with an underscore", "clean"],
    ["_clean", "starts with an underscore", "clean"],
    ["1st", "starts with a digit", "st"],
    ["été", 'has the character "é"', "t"],
    ["café", 'has the character "é"', "caf"],
    ["x".repeat(61), "has 61 characters; 60 are allowed", "x".repeat(60)],
    ["日本", 'has the character "日"', "step"],
  ])("%s", (id, reason, mended) => {
    const [diagnostic] = refuses(withSteps(`«${id}: { pass: 1 }`), ["bad-id"]);
    expect(diagnostic?.message).toContain(reason);
    expect(diagnostic?.fix).toBe(`Write \`${mended}\`.`);
  });

  test("the empty id", () => {
    refuses(withSteps('«"": { pass: 1 }'), ["bad-id"]);
  });

  test.each(["a", "a1", "clean_orders", "a_1_b", "x".repeat(60)])("%s is fine", (id) => {
    expect(readSpec({ file: "t.yaml", text: withSteps(`${id}: { pass: 1 }`) }).diagnostics.all).toEqual([]);
  });

  test("branch names follow the same rule, and are called so", () => {
    const [diagnostic] = refuses(withSteps("a: { parallel: { «Left: { pass: 1 } } }"), ["bad-id"]);
    expect(diagnostic?.message).toContain("The branch name `Left`");
  });

  test("a wrong id does not hide what is wrong inside its step", () => {
    refuses(withSteps("«A: { «pas: 1 }"), ["bad-id", "unknown-key"]);
  });
});

describe("the name of the pipeline", () => {
  test.each([
    ["Report", "has a capital letter"],
    ["my_report", 'has the character "_"'],
    ["1-report", "does not start with a letter"],
    ["r".repeat(61), "has 61 characters"],
  ])("%s", (name, reason) => {
    const [diagnostic] = refuses(`name: «${name}\nsteps:\n  a: { pass: 1 }\n`, ["bad-name"]);
    expect(diagnostic?.message).toContain(reason);
  });

  test("is the file's name", () => {
    const [diagnostic] = refuses("name: «other\nsteps:\n  a: { pass: 1 }\n", ["name-differs"]);
    expect(diagnostic?.message).toBe("The pipeline is called `other`, its file `t.yaml`.");
    expect(diagnostic?.fix).toBe("Write name: t, or rename the file to other.yaml.");
    const elsewhere = readSpec({ file: "pipelines/other.yaml", text: "name: other\nsteps:\n  a: { pass: 1 }\n" });
    expect(elsewhere.diagnostics.all).toEqual([]);
  });
});

test("scenario names, input fields, functions, variables and resources", () => {
  refuses(beside("scenarios: { «one fails: {}, fine-2: {} }"), ["bad-name"]);
  refuses(beside("input: { «order-id: string, «2nd: string, orderId: string, _x: string }"), ["bad-name", "bad-name"]);
  refuses(beside("functions: { «clean.orders: {}, clean-orders: }"), ["bad-name"]);
  refuses(withSteps("a: { lambda: «clean.orders }"), ["bad-name"]);
  refuses(beside("functions: { f: { environment: { «AWS_REGION: x, «1A: x, QS_BUCKET: x } } }"), [
    "bad-name",
    "bad-name",
  ]);
  refuses(beside("resources: { «my-bucket: { bucket: {} } }"), ["bad-id"]);
});

test("the pattern that editors get and the reasons of the compiler agree", () => {
  const words = [
    "",
    "a",
    "A",
    "1",
    "_",
    "-",
    "a_",
    "a__b",
    "a-b",
    "a b",
    "aB",
    "a1",
    "_a",
    "é",
    "AWS_REGION",
    "ab",
    "a.b",
    "a-",
    "a_b_c",
  ];
  for (const rule of [idRule, functionRule, pipelineRule, scenarioRule]) {
    for (const word of words)
      expect([rule.what, word, new RegExp(rule.pattern).test(word)]).toEqual([
        rule.what,
        word,
        rule.reason(word) === undefined,
      ]);
  }
  expect(variableRule.reason("A1")).toBeUndefined();
});
