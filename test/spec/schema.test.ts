import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { schemaText } from "../../generators/spec/write-schema.ts";
import { beside, withSteps } from "./marked.ts";

const stored = readFileSync(new URL("../../schemas/pipeline.schema.json", import.meta.url), "utf8");

test("schemas/pipeline.schema.json is fresh (node --import tsx generators/spec/write-schema.ts)", () => {
  expect(stored).toBe(schemaText());
});

describe("the JSON Schema, as an editor uses it", () => {
  const schema = z.fromJSONSchema(JSON.parse(stored));
  const accepts = (text: string) => schema.safeParse(parse(text)).success;

  test.each(["hello", "linear-report", "retry-report", "parallel-map-report"])("accepts %s", (name) => {
    expect(accepts(readFileSync(new URL(`../../pipelines/${name}.yaml`, import.meta.url), "utf8"))).toBe(true);
  });

  test.each([
    beside("descripton: x"),
    withSteps("a: { lamda: f }"),
    withSteps("a: { lambda: f, pass: 1 }"),
    withSteps("a: { pass: 1, retry: lambda_service }"),
    withSteps("a: { wait: 5 }"),
    withSteps("a: { parallel: { b: { steps: {} } } }"),
    withSteps("A: { pass: 1 }"),
    beside("timeout: soon"),
    "name: t\n",
  ])("refuses %j", (text) => {
    expect(accepts(text)).toBe(false);
  });

  test("describes every key", () => {
    const bare: string[] = [];
    const walk = (node: unknown, path: string): void => {
      if (typeof node !== "object" || node === null) return;
      const { properties, ...rest } = node as { properties?: Record<string, Record<string, unknown>> };
      for (const [key, property] of Object.entries(properties ?? {})) {
        if (property.description === undefined && property.$ref === undefined && property.allOf === undefined)
          bare.push(`${path}.${key}`);
        walk(property, `${path}.${key}`);
      }
      for (const [key, value] of Object.entries(rest)) walk(value, `${path}/${key}`);
    };
    walk(JSON.parse(stored), "");
    expect(bare).toEqual([]);
  });
});
