/** The functions and resources of a pipeline, with every default filled in. */
import type { Range } from "../../diagnostics/diagnostic.ts";
import { anyType } from "../expressions/types.ts";
import { durationSeconds } from "../spec/duration.ts";
import type { SpecDocument } from "../spec/read.ts";
import { fieldOf } from "./spec-types.ts";
import type { FunctionSpec, Resource } from "./types.ts";

/** A function that `functions` does not mention. Lambda's own defaults: 3 s, 128 MiB. */
export function defaultFunction(name: string, range: Range): FunctionSpec {
  return {
    name,
    source: `functions/${name}.py`,
    handler: "handler",
    runtime: "python3.13",
    timeout: 3,
    memory: 128,
    environment: {},
    permissions: [],
    returns: { type: anyType },
    range,
  };
}

export function buildFunctions(document: SpecDocument): ReadonlyMap<string, FunctionSpec> {
  const functions = new Map<string, FunctionSpec>();
  for (const [name, spec] of Object.entries(document.spec.functions ?? {})) {
    const base = defaultFunction(name, document.keyRange(["functions", name]));
    const list = (value: string | string[]) => (Array.isArray(value) ? value : [value]);
    functions.set(name, {
      ...base,
      source: spec?.source ?? base.source,
      handler: spec?.handler ?? base.handler,
      runtime: spec?.runtime ?? base.runtime,
      timeout: spec?.timeout === undefined ? base.timeout : (durationSeconds(spec.timeout) ?? base.timeout),
      memory: spec?.memory ?? base.memory,
      environment: spec?.environment ?? {},
      permissions: (spec?.permissions ?? []).map(({ action, resource }) => ({
        actions: list(action),
        resources: list(resource),
      })),
      ...(spec?.returns === undefined ? {} : { returns: fieldOf(spec.returns) }),
    });
  }
  return functions;
}

export function buildResources(document: SpecDocument): readonly Resource[] {
  return Object.entries(document.spec.resources ?? {}).map(([id, { bucket }]) => ({
    id,
    kind: "bucket",
    ...(bucket?.name === undefined ? {} : { name: bucket.name }),
    range: document.keyRange(["resources", id]),
  }));
}
