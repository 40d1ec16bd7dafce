/** The Lambda functions of a pipeline. */
import * as z from "zod";
import { durationSeconds } from "../duration.ts";
import { always, keyed, type Problem, strict } from "./keyed.ts";
import { functionRule, named, variableRule } from "./names.ts";
import { typeSpec } from "./types.ts";
import { duration, oneOf, text, whole } from "./values.ts";

const words = (phrase: string, description: string) =>
  keyed(
    {
      one: text(phrase, description),
      many: z.array(text(phrase, description)).min(1, { error: `a list of at least one ${phrase}` }),
    },
    (value) => ({
      option: Array.isArray(value) ? "many" : "one",
    }),
  ).meta({ description });

const permission = strict("a permission", {
  action: words("an IAM action such as s3:PutObject", "IAM actions, one or a list."),
  resource: words("an ARN", "ARNs, one or a list; ${resources.<id>.arn} is bound at upload."),
}).meta({ description: "What the function may do: one statement of its role." });

/** Lambda: a function runs for at most 15 minutes. */
function* lambdaLimit(value: unknown): Iterable<Problem> {
  const seconds = typeof value === "string" ? durationSeconds(value) : undefined;
  if (seconds === undefined || (seconds >= 1 && seconds <= 900)) return;
  yield { code: "wrong-value", at: "value", message: "A Lambda function's timeout is from 1s to 15m." };
}

const sourcePhrase = "the path of a Python file inside the project, such as lib/clean.py";

const functionSpec = strict("a function", {
  description: z.string({ error: "text" }).meta({ description: "What the function does." }).optional(),
  source: z
    .string({ error: sourcePhrase })
    .regex(/^(?!\/)(?!.*(^|\/)\.\.(\/|$))[\w./-]+\.py$/, { error: sourcePhrase })
    .meta({ description: "The Python file, relative to the project (default functions/<name>.py)." })
    .optional(),
  handler: z
    .string({ error: "the name of a Python function" })
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: "the name of a Python function" })
    .meta({ description: "The function in that file that Lambda calls (default handler)." })
    .optional(),
  runtime: oneOf(["python3.12", "python3.13"], "The Lambda runtime (default python3.13).").optional(),
  timeout: duration("Lambda's own limit on one call (default 3s, at most 15m).").check(always(lambdaLimit)).optional(),
  memory: whole({ min: 128, max: 10_240, what: "a whole number of MiB", description: "MiB (default 128)." }).optional(),
  environment: named({
    rule: variableRule,
    value: z.string({ error: "text: put it into quotes" }),
    error: "a mapping from names to text",
  })
    .meta({ description: "Environment variables; ${resources.<id>.name} and the like are bound at upload." })
    .optional(),
  permissions: z
    .array(permission, { error: "a list of { action, resource }" })
    .meta({ description: "What the function's role allows, beside writing its log." })
    .optional(),
  returns: typeSpec
    .meta({ description: "The type of the function's result; it lets the compiler check more." })
    .optional(),
}).meta({ id: "Function", description: "A Lambda function. Everything has a default." });

/** `clean-orders:` with nothing after it takes every default. */
const entry = keyed({ functionSpec, defaults: z.null() }, (value) => ({
  option: value === null ? "defaults" : "functionSpec",
}));

export const functionsSpec = named({
  rule: functionRule,
  value: entry,
  error: "a mapping from function names to functions",
}).meta({
  description: "The Lambda functions, by name. A function that takes every default need not be listed.",
});
