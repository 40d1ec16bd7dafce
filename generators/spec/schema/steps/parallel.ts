/** `parallel: { name: branch, … }` runs branches at once. */
import type * as z from "zod";
import { isMapping, keyed, strict } from "../keyed.ts";
import { idRule, named } from "../names.ts";
import type { BlockSpec, StepSpec } from "../steps.ts";
import { kindsOf } from "../words.ts";
import { anyStep, catches, common, result, someSteps } from "./common.ts";

export type BranchSpec = BlockSpec | StepSpec;
/** Branches by name. */
interface BranchesSpec {
  [name: string]: BranchSpec;
}
const branchBlock = strict("a branch", { steps: someSteps }).meta({
  description: "The steps of the branch, in order.",
});
const branch: z.ZodType<BranchSpec> = keyed({ block: branchBlock, step: anyStep }, (value) => ({
  option: isMapping(value) && Object.hasOwn(value, "steps") && kindsOf(value).length === 0 ? "block" : "step",
}));
const branches: z.ZodType<BranchesSpec> = named({
  rule: idRule,
  what: "branch name",
  value: branch,
  error: "a mapping from branch names to { steps } or to one step",
  min: 1,
}).meta({
  description: "Branches by name, all at once; the first failure fails it. The value is an object by branch name.",
});
export const parallelStep = strict("a parallel step", {
  parallel: branches,
  catch: catches.optional(),
  result,
  ...common,
}).meta({ id: "ParallelStep", description: "Runs branches at once." });
export type ParallelSpec = z.infer<typeof parallelStep>;
