/**
 * Which steps' values tell of an error: those that read `error` in a handler, and those that read such a value.
 * Their text may differ where the error's text does, and nowhere else.
 */
import type { Block, Pipeline, Step } from "../ir/types.ts";
import { layered, type Names } from "../layered.ts";
import type { LedgerCode } from "./catalogue.ts";
import { bodiesOf, holdsRace } from "./groups.ts";
import { type Read, readsOfStep, readsOfValue } from "./reads.ts";

type Codes = ReadonlySet<LedgerCode>;
/** What each name in scope tells of. */
type InScope = Names<Codes>;
/** What the handled error's parts tell of: its text, and which branch it came from. */
type Handled = { readonly text: Codes; readonly branch: Codes };

export type Tellers = { readonly steps: ReadonlyMap<string, Codes>; readonly output: Codes };

const none: Codes = new Set();

/** The entries that each step's value, and the run's output, meet because of an error that they tell of. */
export function tellers(pipeline: Pipeline): Tellers {
  const steps = new Map<string, Codes>();
  const endings: Codes[] = [];

  const walkBlock = (block: Block, outer: InScope, handled: Handled | undefined): { value: Codes; names: InScope } => {
    const own = new Map<string, Codes>();
    const names = layered(own, outer);
    let value = none;
    for (const step of block.steps) {
      value = walkStep(step, names, handled);
      own.set(step.id, value);
    }
    return { value: block.falls ? value : none, names };
  };

  const walkStep = (step: Step, names: InScope, handled: Handled | undefined): Codes => {
    // A choice's conditions decide which value it has, but are no part of it.
    const reads = step.kind === "choice" ? readsOfValue(step.result) : readsOfStep(step);
    const own = told(reads, names, handled);
    const inner = step.kind === "map" ? layered(new Map([[step.as, own]]), names) : names;
    const parts = [own, ...bodiesOf(step).map((block) => walkBlock(block, inner, handled).value)];
    const race: Codes = holdsRace(step) ? new Set(["LEDGER-FIRST-ERROR-READ"]) : none;
    const text = union([new Set(["LEDGER-ENGINE-MESSAGE"]), race]);
    for (const { block } of step.catch) parts.push(walkBlock(block, names, { text, branch: race }).value);
    // A fail step has no value of its own to differ.
    const value = step.kind === "fail" ? none : union(parts);
    steps.set(step.id, value);
    // What ends a branch or an item with `succeed` is that branch's value; what ends the run is its output.
    if (step.kind === "succeed") endings.push(value);
    return value;
  };

  const body = walkBlock(pipeline.body, new Map(), undefined);
  const output =
    pipeline.output === undefined ? body.value : told(readsOfValue(pipeline.output), body.names, undefined);
  return { steps, output: union([output, ...endings]) };
}

function told(reads: readonly Read[], names: InScope, handled: Handled | undefined): Codes {
  return union(
    reads.map(([root, member]) => {
      if (root === undefined) return none;
      if (root !== "error" || handled === undefined) return names.get(root) ?? none;
      if (member === undefined || member === "message") return handled.text;
      return member === "name" || member === "step" ? handled.branch : none;
    }),
  );
}

function union(sets: readonly Codes[]): Codes {
  const all = new Set<LedgerCode>();
  for (const set of sets) for (const code of set) all.add(code);
  return all;
}
