/** What the compiler made of a pipeline, in the form the deployment takes. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Artifacts } from "../engines/deploy.ts";
import { type AirflowVersion, defaultAirflowVersion } from "../generators/airflow/versions.ts";
import type { Compiled } from "../generators/compile.ts";
import { outputsOf } from "./project.ts";

export function artifactsOf(compiled: Compiled, options: { root: string; airflow?: AirflowVersion }): Artifacts {
  const { pipeline, asl, dag, map } = compiled;
  const sources = new Map(pipeline.functions.map((fn) => [fn.name, fn.source]));
  return {
    pipeline: pipeline.name,
    asl,
    dag,
    dagFile: path.basename(outputsOf(pipeline.name).dag),
    map,
    functions: pipeline.functions,
    resources: pipeline.resources,
    ...(pipeline.stepFunctions.tags === undefined ? {} : { tags: pipeline.stepFunctions.tags }),
    airflow: options.airflow ?? defaultAirflowVersion,
    functionSource: async (name) => await readFile(path.join(options.root, sources.get(name) ?? ""), "utf8"),
  };
}
