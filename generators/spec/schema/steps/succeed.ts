/** `succeed: value` ends the innermost of run, branch and item. */
import type * as z from "zod";
import { strict } from "../keyed.ts";
import { json } from "../values.ts";
import { common } from "./common.ts";

export const succeedStep = strict("a succeed step", { succeed: json("The output."), ...common }).meta({
  id: "SucceedStep",
  description: "Ends the innermost of run, parallel branch and map item, with this value as its output.",
});
export type SucceedSpec = z.infer<typeof succeedStep>;
