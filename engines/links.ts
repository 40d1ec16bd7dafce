/** Where a person can look at a run. */
import type { Target } from "./engine.ts";
import { executionArn, type Place } from "./place.ts";

/** The execution in AWS's console; none in the lab, whose emulator has no page for it. */
export function executionLink(target: Target, place: Place, run: { machine: string; run: string }): string | undefined {
  if (target.name === "lab") return undefined;
  const domain = place.partition === "aws-cn" ? "console.amazonaws.cn" : "console.aws.amazon.com";
  const arn = encodeURIComponent(executionArn(place, run));
  return `https://${place.region}.${domain}/states/home?region=${place.region}#/v2/executions/details/${arn}`;
}

/** The run in Airflow's own pages: those of the lab, or of the MWAA environment's web server. */
export function dagRunLink(options: { base: string | undefined; dagId: string; runId: string }): string | undefined {
  if (options.base === undefined || options.base === "") return undefined;
  const base = /^https?:/.test(options.base) ? options.base.replace(/\/+$/, "") : `https://${options.base}`;
  return `${base}/dags/${encodeURIComponent(options.dagId)}/runs/${encodeURIComponent(options.runId)}`;
}
