/** The size of what 100 simple steps become. */
import { compile } from "../generators/compile.ts";
import { stepsInARow } from "./specs.ts";

export function size(): string {
  const { compiled } = compile({ file: "pipelines/bench.yaml", text: stepsInARow(100) });
  if (!compiled) throw new Error("100 steps do not compile");
  const kilobytes = (text: string) => (Buffer.byteLength(text) / 1024).toFixed(1);
  return `100 simple steps: **${kilobytes(compiled.asl)} KB** of ASL (at most 40), ${kilobytes(compiled.dag)} KB of Python.`;
}
