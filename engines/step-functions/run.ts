/** Starts, follows and stops executions of a state machine. */
import type { DescribeExecutionOutput, HistoryEvent, SFNClient } from "@aws-sdk/client-sfn";
import type { Clients } from "../clients.ts";
import type { Engine, RunHandle } from "../engine.ts";
import { followRun } from "../follow.ts";
import { executionLink } from "../links.ts";
import { executionArn, type Place, stateMachineArn } from "../place.ts";
import { EngineProblem } from "../problem.ts";
import { reach } from "../reach.ts";
import { foldExecution, readEvents } from "./history.ts";
import { progressOf } from "./progress.ts";

/** Step Functions, on AWS or in the lab. `place` tells the account, which every ARN holds. */
export function stepFunctions(clients: Clients, place: () => Promise<Place>): Engine {
  const call = <T>(send: (sfn: SFNClient) => Promise<T>) =>
    reach("Step Functions", async () => await send(await clients.sfn()));
  const arnOf = async (machine: string, run: RunHandle) => executionArn(await place(), { machine, run: run.runId });
  const describe = async (machine: string, run: RunHandle): Promise<DescribeExecutionOutput> => {
    const { DescribeExecutionCommand } = await import("@aws-sdk/client-sfn");
    const arn = await arnOf(machine, run);
    return await call((sfn) => sfn.send(new DescribeExecutionCommand({ executionArn: arn })));
  };

  const engine: Engine = {
    name: "stepFunctions",

    async start({ map, runId, input }) {
      const { StartExecutionCommand } = await import("@aws-sdk/client-sfn");
      const arn = stateMachineArn(await place(), map.pipeline);
      const started = await call(async (sfn) => {
        const command = new StartExecutionCommand({
          stateMachineArn: arn,
          name: runId,
          input: JSON.stringify(input),
        });
        return await sfn.send(command).catch((error: unknown) => {
          // The id is ours: a request that was sent twice has started one run.
          if (error instanceof Error && error.name === "ExecutionAlreadyExists") return { startDate: new Date() };
          throw notStarted(error, map.pipeline);
        });
      });
      return { runId, startedAt: (started.startDate ?? new Date()).getTime() };
    },

    async follow({ map, run, onProgress, ...options }) {
      const told = new Set<string>();
      let events: HistoryEvent[] = [];
      await followRun({
        ...options,
        what: `the execution ${run.runId} of ${map.pipeline}`,
        pace:
          clients.target.name === "lab"
            ? { first: 50, factor: 1.2, most: 250 }
            : { first: 500, factor: 1.3, most: 3_000 },
        stop: () => engine.stop({ map, run }),
        ended: async () => {
          const { status } = await describe(map.pipeline, run);
          if (onProgress !== undefined) {
            const arn = await arnOf(map.pipeline, run);
            events = await call((sfn) => readEvents(sfn, arn, events));
            for (const line of progressOf({ map, events, told })) onProgress(line);
          }
          return status !== "RUNNING" && status !== "PENDING_REDRIVE";
        },
      });
    },

    async history({ map, run, input }) {
      const execution = await describe(map.pipeline, run);
      const arn = await arnOf(map.pipeline, run);
      const events = await call((sfn) => readEvents(sfn, arn));
      const link = executionLink(clients.target, await place(), { machine: map.pipeline, run: run.runId });
      const record = { execution, events };
      return foldExecution({ map, runId: run.runId, input, record, ...(link === undefined ? {} : { link }) });
    },

    async stop({ map, run }) {
      const { StopExecutionCommand } = await import("@aws-sdk/client-sfn");
      const arn = await arnOf(map.pipeline, run);
      await call((sfn) => sfn.send(new StopExecutionCommand({ executionArn: arn, cause: "Stopped by Parallax" })));
    },
  };
  return engine;
}

function notStarted(error: unknown, pipeline: string): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === "StateMachineDoesNotExist") {
    const message = `There is no state machine ${pipeline}.`;
    return new EngineProblem({ code: "RUN-NOT-DEPLOYED", message, cause: error });
  }
  if (/^(InvalidExecutionInput|InvalidName|InvalidArn|ValidationException)$/.test(error.name)) {
    const message = `Step Functions refuses to start ${pipeline}: ${error.message}`;
    return new EngineProblem({ code: "RUN-REFUSED", message, cause: error });
  }
  return error;
}
