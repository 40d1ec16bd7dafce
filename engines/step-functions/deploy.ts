/** Puts a pipeline where Step Functions runs it: buckets, roles, functions, state machine, in that order. */
import { type Bindings, bind } from "../bindings.ts";
import type { Clients } from "../clients.ts";
import type { Artifacts } from "../deploy.ts";
import type { Change } from "../engine.ts";
import type { Place } from "../place.ts";
import { reach } from "../reach.ts";
import { sleep } from "../wait.ts";
import { ensureBucket } from "./buckets.ts";
import { ensureFunction } from "./functions.ts";
import { ensureRole, functionRole, machineRole } from "./roles.ts";
import { ensureStateMachine } from "./state-machine.ts";

/** AWS: what was just written (a policy, a definition) is not yet what every server sees. */
const settling = 10_000;

/** Deploys what differs; the changes are in the order in which they were made. */
export async function deployToStepFunctions(options: {
  clients: Clients;
  artifacts: Artifacts;
  place: Place;
  bindings: Bindings;
  dryRun: boolean;
  onProgress: (line: string) => void;
}): Promise<Change[]> {
  const { clients, artifacts, place, bindings, dryRun } = options;
  const { region } = place;
  const noted = (changes: Change[]) => {
    if (dryRun) return changes;
    for (const { what, action } of changes) if (action !== "unchanged") options.onProgress(`${action} ${what}`);
    return changes;
  };

  const buckets = await reach("S3", async () => {
    const s3 = await clients.s3();
    const all = [...bindings.values()].map(({ name }) => ensureBucket({ s3, name, region, dryRun }));
    return noted(await Promise.all(all));
  });

  const roles = await reach("IAM", async () => {
    const iam = await clients.iam();
    const wanted = artifacts.functions.map(({ name, permissions }) =>
      functionRole(place, {
        name,
        permissions: permissions.map(({ actions, resources }) => ({
          actions,
          resources: resources.map((resource) => bind(resource, bindings)),
        })),
      }),
    );
    const functions = artifacts.functions.map(({ name }) => name);
    const machine = machineRole(place, { pipeline: artifacts.pipeline, functions });
    return noted(await Promise.all([...wanted, machine].map((role) => ensureRole({ iam, role, dryRun }))));
  });

  const functions = await reach("Lambda", async () => {
    const lambda = await clients.lambda();
    const all = artifacts.functions.map(async (spec) => {
      const source = await artifacts.functionSource(spec.name);
      return await ensureFunction({ lambda, place, spec, source, bindings, dryRun });
    });
    return noted(await Promise.all(all));
  });

  const machine = await reach("Step Functions", async () => {
    const definition = bind(artifacts.asl, bindings);
    const sfn = await clients.sfn();
    const { pipeline: name, tags } = artifacts;
    return noted([await ensureStateMachine({ sfn, place, name, definition, dryRun, ...(tags ? { tags } : {}) })]);
  });

  const written = [...roles, ...machine].some(({ action }) => action !== "unchanged");
  if (written && !dryRun && clients.target.name === "aws") {
    options.onProgress("waiting 10 s until AWS sees the new roles and the new definition everywhere");
    await sleep(settling);
  }
  return [...buckets, ...roles, ...functions, ...machine];
}
