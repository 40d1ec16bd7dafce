/** Which ledger entries a pipeline meets, and where: the compiler puts them into the source map. */
import type { Type } from "../expressions/types.ts";
import type { Block, LambdaStep, Pipeline, Step } from "../ir/types.ts";
import type { LedgerCode } from "./catalogue.ts";
import { bodiesOf, holdsRace, races } from "./groups.ts";
import { tellers } from "./tellers.ts";

export type LedgerUse = {
  /** Entries of the run as a whole. */
  readonly run: readonly LedgerCode[];
  /** Entries of each step, by id; every step of the pipeline is there. */
  readonly steps: Readonly<Record<string, readonly LedgerCode[]>>;
};

/** The entries that a pipeline meets, from its IR alone; in a fixed order, none twice. */
export function ledgerFor(pipeline: Pipeline): LedgerUse {
  const steps: Record<string, readonly LedgerCode[]> = {};
  const told = tellers(pipeline);
  const all: Step[] = [];

  const visit = (block: Block, besideOthers: boolean): void => {
    for (const step of block.steps) {
      all.push(step);
      const beside: LedgerCode[] = besideOthers ? ["LEDGER-SIBLINGS"] : [];
      steps[step.id] = [...new Set([...own(step, pipeline), ...beside, ...(told.steps.get(step.id) ?? [])])];
      for (const body of bodiesOf(step)) visit(body, besideOthers || races(step));
      for (const handler of step.catch) visit(handler.block, besideOthers);
    }
  };
  visit(pipeline.body, false);

  return { run: ofRun(pipeline, all, told.output), steps };
}

function own(step: Step, pipeline: Pipeline): LedgerCode[] {
  const codes: LedgerCode[] = [];
  if (step.kind === "lambda") codes.push(...ofLambda(step, pipeline));
  if (step.kind === "map") {
    codes.push("LEDGER-SIBLINGS", "LEDGER-MAP-LIMIT");
    if (step.maxConcurrency !== undefined && step.block.steps.length > 1) codes.push("LEDGER-MAP-CONCURRENCY");
  }
  if (holdsRace(step)) codes.push("LEDGER-FIRST-ERROR");
  if (step.catch.length > 0) codes.push(step.map === undefined ? "LEDGER-CAUGHT-RED" : "LEDGER-CAUGHT-GREEN");
  return codes;
}

function ofLambda(step: LambdaStep, pipeline: Pipeline): LedgerCode[] {
  const codes: LedgerCode[] = [];
  const used = step.retry.filter(({ maxAttempts }) => maxAttempts > 0);
  // Airflow 3.2: one rule is the task's own retries, whose backoff jitters; several are a loop with exact waits.
  const backsOff = step.retry.length === 1 && used.some(({ backoffRate }) => backoffRate !== 1);
  if (backsOff || used.some(({ jitter }) => jitter === "FULL")) codes.push("LEDGER-RETRY-JITTER");
  if (step.retry.length === 1 && used.length === 1) codes.push("LEDGER-EARLIER-ERRORS");
  if (step.retry.length > 1) codes.push("LEDGER-LOOP-TRIES");
  if (step.retry.length === 0 && (pipeline.airflow.retries ?? 0) > 0) codes.push("LEDGER-DEFAULT-RETRIES");
  if (step.timeout !== undefined) codes.push("LEDGER-TIMEOUT-GRANULARITY");
  return codes;
}

function ofRun(pipeline: Pipeline, steps: readonly Step[], output: ReadonlySet<LedgerCode>): readonly LedgerCode[] {
  const codes: LedgerCode[] = ["LEDGER-LATENCY", "LEDGER-SKIPPED", "LEDGER-ERROR-CAUSE", "LEDGER-PAYLOAD-LIMIT"];
  if (pipeline.input.length > 0) codes.push("LEDGER-INPUT-REFUSED");
  if (steps.some(holdsRace)) codes.push("LEDGER-FIRST-ERROR");
  if ((pipeline.airflow.retries ?? 0) > 0) codes.push("LEDGER-DEFAULT-RETRIES");
  if (pipeline.timeout !== undefined) codes.push("LEDGER-RUN-TIMEOUT");
  if (steps.some(({ type }) => holdsNumber(type))) codes.push("LEDGER-BIG-INTEGERS");
  return [...codes, ...output];
}

/** True when a value of the type can hold a number, or text made from one. */
function holdsNumber(type: Type): boolean {
  switch (type.kind) {
    case "any":
    case "integer":
    case "number":
      return true;
    case "nullable":
      return holdsNumber(type.of);
    case "list":
      return holdsNumber(type.element);
    case "object":
      return type.open || Object.values(type.fields).some((field) => holdsNumber(field.type));
    default:
      return false;
  }
}
