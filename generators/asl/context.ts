/** What the emission of one state needs to know: where it writes, what is read later, how names are spelled. */
import type { Json, Spell, Value } from "../expressions/expression.ts";
import { jsonataString } from "../expressions/literals.ts";
import type { AslValue, Role } from "../source-map.ts";
import { type AslNames, aslSpell } from "./names.ts";

export type State = { [field: string]: Json };

/** The `States` of one scope: the machine itself, a parallel branch or a map's item processor. */
export type Scope = { readonly states: { [name: string]: Json }; readonly pointer: string };

/** What comes after a block or a step. */
export type Exit = {
  /** The state to go on with; absent where the scope ends. */
  readonly next?: string;
  /** Variables that also get the value: the steps whose block this value ends. */
  readonly targets: readonly string[];
  /** The pipeline's `output`, where the last state can work it out itself and no state of its own is needed. */
  readonly output?: Value;
};

/** Variables that the first state of an item processor assigns from its input. */
export type Entry = { readonly [variable: string]: string };

export type Context = {
  readonly scope: Scope;
  /** Ids of steps whose value some expression reads. */
  readonly read: ReadonlySet<string>;
  readonly names: AslNames;
  readonly entry: Entry;
  readonly record: (step: string, state: { name: string; role: Role; pointer: string }) => void;
  readonly recordValue: (step: string, value: AslValue) => void;
};

/** Puts a state into the current scope and into the source map. */
export function addState(context: Context, options: { step: string; role: Role; name: string; state: State }): void {
  const { step, role, name, state } = options;
  context.scope.states[name] = state;
  context.record(step, { name, role, pointer: `${context.scope.pointer}/States/${name}` });
}

/** The variables that take a step's value: its own, where it is read, and those of the blocks that it ends. */
export function targetsOf(context: Context, step: string, exit: Exit): readonly string[] {
  return [...(context.read.has(step) ? [step] : []), ...exit.targets];
}

/**
 * `Assign`, `Output` and `Next` or `End` of a state that holds `value`.
 * ASL: `Output` is what the scope returns, so it is written only where the scope ends.
 */
export function leave(context: Context, options: { step: string; exit: Exit; value: Json; output?: Json }): State {
  const { step, exit, value } = options;
  const assign: { [name: string]: Json } = { ...context.entry };
  for (const name of targetsOf(context, step, exit)) assign[name] = value;
  return {
    ...(Object.keys(assign).length > 0 ? { Assign: assign } : {}),
    ...(exit.next === undefined ? { Output: asOutput(options.output ?? value), End: true } : { Next: exit.next }),
  };
}

/** ASL takes any JSON value as `Output`; asl-validator 4.0.0 takes no bare scalar, so one is written as an expression. */
export function asOutput(value: Json): Json {
  if (typeof value === "string") return value.startsWith("{%") ? value : `{% ${jsonataString(value)} %}`;
  return value === null || typeof value !== "object" ? `{% ${value} %}` : value;
}

/** The speller of the state at hand; `more` adds what only this state knows. */
export function spellOf(context: Context, more: Partial<AslNames> = {}): Spell {
  return aslSpell({ ...context.names, ...more });
}

/** The context of the states after the first one of an item: names are in variables, nothing is left to assign. */
export function settled(context: Context): Context {
  const { item } = context.names;
  return { ...context, entry: {}, names: item ? { ...context.names, item: { ...item, first: false } } : context.names };
}
