/** One input, both engines, one comparison. */
import path from "node:path";
import type { Engine } from "../engines/engine.ts";
import { countObjects } from "../engines/objects.ts";
import type { Engines } from "../engines/open.ts";
import { newRunId } from "../engines/run-id.ts";
import type { Compiled } from "../generators/compile.ts";
import { withFileLock } from "../lab/file-lock.ts";
import { labHome } from "../lab/paths.ts";
import type { Report } from "../report/report.ts";
import { costOf } from "../runs/cost.ts";
import { declaredReturns } from "../runs/declared.ts";
import { compare } from "../runs/diff.ts";
import type { Trace } from "../runs/trace.ts";
import type { Run } from "./scenario.ts";

export type BothOptions = {
  readonly compiled: Compiled;
  readonly run: Run;
  readonly engines: Engines;
  readonly signal?: AbortSignal;
};

/** Runs on both at once; one after the other only where objects must be counted per engine. */
export async function runBoth(options: BothOptions): Promise<Report> {
  const { name, scenarios } = options.compiled.pipeline;
  // Another run of the pipeline on this machine would add objects of its own to those that are counted.
  if (!scenarios.some(({ expect }) => expect?.objects !== undefined)) return await runAndCompare(options);
  const file = path.join(labHome(), "locks", `objects-${name}`);
  return await withFileLock({ file }, () => runAndCompare(options));
}

async function runAndCompare(options: BothOptions): Promise<Report> {
  const { compiled, run, engines, signal } = options;
  const { pipeline, map } = compiled;
  const runId = newRunId();
  const one = async (engine: Engine): Promise<Trace> => {
    const handle = await engine.start({ map, runId, input: run.input });
    await engine.follow({ map, run: handle, ...(signal ? { signal } : {}) });
    return await engine.history({ map, run: handle, input: run.input });
  };
  const written = new Map<string, number>();
  const counted = async (engine: Engine): Promise<Trace> => {
    const before = await countObjects(engines, { pipeline: pipeline.name, resources: pipeline.resources });
    const trace = await one(engine);
    const after = await countObjects(engines, { pipeline: pipeline.name, resources: pipeline.resources });
    for (const [id, count] of after) written.set(`${engine.name} ${id}`, count - (before.get(id) ?? 0));
    return trace;
  };
  const counts = run.expect?.objects !== undefined;
  const [left, right] = counts
    ? [await counted(engines.stepFunctions), await counted(engines.airflow)]
    : await both(one(engines.stepFunctions), one(engines.airflow));
  const comparison = compare({
    map,
    left,
    right,
    functions: declaredReturns(pipeline),
    ...(run.expect === undefined ? {} : { expect: run.expect }),
    ...(counts ? { objects: (resource, engine) => written.get(`${engine} ${resource}`) } : {}),
  });
  return {
    pipeline: pipeline.name,
    description: pipeline.description,
    ...(run.scenario === undefined ? {} : { scenario: run.scenario }),
    target: engines.clients.target.name,
    map,
    left,
    right,
    comparison,
    cost: costOf(left, right),
  };
}

/** Both results; when one side fails the other is waited for, so that no run is left behind unseen. */
async function both(left: Promise<Trace>, right: Promise<Trace>): Promise<[Trace, Trace]> {
  const [first, second] = await Promise.allSettled([left, right]);
  if (first.status === "rejected") throw first.reason;
  if (second.status === "rejected") throw second.reason;
  return [first.value, second.value];
}
