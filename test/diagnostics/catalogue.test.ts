import { expect, test } from "vitest";
import { catalogue } from "../../diagnostics/catalogue.ts";
import { expressionCodes } from "../../diagnostics/codes/expression.ts";
import { flowCodes } from "../../diagnostics/codes/flow.ts";
import { labCodes } from "../../diagnostics/codes/lab.ts";
import { runCodes } from "../../diagnostics/codes/run.ts";
import { specCodes } from "../../diagnostics/codes/spec.ts";
import { yamlCodes } from "../../diagnostics/codes/yaml.ts";

test("no two groups share a code: one would hide the other's help", () => {
  const codes = [yamlCodes, specCodes, expressionCodes, flowCodes, runCodes, labCodes].flatMap((group) =>
    Object.keys(group),
  );
  expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  expect(codes.length).toBe(Object.keys(catalogue).length);
});

test.each(Object.entries(catalogue))(
  "%s says what, why and how to mend it, in sentences",
  (code, { title, cause, fix }) => {
    expect(code).toMatch(/^([a-z][a-z0-9]*(-[a-z0-9]+)*|[A-Z][A-Z0-9]*(-[A-Z0-9]+)*)$/);
    for (const text of [title, cause, fix]) expect(text.trim()).toBe(text);
    expect(title).not.toMatch(/\.$/);
    expect(cause).toMatch(/[.)]$/);
    expect(fix).toMatch(/[.)]$/);
  },
);
