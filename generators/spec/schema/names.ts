/** The rules for names, each with a precise reason and a mended name, and the mapping schema that applies them to its keys. */
import * as z from "zod";
import type { Code } from "../../../diagnostics/catalogue.ts";
import { always, isMapping, type Problem } from "./keyed.ts";

/** A kind of name: the pattern editors get, and what is wrong with a given name (undefined: nothing). */
export type NameRule = {
  readonly what: string;
  readonly code: Code;
  readonly pattern: string;
  readonly maxLength: number;
  readonly reason: (name: string) => string | undefined;
  readonly mend: (name: string) => string;
};

const tooLong = (name: string, max: number): string | undefined =>
  name.length > max ? `has ${name.length} characters; ${max} are allowed` : undefined;

/** Step ids and branch names: at once a state name, a task id, an ASL variable and a Python name (design.md, section 2). */
export const idRule: NameRule = {
  what: "step id",
  code: "bad-id",
  pattern: "^[a-z](_?[a-z0-9])*$",
  maxLength: 60,
  reason: (id) => {
    if (id === "") return "is empty";
    if (/[A-Z]/.test(id)) return "has a capital letter";
    if (/^[0-9]/.test(id)) return "starts with a digit";
    if (id.startsWith("_")) return "starts with an underscore";
    const odd = /[^a-z0-9_]/u.exec(id);
    if (odd) return `has the character ${JSON.stringify(odd[0])}`;
    if (id.includes("__"))
      return "has two underscores in a row, which mark the helper states and tasks that Parallax adds";
    if (id.endsWith("_")) return "ends with an underscore";
    return tooLong(id, 60);
  },
  mend: (id) => slug(id.replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2"), "_", 60) || "step",
};

/** `source`, `dryRun`, … : a key of the input, readable as `input.source`. */
export const fieldRule: NameRule = {
  what: "input field",
  code: "bad-name",
  pattern: "^[A-Za-z_][A-Za-z0-9_]*$",
  maxLength: 80,
  reason: (name) => {
    if (name === "") return "is empty";
    if (/^[0-9]/.test(name)) return "starts with a digit";
    const odd = /[^A-Za-z0-9_]/u.exec(name);
    return odd ? `has the character ${JSON.stringify(odd[0])}` : tooLong(name, 80);
  },
  mend: (name) => (name.replaceAll(/[^A-Za-z0-9_]+/gu, "_").replace(/^(?=[0-9])/, "_") || "field").slice(0, 80),
};

/** Lambda: function names are letters, digits, - and _, at most 64. Ours leave room for a prefix. */
export const functionRule: NameRule = {
  what: "function name",
  code: "bad-name",
  pattern: "^[A-Za-z][A-Za-z0-9_-]*$",
  maxLength: 64,
  reason: (name) => {
    if (!/^[A-Za-z]/.test(name)) return "does not start with a letter";
    const odd = /[^A-Za-z0-9_-]/u.exec(name);
    return odd ? `has the character ${JSON.stringify(odd[0])}` : tooLong(name, 64);
  },
  mend: (name) => slug(name, "-", 64) || "function",
};

/** Pipeline names: a file name, a state machine's name, a DAG id; MWAA: paths of its REST API have at most 64 characters. */
export const pipelineRule: NameRule = {
  what: "pipeline name",
  code: "bad-name",
  pattern: "^[a-z][a-z0-9-]*$",
  maxLength: 60,
  reason: (name) => dashed(name, 60),
  mend: (name) => slug(name, "-", 60) || "pipeline",
};

/** Scenario names are typed on a command line. */
export const scenarioRule: NameRule = {
  ...pipelineRule,
  what: "scenario name",
  mend: (name) => slug(name, "-", 60) || "scenario",
};

/** Lambda: environment variable names start with a letter and have at least two characters. */
export const variableRule: NameRule = {
  what: "environment variable",
  code: "bad-name",
  pattern: "^[A-Za-z][A-Za-z0-9_]+$",
  maxLength: 128,
  reason: (name) => {
    if (!/^[A-Za-z][A-Za-z0-9_]+$/.test(name)) return "is not letters, digits and underscores, starting with a letter";
    if (
      /^(AWS_(REGION|DEFAULT_REGION|ACCESS_KEY|ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|EXECUTION_ENV)|AWS_LAMBDA_\w+|LAMBDA_TASK_ROOT|LAMBDA_RUNTIME_DIR)$/.test(
        name,
      )
    )
      return "is set by Lambda itself";
    return tooLong(name, 128);
  },
  mend: (name) =>
    (/^(AWS|LAMBDA)_/.test(name)
      ? `MY_${name}`
      : name.replaceAll(/[^A-Za-z0-9_]+/gu, "_").replace(/^[^A-Za-z]+/, "")) || "NAME",
};

function dashed(name: string, max: number): string | undefined {
  if (name === "") return "is empty";
  if (/[A-Z]/.test(name)) return "has a capital letter";
  if (!/^[a-z]/.test(name)) return "does not start with a letter";
  const odd = /[^a-z0-9-]/u.exec(name);
  return odd ? `has the character ${JSON.stringify(odd[0])}` : tooLong(name, max);
}

/** Lower case, runs of anything else turned into one `joint`, cut to `max`. */
function slug(name: string, joint: string, max: number): string {
  const words = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, joint)
    .replace(/^[^a-z]+/, "");
  return words.slice(0, max).replace(/[_-]+$/, "");
}

/** What is wrong with a name, as a problem; undefined when it is fine. */
function nameProblem(rule: NameRule, name: string, at: "key" | "value"): Problem | undefined {
  const reason = rule.reason(name);
  if (reason === undefined) return undefined;
  const shown = name.length > 40 ? `${name.slice(0, 40)}…` : name;
  const mended = rule.mend(name);
  const fix = rule.reason(mended) === undefined ? `Write \`${mended}\`.` : undefined;
  return { code: rule.code, at, message: `The ${rule.what} \`${shown}\` ${reason}.`, ...(fix ? { fix } : {}) };
}

/** A name as a value: `as: dataset`. */
export const name = (rule: NameRule, description: string) =>
  z
    .string({ error: `a ${rule.what}` })
    .check(
      always((value) => {
        const problem = typeof value === "string" ? nameProblem(rule, value, "value") : undefined;
        return problem ? [problem] : [];
      }),
    )
    .meta({ description, pattern: rule.pattern, maxLength: rule.maxLength });

/** A mapping from names to values. Wrong names are told beside the problems of the values. */
export function named<Value extends z.ZodType>(options: {
  rule: NameRule;
  value: Value;
  error: string;
  min?: number;
  what?: string;
}) {
  const { rule, value, error, min = 0 } = options;
  const keys = z.string().meta({ pattern: rule.pattern, maxLength: rule.maxLength });
  const record = z.record(keys, value, { error }).check(
    always(function* (found: unknown) {
      if (!isMapping(found)) return;
      const names = Object.keys(found);
      for (const key of names) {
        const problem = nameProblem({ ...rule, what: options.what ?? rule.what }, key, "key");
        if (problem) yield { ...problem, path: [key] };
      }
      if (names.length < min)
        yield {
          code: "empty-mapping",
          at: "value",
          message: `This is empty; it must be ${error}, with at least one entry.`,
        };
    }) as never,
  );
  return min > 0 ? record.meta({ minProperties: min }) : record;
}
