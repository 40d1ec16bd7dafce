/** The specs whose runs are recorded, and how they are compiled. */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Artifacts } from "../../engines/deploy.ts";
import { type Compiled, compile } from "../../generators/compile.ts";

export const root = path.join(import.meta.dirname, "../..");

export const specs = [
  "pipelines/retry-report.yaml",
  "pipelines/parallel-map-report.yaml",
  "test/engine-clients/specs/failing-branch.yaml",
  "test/engine-clients/specs/item-catch.yaml",
  "test/engine-clients/specs/bad-output.yaml",
];

export function compileFile(file: string): { compiled: Compiled; artifacts: Artifacts } {
  const text = readFileSync(path.join(root, file), "utf8");
  const { compiled, diagnostics } = compile({ file, text });
  if (compiled === undefined) throw new Error(diagnostics.all.map(({ message }) => `${file}: ${message}`).join("\n"));
  const { pipeline, asl, dag, map } = compiled;
  const artifacts: Artifacts = {
    pipeline: pipeline.name,
    asl,
    dag,
    dagFile: `${pipeline.name.replaceAll("-", "_")}.py`,
    map,
    functions: pipeline.functions,
    resources: pipeline.resources,
    functionSource: async (name) => {
      const { source } = pipeline.functions.find((one) => one.name === name)!;
      return readFileSync(path.join(root, source), "utf8");
    },
  };
  return { compiled, artifacts };
}
