/** A recorded run: what both engines said of it, and the source map to fold it by. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { foldDagRun } from "../../engines/airflow/history.ts";
import type { RunRecord } from "../../engines/airflow/record.ts";
import { type ExecutionRecord, foldExecution } from "../../engines/step-functions/history.ts";
import type { Json } from "../../generators/expressions/expression.ts";
import type { SourceMap } from "../../generators/source-map.ts";
import type { StepTrace, Trace } from "../../runs/trace.ts";

export type Fixture = {
  readonly map: SourceMap;
  readonly runId: string;
  readonly input: Json;
  readonly stepFunctions: ExecutionRecord;
  readonly airflow: RunRecord;
};

/** Both folded traces of a recorded run, `<spec>.<scenario>`. */
export function foldFixture(name: string): { stepFunctions: Trace; airflow: Trace; map: SourceMap } {
  const text = readFileSync(path.join(import.meta.dirname, "fixtures", `${name}.json`), "utf8");
  // JSON has no dates; the AWS client's answers do.
  const fixture = JSON.parse(text, (key, value) =>
    /^(timestamp|startDate|stopDate)$/.test(key) && typeof value === "string" ? new Date(value) : value,
  ) as Fixture;
  const { map, runId, input } = fixture;
  return {
    map,
    stepFunctions: foldExecution({ map, runId, input, record: fixture.stepFunctions }),
    airflow: foldDagRun({ map, runId, input, record: fixture.airflow }),
  };
}

/** One line per step: `clean_dataset[1] failed Exception (failed Exception)`. */
export function told(trace: Trace): string[] {
  const run = [trace.status, trace.error?.name, trace.engineFault].filter((part) => part !== undefined).join(" ");
  return [run, ...trace.steps.map(tell)];
}

function tell({ step, indexes, status, error, attempts }: StepTrace): string {
  const tries = attempts.map((one) => [one.outcome, one.error?.name].filter(Boolean).join(" ")).join(", ");
  const label = step + indexes.map((index) => `[${index}]`).join("");
  return [label, status, ...(error === undefined ? [] : [error.name]), ...(tries === "" ? [] : [`(${tries})`])].join(
    " ",
  );
}

/** The value of a step, by its label. */
export function stepValue(trace: Trace, step: string, indexes: readonly number[] = []): Json | undefined {
  return trace.steps.find((one) => one.step === step && one.indexes.join() === indexes.join())?.value;
}
