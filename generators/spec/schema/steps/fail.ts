/** `fail: { error, cause }` fails; `fail: ${error}` fails again. */
import * as z from "zod";
import { always, keyed, strict } from "../keyed.ts";
import { reservedProblem } from "../retry.ts";
import { expression } from "../values.ts";
import { common } from "./common.ts";

const failWith = strict("a fail", {
  error: z
    .string({ error: "an error name" })
    .min(1, { error: "an error name" })
    .check(always(reservedProblem))
    .meta({ description: "The error's name." }),
  cause: z.string({ error: "text" }).meta({ description: "What happened, in words." }).optional(),
}).meta({ description: "The error to fail with." });
export const failStep = strict("a fail step", {
  fail: keyed({ again: expression("Raises an error again: ${error}."), failWith }, (value) => ({
    option: typeof value === "string" ? "again" : "failWith",
  })).meta({ description: "{ error, cause }, or ${error} to raise a caught error again." }),
  ...common,
}).meta({ id: "FailStep", description: "Fails with a named error. An enclosing parallel or map may catch it." });
export type FailSpec = z.infer<typeof failStep>;
