/**
 * The structured intermediate representation: blocks of steps with scopes resolved, types inferred and every
 * expression parsed. Both emitters walk this tree; nothing in it belongs to one engine alone.
 */
import type { Range } from "../../diagnostics/diagnostic.ts";
import type { Expression, Json, Value } from "../expressions/expression.ts";
import type { Field, Type } from "../expressions/types.ts";

/** Keys and list positions from the top of the YAML document. */
export type Path = readonly (string | number)[];

export type InputField = Field & { readonly name: string; readonly default?: Json; readonly range: Range };

export type FunctionSpec = {
  readonly name: string;
  readonly source: string;
  readonly handler: string;
  readonly runtime: string;
  /** Seconds; Lambda's own limit. */
  readonly timeout: number;
  readonly memory: number;
  /** May hold `${resources.id.attribute}`, bound at upload. */
  readonly environment: Readonly<Record<string, string>>;
  readonly permissions: readonly { readonly actions: readonly string[]; readonly resources: readonly string[] }[];
  readonly returns: Field;
  readonly range: Range;
};

export type Resource = { readonly id: string; readonly kind: "bucket"; readonly name?: string; readonly range: Range };

/** ASL's Retrier, with its defaults filled in. Times in seconds; `maxAttempts` counts retries. */
export type RetryRule = {
  readonly errors: readonly string[];
  readonly interval: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  readonly maxDelay?: number;
  readonly jitter: "NONE" | "FULL";
  readonly range: Range;
};

export type Handler = {
  readonly errors: readonly string[];
  readonly block: Block;
  readonly range: Range;
  readonly path: Path;
};

/** Steps in order. Its value is its last step's; null when it has none. */
export type Block = {
  readonly steps: readonly Step[];
  readonly path: Path;
  readonly range: Range;
  /** False when control never reaches the end: every way through ends in succeed or fail. */
  readonly falls: boolean;
  readonly type: Type;
  readonly varies: readonly (readonly string[])[];
};

type Common = {
  readonly id: string;
  readonly title?: string;
  readonly description?: string;
  readonly path: Path;
  /** The id key of the step in the YAML. */
  readonly range: Range;
  /** Type of the step's value, after `result` and joined with its handlers' values. */
  readonly type: Type;
  readonly varies: readonly (readonly string[])[];
  /** Ids of the enclosing steps, outermost first. */
  readonly within: readonly string[];
  /** The nearest enclosing map step. */
  readonly map?: string;
  readonly catch: readonly Handler[];
  readonly result?: Value;
  /** False when control never goes on to the next step of the block. */
  readonly falls: boolean;
};

export type LambdaStep = Common & {
  readonly kind: "lambda";
  readonly function: string;
  readonly payload: Value;
  readonly retry: readonly RetryRule[];
  /** Seconds per attempt. */
  readonly timeout?: number;
};
export type PassStep = Common & { readonly kind: "pass"; readonly value: Value };
export type ChoiceRule = { readonly when: Expression; readonly block: Block };
export type ChoiceStep = Common & {
  readonly kind: "choice";
  readonly rules: readonly ChoiceRule[];
  readonly default?: Block;
};
export type ParallelStep = Common & {
  readonly kind: "parallel";
  readonly branches: readonly { readonly name: string; readonly block: Block; readonly range: Range }[];
};
export type MapStep = Common & {
  readonly kind: "map";
  readonly items: Value;
  readonly as: string;
  readonly maxConcurrency?: number;
  readonly block: Block;
  readonly itemType: Type;
};
export type WaitStep = Common & {
  readonly kind: "wait";
  readonly wait:
    | { readonly by: "duration"; readonly seconds: number }
    | { readonly by: "seconds"; readonly value: Value }
    | { readonly by: "timestamp"; readonly value: Value };
};
export type SucceedStep = Common & { readonly kind: "succeed"; readonly value: Value };
export type FailStep = Common & {
  readonly kind: "fail";
  readonly fail: { readonly error: Value; readonly cause: Value } | { readonly again: Expression };
};

export type Step = LambdaStep | PassStep | ChoiceStep | ParallelStep | MapStep | WaitStep | SucceedStep | FailStep;

export type Expectation = {
  readonly status?: "succeeded" | "failed" | "timedOut";
  readonly error?: string;
  /** A subset: every field named here must be there with this value. */
  readonly output?: Json;
  /** Calls per step; 0: not run. Summed over map items. */
  readonly attempts?: Readonly<Record<string, number>>;
  /** Step ids in the order in which they must have started. */
  readonly order?: readonly string[];
  /** Objects in a bucket resource after the run, written by it. */
  readonly objects?: Readonly<Record<string, number>>;
};

export type Scenario = {
  readonly name: string;
  readonly input: Json;
  readonly faults: Readonly<Record<string, readonly string[]>>;
  readonly expect?: Expectation;
  readonly range: Range;
};

export type Pipeline = {
  readonly name: string;
  readonly description: string;
  readonly file: string;
  /** Seconds for the whole run. */
  readonly timeout?: number;
  readonly input: readonly InputField[];
  readonly functions: readonly FunctionSpec[];
  readonly resources: readonly Resource[];
  readonly body: Block;
  readonly output?: Value;
  readonly outputType: Type;
  readonly outputVaries: readonly (readonly string[])[];
  readonly scenarios: readonly Scenario[];
  readonly stepFunctions: { readonly type: "STANDARD"; readonly tags?: Readonly<Record<string, string>> };
  readonly airflow: {
    readonly tags: readonly string[];
    readonly retries?: number;
    readonly retryDelay?: number;
    readonly owner?: string;
  };
};
