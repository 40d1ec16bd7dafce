/** Scalars of the language. Every `error` is the phrase that follows "must be". */
import * as z from "zod";
import type { Json } from "../../expressions/expression.ts";

/** Text; `phrase` says what it must be. */
export const text = (phrase: string, description: string) =>
  z.string({ error: phrase }).min(1, { error: phrase }).meta({ description });

/** A whole number within limits. */
export const whole = (options: { min: number; max: number; what: string; description: string }) => {
  const { min, max, what, description } = options;
  const error = `${what} from ${min} to ${max}`;
  return z.int({ error }).min(min, { error }).max(max, { error }).meta({ description });
};

/** One of a few words. */
export const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words, description: string) =>
  z.enum(words, { error: `one of ${words.join(", ")}` }).meta({ description });

export const flag = (description: string) => z.boolean({ error: "true or false" }).meta({ description });

export const durationPattern = /^\d{1,9}[smhd]$/;
export const durationPhrase = "a duration such as 30s, 5m, 2h or 1d";

/** `30s`, `5m`, `2h`, `1d` (design.md, section 2). */
export const duration = (description: string) =>
  z.string({ error: durationPhrase }).regex(durationPattern, { error: durationPhrase }).meta({ description });

const expressionPattern = /^\s*\$\{[\s\S]*\}\s*$/;

/** A scalar that is one expression. */
export const expression = (description: string) =>
  z
    .string({ error: "one expression in ${…}" })
    .regex(expressionPattern, { error: "one expression in ${…}" })
    .meta({ description });

/** True for text that is one `${…}` and nothing else (whether it parses is checked later). */
export const isExpression = (value: unknown): value is string =>
  typeof value === "string" && expressionPattern.test(value);

/** Any YAML value, with expressions in it where the place allows them. */
export const json = (description: string): z.ZodType<Json> => z.unknown().meta({ description }) as z.ZodType<Json>;
