/** Reads an execution's history and folds it into the neutral trace. */
import type { DescribeExecutionOutput, HistoryEvent, SFNClient } from "@aws-sdk/client-sfn";
import type { Json } from "../../generators/expressions/expression.ts";
import type { SourceMap } from "../../generators/source-map.ts";
import type { ErrorInfo, RunStatus, Trace } from "../../runs/trace.ts";
import { foldVisits } from "./fold.ts";
import { visitsOf } from "./visits.ts";

/**
 * Every event of an execution, in the order of their ids. `known` are events read before: newest pages are read
 * first, and only until they are reached.
 */
export async function readEvents(
  sfn: SFNClient,
  executionArn: string,
  known: readonly HistoryEvent[] = [],
): Promise<HistoryEvent[]> {
  const { GetExecutionHistoryCommand } = await import("@aws-sdk/client-sfn");
  const events = new Map(known.map((event) => [event.id!, event]));
  const last = known.at(-1)?.id ?? 0;
  let nextToken: string | undefined;
  let reached = false;
  while (!reached) {
    const page = await sfn.send(
      new GetExecutionHistoryCommand({
        executionArn,
        includeExecutionData: true,
        reverseOrder: true,
        // A little more than one poll brings; without known events the most that AWS gives.
        maxResults: last === 0 ? 1_000 : 100,
        ...(nextToken === undefined ? {} : { nextToken }),
      }),
    );
    for (const event of page.events ?? []) events.set(event.id!, event);
    nextToken = page.nextToken || undefined;
    reached = nextToken === undefined || (page.events ?? []).some(({ id }) => id! <= last);
  }
  return [...events.values()].sort((a, b) => a.id! - b.id!);
}

/** What Step Functions says of one execution: DescribeExecution's answer and all events. */
export type ExecutionRecord = {
  readonly execution: Pick<DescribeExecutionOutput, "status" | "startDate" | "stopDate" | "output" | "error" | "cause">;
  readonly events: readonly HistoryEvent[];
};

/** The trace of a finished execution. */
export function foldExecution(options: {
  map: SourceMap;
  runId: string;
  input: Json;
  record: ExecutionRecord;
  link?: string;
}): Trace {
  const { map, runId, input, link } = options;
  const { execution, events } = options.record;
  const status = statuses[execution.status ?? ""] ?? "aborted";
  const { visits, transitions } = visitsOf(events);
  const error = runError(options.record, status);
  const start = (execution.startDate ?? events[0]?.timestamp ?? new Date(0)).toISOString();
  return {
    version: 1,
    engine: "stepFunctions",
    pipeline: map.pipeline,
    runId,
    status,
    start,
    end: (execution.stopDate ?? events.at(-1)?.timestamp)?.toISOString() ?? start,
    input,
    ...(execution.output === undefined ? {} : { output: JSON.parse(execution.output) as Json }),
    ...(error === undefined ? {} : { error }),
    steps: foldVisits(map, visits),
    units: transitions,
    ...(link === undefined ? {} : { link }),
  };
}

const statuses: Readonly<Record<string, RunStatus>> = {
  SUCCEEDED: "succeeded",
  FAILED: "failed",
  TIMED_OUT: "timedOut",
  ABORTED: "aborted",
};

function runError({ execution, events }: ExecutionRecord, status: RunStatus): ErrorInfo | undefined {
  if (status === "succeeded" || status === "aborted") return undefined;
  // ASL: a machine that reaches TimeoutSeconds fails with States.Timeout; the API may leave the name out.
  if (status === "timedOut") return { name: "States.Timeout", cause: execution.cause ?? "" };
  const details = events.findLast(({ type }) => type === "ExecutionFailed")?.executionFailedEventDetails;
  const name = execution.error ?? details?.error;
  return name === undefined ? undefined : { name, cause: execution.cause ?? details?.cause ?? "" };
}
