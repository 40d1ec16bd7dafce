/**
 * Records real histories as fixtures: `node --import tsx test/engine-clients/record.ts [spec[/scenario] …]`.
 * Runs every scenario of the specs on both engines of the lab, and writes what the engines said, before any folding.
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { readRun } from "../../engines/airflow/record.ts";
import { restFor } from "../../engines/airflow/rest.ts";
import { deploy } from "../../engines/deploy.ts";
import { openEngines } from "../../engines/open.ts";
import { executionArn, placeOf } from "../../engines/place.ts";
import { newRunId } from "../../engines/run-id.ts";
import { readEvents } from "../../engines/step-functions/history.ts";
import { ensureLab } from "../../lab/lab.ts";
import { compileFile, root, specs } from "./compile-specs.ts";
import type { Fixture } from "./fixture.ts";

const chosen = process.argv.slice(2);
const lab = await ensureLab({ onProgress: (line) => console.error(line) });
const engines = openEngines(lab.target);
try {
  for (const file of specs) {
    const name = path.basename(file, ".yaml");
    if (chosen.length > 0 && !chosen.some((one) => one.split("/")[0] === name)) continue;
    const { compiled, artifacts } = compileFile(file);
    await deploy({ target: lab.target, clients: engines.clients, artifacts });
    for (const { name: scenario, input } of compiled.pipeline.scenarios) {
      if (chosen.length > 0 && !chosen.some((one) => one === name || one === `${name}/${scenario}`)) continue;
      const { map } = compiled;
      const runId = newRunId();
      for (const engine of [engines.stepFunctions, engines.airflow]) {
        const run = await engine.start({ map, runId, input });
        await engine.follow({ map, run, limitSeconds: 180 });
      }
      const place = placeOf((await engines.environment()).arn);
      const arn = executionArn(place, { machine: map.pipeline, run: runId });
      const sfn = await engines.clients.sfn();
      const { DescribeExecutionCommand } = await import("@aws-sdk/client-sfn");
      const { $metadata: _, ...execution } = await sfn.send(new DescribeExecutionCommand({ executionArn: arn }));
      const fixture: Fixture = {
        map,
        runId,
        input,
        stepFunctions: { execution, events: (await readEvents(sfn, arn)).map(withoutInputs) },
        airflow: await readRun(restFor(engines.clients), { map, runId }),
      };
      const target = path.join(root, "test/engine-clients/fixtures", `${name}.${scenario}.json`);
      writeFileSync(target, `${JSON.stringify(fixture, null, 1)}\n`);
      console.error(`recorded ${path.basename(target)}`);
    }
  }
} finally {
  engines.close();
  await lab.release();
}

/** Inputs of states and parameters of tasks are not read by the fold, and are most of the text. */
function withoutInputs(event: Fixture["stepFunctions"]["events"][number]) {
  const { stateEnteredEventDetails: entered, taskScheduledEventDetails: scheduled, ...rest } = event;
  return {
    ...rest,
    ...(entered === undefined ? {} : { stateEnteredEventDetails: { name: entered.name } }),
    ...(scheduled === undefined
      ? {}
      : {
          taskScheduledEventDetails: {
            resourceType: scheduled.resourceType,
            resource: scheduled.resource,
            region: undefined,
            parameters: undefined,
          },
        }),
  };
}
