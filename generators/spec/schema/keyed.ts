/**
 * Two additions to zod, made with its own extension point: a union whose option is chosen by looking at the value
 * (so that one mistake gives one problem, not one per option, and nested unions stay linear), and problems in our words.
 */
import * as z from "zod";
import type { Code } from "../../../diagnostics/catalogue.ts";

/** A problem worked out by a schema, carried through zod's custom issues. */
export type Problem = {
  readonly code: Code;
  readonly message: string;
  readonly fix?: string;
  /** Whether the key or the value at the issue's path is at fault. */
  readonly at: "key" | "value";
  /** Below the path of the schema that found it. */
  readonly path?: readonly (string | number)[];
};

type Choose = (value: unknown) => { readonly option: string } | { readonly problem: Problem };

/** The zod issue that carries a problem. `continue`: other checks of the same value go on. */
const carry = (problem: Problem, input: unknown): z.core.$ZodRawIssue => ({
  code: "custom",
  path: [...(problem.path ?? [])],
  params: { problem },
  input,
  continue: true,
});

type KeyedDef = z.core.$ZodUnionDef & {
  readonly byKey: Readonly<Record<string, z.core.$ZodType>>;
  readonly choose: Choose;
};

const initUnion: (inst: z.ZodUnion, def: KeyedDef) => void = z.ZodUnion.init;

const KeyedUnion: z.core.$constructor<z.ZodUnion, KeyedDef> = z.core.$constructor("KeyedUnion", (inst, def) => {
  initUnion(inst, def);
  inst._zod.parse = (payload, context) => {
    const choice = def.choose(payload.value);
    if ("option" in choice) return def.byKey[choice.option]!._zod.run(payload, context);
    const { continue: _, ...issue } = carry(choice.problem, payload.value);
    payload.issues.push(issue);
    return payload;
  };
});

/**
 * A union whose option is chosen by `choose`. For types and for the JSON Schema it is the plain union of its options;
 * a value that fits no option becomes the problem that `choose` answers with.
 */
export function keyed<const Options extends Readonly<Record<string, z.ZodType>>>(
  options: Options,
  choose: (value: unknown) => { readonly option: keyof Options & string } | { readonly problem: Problem },
): z.ZodType<z.output<Options[keyof Options]>, z.input<Options[keyof Options]>> {
  const union = new KeyedUnion({ type: "union", options: Object.values(options), byKey: options, choose });
  return union as unknown as z.ZodType<z.output<Options[keyof Options]>, z.input<Options[keyof Options]>>;
}

/** A check that also runs when the value has other problems, so that all of them are told at once. */
export function always<T>(find: (value: T) => Iterable<Problem>): z.core.$ZodCheck<T> {
  return z.core._check<T>(
    (payload) => {
      for (const problem of find(payload.value)) payload.issues.push(carry(problem, payload.value));
    },
    { when: () => true } as never,
  );
}

/** A mapping with exactly these keys. `what` names it in messages: "a retry rule". */
export function strict<const Shape extends z.core.$ZodLooseShape>(
  what: string,
  shape: Shape,
): z.ZodObject<Shape, z.core.$strict> {
  const keys = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => (issue.code === "unrecognized_keys" ? encodeKeys(what, keys) : `${what}, a mapping`),
  });
}

const encodeKeys = (what: string, keys: readonly string[]): string => `${what}|${keys.join(" ")}`;

/** Reads what `strict` put into the message of an unrecognized_keys issue. */
export function decodeKeys(message: string): { what: string; keys: string[] } {
  const [what = "", keys = ""] = message.split("|");
  return { what, keys: keys.split(" ") };
}

/** True for what a YAML mapping becomes. */
export const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
