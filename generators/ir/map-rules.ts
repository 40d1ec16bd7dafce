/** What a map asks of its list and of the name of its item. */

import { reservedNames } from "../expressions/reserved.ts";
import { anyType, describe, type Type } from "../expressions/types.ts";
import type { Frame } from "./frame.ts";
import type { Common } from "./step.ts";
import type { Path } from "./types.ts";

/** The type of one item; a value that is known to be no list is reported. */
export function itemTypeOf(frame: Frame, type: Type, path: Path): Type {
  if (type.kind === "list") return type.element;
  if (type.kind === "any" || type.kind === "never" || type.kind === "nullable") return anyType;
  frame.diagnostics.add("items-not-list", frame.document.range(path), `The items are ${describe(type)}, not a list.`);
  return anyType;
}

/** An item name means one thing in the whole file. */
export function checkItemName(frame: Frame, as: string, path: Path): void {
  const range = frame.document.range(path);
  const why = reservedNames.get(as);
  if (why !== undefined) frame.diagnostics.add("reserved-id", range, `An item cannot be called \`${as}\`: ${why}.`);
  else if (frame.ids.has(as))
    frame.diagnostics.add("name-shadows", range, `There is already a ${frame.ids.get(as)?.what} called \`${as}\`.`);
  else if (frame.names.has(as)) frame.diagnostics.add("name-shadows", range, `\`${as}\` already has a meaning here.`);
}

export function refuseCatchOnBlock(frame: Frame, common: Common, handlers: readonly unknown[] | undefined): void {
  if (!handlers) return;
  const range = frame.document.keyRange([...common.path, "catch"]);
  frame.diagnostics.add(
    "catch-on-block",
    range,
    `\`${common.id}\` holds a block; a catch around a block is not supported yet.`,
  );
}
