/** Every id of a file: unique, and with no other meaning on either side. */
import type { Diagnostics, Range } from "../../diagnostics/diagnostic.ts";
import { reservedNames } from "../expressions/reserved.ts";
import type { SpecDocument } from "../spec/read.ts";
import { type BranchSpec, kindOf, type StepSpec, type StepsSpec } from "../spec/schema/steps.ts";
import type { Path } from "./types.ts";

export type IdPlace = { readonly path: Path; readonly range: Range; readonly what: "step" | "branch" };

/** Finds the ids of steps and branches, and reports those that are taken twice or reserved. */
export function collectIds(document: SpecDocument, diagnostics: Diagnostics): ReadonlyMap<string, IdPlace> {
  const ids = new Map<string, IdPlace>();
  for (const { id, path, what } of idsOf(document.spec.steps, ["steps"])) {
    const range = document.keyRange(path);
    const known = ids.get(id);
    const why = reservedNames.get(id);
    if (known)
      diagnostics.add(
        "duplicate-id",
        range,
        `There is already a ${known.what} called \`${id}\`, on line ${lineOf(document, known.range)}.`,
      );
    else if (why !== undefined)
      diagnostics.add(
        "reserved-id",
        range,
        `\`${id}\` cannot be the id of a ${what}: ${why}.`,
        `Call it \`${id}_step\`, or better by what it does.`,
      );
    if (!known) ids.set(id, { path, range, what });
  }
  refuseTaskNames(ids, diagnostics);
  return ids;
}

/** In the DAG the result of the task `x` is called `x_task`: a step of that name would take its place. */
function refuseTaskNames(ids: ReadonlyMap<string, IdPlace>, diagnostics: Diagnostics): void {
  for (const [id, { range }] of ids) {
    const base = id.replace(/_task$/, "");
    if (base === id || !ids.has(base)) continue;
    const why = `beside \`${base}\`, whose task is called \`${id}\` in the DAG`;
    diagnostics.add("reserved-id", range, `\`${id}\` cannot stand ${why}.`, "Rename one of the two.");
  }
}

function lineOf(document: SpecDocument, range: Range): number {
  return document.lines.linePos(range[0]).line;
}

type Found = { readonly id: string; readonly path: Path; readonly what: "step" | "branch" };

function* idsOf(steps: StepsSpec, path: Path): Generator<Found> {
  for (const [id, step] of Object.entries(steps)) {
    yield { id, path: [...path, id], what: "step" };
    yield* inside(step, [...path, id]);
  }
}

function* inside(step: StepSpec, path: Path): Generator<Found> {
  const kind = kindOf(step);
  if ("choice" in step) {
    for (const [index, entry] of step.choice.entries()) {
      if ("when" in entry) yield* idsOf(entry.steps, [...path, kind, index, "steps"]);
      else if (entry.default?.steps) yield* idsOf(entry.default.steps, [...path, kind, index, "default", "steps"]);
    }
  } else if ("parallel" in step) {
    for (const [name, branch] of Object.entries(step.parallel)) {
      const at = [...path, kind, name];
      yield { id: name, path: at, what: isBlock(branch) ? "branch" : "step" };
      yield* isBlock(branch) ? idsOf(branch.steps, [...at, "steps"]) : inside(branch, at);
    }
  } else if ("map" in step) yield* idsOf(step.map.steps, [...path, kind, "steps"]);
  if ("catch" in step) {
    for (const [index, handler] of (step.catch ?? []).entries())
      yield* idsOf(handler.steps, [...path, "catch", index, "steps"]);
  }
}

/** True for a branch written as `{steps}`, false for one that is a step itself. */
export function isBlock(branch: BranchSpec): branch is { steps: StepsSpec } {
  return Object.keys(branch).length === 1 && "steps" in branch;
}
