/** `pass: value` works out a value. */
import type * as z from "zod";
import { strict } from "../keyed.ts";
import { json } from "../values.ts";
import { common, result } from "./common.ts";

export const passStep = strict("a pass step", { pass: json("The value."), result, ...common }).meta({
  id: "PassStep",
  description: "Works out a value.",
});
export type PassSpec = z.infer<typeof passStep>;
