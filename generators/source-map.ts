/**
 * What ties the two outputs to the spec: per step its place in the YAML, its states and its tasks.
 * Every trace folds back to steps through this map.
 */
import type { Range } from "../diagnostics/diagnostic.ts";
import type { Type } from "./expressions/types.ts";
import type { Path } from "./ir/types.ts";

/** What a state or a task is to its step: the step itself, or a helper only one side may need. */
export type Role =
  | "step"
  | "result" //   works out `result` (X__result)
  | "join" //     where several ways meet and the step's value lies (X__join)
  | "catch" //    the gate that chooses between the good path and a handler (X__catch)
  | "items" //    the list that a map runs over (X__items)
  | "ok" //       the good path beside a handler (X__ok)
  | "until" //    the moment a computed wait ends (X__until)
  | "item" //    names an item for the branches inside it (X__item)
  | "end" //     where the ends of a branch or item meet (X__end)
  | "empty"; //   a path without steps (X__else, X__when1)

/** Where the engine recorded the step's value. */
export type AslValue =
  /** The raw result of a Lambda task: `Payload` of TaskSucceeded's output. */
  | { readonly from: "payload" }
  /** `output` of the state's exit event. */
  | { readonly from: "output"; readonly state: string }
  /** A workflow variable assigned at any exit event within the step. */
  | { readonly from: "variable"; readonly name: string }
  /** The value is always null (a wait, a path without steps). */
  | { readonly from: "null" };

export type StepMap = {
  readonly step: string;
  readonly kind: string;
  readonly title?: string;
  /** Where the step stands in the spec: blocks and steps from the top, for indenting and for scoping excuses. */
  readonly path: Path;
  /** Ids of the enclosing steps, outermost first. */
  readonly within: readonly string[];
  readonly yaml: Range;
  readonly asl: {
    readonly states: readonly { readonly name: string; readonly role: Role; readonly pointer: string }[];
    readonly value: AslValue;
  };
  readonly airflow: {
    readonly tasks: readonly {
      readonly id: string;
      readonly role: Role;
      readonly lines: readonly [first: number, last: number];
    }[];
    /** The XCom that holds the value: `key` is return_value; `wrapped` when it stands inside {"value": …}. Absent: always null. */
    readonly value?: { readonly task: string; readonly wrapped: boolean };
    /** The main task stays green when its error is caught and returns {"result": …} or {"error": …} (inside a map). */
    readonly envelope: boolean;
    /** Attempts are a loop inside one task, pushed as the XCom "attempts". */
    readonly loop: boolean;
  };
  /** The map step that holds this one, if any: its tasks are mapped and its states repeat. */
  readonly map?: string;
  readonly type: Type;
  /** Paths of the value that differ from run to run: [] is the whole value, "*" any list element. */
  readonly varies: readonly (readonly string[])[];
  /** Ledger codes that apply to this step. */
  readonly ledger: readonly string[];
};

export type SourceMap = {
  readonly version: 1;
  readonly pipeline: string;
  readonly spec: string;
  readonly dagId: string;
  readonly steps: readonly StepMap[];
  /** Where Airflow records the run's output: the first of these tasks that succeeded. */
  readonly output: readonly { readonly task: string; readonly wrapped: boolean }[];
  readonly outputVaries: readonly (readonly string[])[];
  /** Ledger codes that apply to the run as a whole. */
  readonly ledger: readonly string[];
};
