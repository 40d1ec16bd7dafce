/** Every code that Parallax can report, with what it means and how to mend it. */
import { expressionCodes } from "./codes/expression.ts";
import { flowCodes } from "./codes/flow.ts";
import { labCodes } from "./codes/lab.ts";
import { runCodes } from "./codes/run.ts";
import { specCodes } from "./codes/spec.ts";
import { yamlCodes } from "./codes/yaml.ts";

export type Severity = "error" | "warning";

/** One entry of the catalogue: what `npm run explain CODE` prints. */
export type CodeEntry = {
  readonly severity: Severity;
  readonly title: string;
  /** Why this is refused, in terms of both engines where they are the reason. */
  readonly cause: string;
  /** How to mend it. */
  readonly fix: string;
};

export const catalogue = {
  ...yamlCodes,
  ...specCodes,
  ...expressionCodes,
  ...flowCodes,
  ...runCodes,
  ...labCodes,
} satisfies Record<string, CodeEntry>;

export type Code = keyof typeof catalogue;
