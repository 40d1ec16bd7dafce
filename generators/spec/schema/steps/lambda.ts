/** `lambda: name` calls a Lambda function. */
import type * as z from "zod";
import { strict } from "../keyed.ts";
import { functionRule, name } from "../names.ts";
import { retry } from "../retry.ts";
import { duration, json } from "../values.ts";
import { catches, common, result } from "./common.ts";

export const lambdaStep = strict("a lambda step", {
  lambda: name(
    functionRule,
    "The Lambda function to call; its source is functions/<name>.py unless `functions` says otherwise.",
  ),
  payload: json("What the function gets (default {}).").optional(),
  retry: retry.optional(),
  timeout: duration("The longest one attempt may take; then it fails with States.Timeout.").optional(),
  catch: catches.optional(),
  result,
  ...common,
}).meta({ id: "LambdaStep", description: "Calls a Lambda function; its value is the function's result." });
export type LambdaSpec = z.infer<typeof lambdaStep>;
