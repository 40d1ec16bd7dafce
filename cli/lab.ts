/** `npm run lab`: the local engines, kept warm. */
import { didYouMean } from "../diagnostics/suggest.ts";
import { type AirflowVersion, defaultAirflowVersion, releases } from "../generators/airflow/versions.ts";
import { type LabStatus, labDown, labLogs, labStatus, labUp } from "../lab/lab.ts";
import { type ExitCode, UsageProblem } from "./problem.ts";
import { progressTo } from "./progress.ts";

export type LabOptions = {
  readonly airflow?: AirflowVersion;
  readonly json?: boolean;
  readonly force?: boolean;
  readonly name?: string;
  readonly lines?: number;
};

const versionOf = (options: LabOptions): string => releases[options.airflow ?? defaultAirflowVersion];

export async function labUpCommand(options: LabOptions): Promise<ExitCode> {
  const status = await labUp({ airflowVersion: versionOf(options), onProgress: progressTo(process.stderr) });
  show(status, options);
  return 0;
}

export async function labDownCommand(options: LabOptions): Promise<ExitCode> {
  const airflowVersion = versionOf(options);
  const done = await labDown({ airflowVersion, ...(options.force === undefined ? {} : { force: options.force }) });
  const words = {
    stopped: "The lab is stopped.",
    "not running": "The lab was not running.",
    "in use": "Other commands use the lab; it stops after the last of them. `--force` stops it now.",
  };
  process.stdout.write(options.json ? `${JSON.stringify({ version: 1, result: done })}\n` : `${words[done]}\n`);
  return 0;
}

/** Exit code 3 when the lab does not run. */
export function labStatusCommand(options: LabOptions): ExitCode {
  const status = labStatus(versionOf(options));
  show(status, options);
  return status.phase === "ready" ? 0 : 3;
}

export function labLogsCommand(options: LabOptions): ExitCode {
  const { name, lines } = options;
  const all = labLogs({ airflowVersion: versionOf(options), ...(lines === undefined ? {} : { lines }) });
  const logs = all.filter((log) => log.name.includes(name ?? ""));
  if (logs.length === 0 && all.length > 0) {
    const names = all.map((log) => log.name.replace(/\.log$/, ""));
    throw new UsageProblem(
      `The lab has no log called \`${name}\`.`,
      didYouMean(name ?? "", names) ?? `There are: ${names.join(", ")}.`,
    );
  }
  if (options.json) process.stdout.write(`${JSON.stringify({ version: 1, logs }, null, 2)}\n`);
  else if (logs.length === 0) process.stdout.write("There are no logs: the lab has not run yet.\n");
  else for (const log of logs) process.stdout.write(`== ${log.file}\n${log.text.trimEnd()}\n\n`);
  return 0;
}

function show(status: LabStatus, options: LabOptions): void {
  process.stdout.write(options.json ? `${JSON.stringify({ version: 1, ...status }, null, 2)}\n` : text(status));
}

function text(status: LabStatus): string {
  const { target } = status;
  const lines = [
    `The lab (Airflow ${status.airflowVersion}) is ${status.phase}${status.keptWarm ? ", kept warm" : ""}.`,
  ];
  for (const { name, pid, alive, restarts } of status.engines) {
    const again = restarts > 0 ? `, started again ${restarts === 1 ? "once" : `${restarts} times`}` : "";
    lines.push(`  ${name.padEnd(24)} process ${pid} ${alive ? "runs" : "is dead"}${again}`);
  }
  for (const incident of status.incidents)
    lines.push(`  ${incident.engine} died (${incident.how}), see ${incident.log}`);
  if (status.problem)
    lines.push(`  ${status.problem.message}`, ...(status.problem.fix ? [`  ${status.problem.fix}`] : []));
  if (target) {
    lines.push(`Airflow:            ${target.airflowUrl ?? ""}`);
    lines.push(`AWS (the emulator): ${target.endpoint}`);
    lines.push(`MWAA API:           ${target.mwaaEndpoint}`);
  }
  return `${lines.join("\n")}\n`;
}
