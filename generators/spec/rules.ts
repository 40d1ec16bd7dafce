/** Rules of the spec that stand across several keys, checked whether or not the rest of the file is right. */
import { basename } from "node:path";
import type { Document } from "yaml";
import type { Diagnostics } from "../../diagnostics/diagnostic.ts";
import type { Path } from "../ir/types.ts";
import { isMapping } from "./schema/keyed.ts";
import { pipelineRule } from "./schema/names.ts";
import { isLongType } from "./schema/types.ts";
import { keyRange, valueRange } from "./yaml/locate.ts";

type Context = {
  readonly file: string;
  readonly document: Document;
  readonly value: unknown;
  readonly diagnostics: Diagnostics;
};

/** Reports the problems that no single value has by itself. */
export function reportRules(context: Context): void {
  const { value } = context;
  if (!isMapping(value)) return;
  nameIsFile(context);
  expressIsLater(context);
  if (isMapping(value.input))
    for (const [field, type] of Object.entries(value.input))
      conflicts({ type, path: ["input", field], inInput: true }, context);
  if (isMapping(value.functions)) {
    for (const [name, entry] of Object.entries(value.functions)) {
      if (isMapping(entry) && Object.hasOwn(entry, "returns"))
        conflicts({ type: entry.returns, path: ["functions", name, "returns"], inInput: false }, context);
    }
  }
}

function nameIsFile({ file, value, document, diagnostics }: Context): void {
  const name = (value as { name?: unknown }).name;
  const expected = basename(file).replace(/\.ya?ml$/, "");
  if (typeof name !== "string" || pipelineRule.reason(name) !== undefined || name === expected) return;
  diagnostics.add(
    "name-differs",
    valueRange(document, ["name"]),
    `The pipeline is called \`${name}\`, its file \`${basename(file)}\`.`,
    `Write name: ${expected}, or rename the file to ${name}.yaml.`,
  );
}

function expressIsLater({ value, document, diagnostics }: Context): void {
  const settings = (value as { stepFunctions?: unknown }).stepFunctions;
  if (!isMapping(settings) || settings.type !== "EXPRESS") return;
  diagnostics.add(
    "not-yet",
    valueRange(document, ["stepFunctions", "type"]),
    "EXPRESS state machines come with a later version.",
    "Write type: STANDARD, or leave it out.",
  );
}

/** Contradictions in a type, at every level. */
function conflicts(at: { type: unknown; path: Path; inInput: boolean }, context: Context): void {
  const { type, path, inInput } = at;
  const { document, diagnostics } = context;
  if (Array.isArray(type)) {
    for (const [index, element] of type.entries())
      conflicts({ type: element, path: [...path, index], inInput: false }, context);
  }
  if (!isMapping(type)) return;
  if (!isLongType(type)) {
    for (const [field, inner] of Object.entries(type))
      conflicts({ type: inner, path: [...path, field], inInput: false }, context);
  } else {
    if (Object.hasOwn(type, "default") && !inInput) {
      diagnostics.add(
        "type-conflict",
        keyRange(document, [...path, "default"]),
        "Only the fields of `input` have defaults.",
        "Write `optional: true`, and `.?field.orValue(…)` where it is read.",
      );
    } else if (Object.hasOwn(type, "default") && type.optional === true) {
      diagnostics.add(
        "type-conflict",
        keyRange(document, [...path, "optional"]),
        "A field with a default is never absent, so it is not optional.",
        "Remove `optional` or `default`.",
      );
    }
    conflicts({ type: type.type, path: [...path, "type"], inInput: false }, context);
  }
}
