/** `npm run upload`: Step Functions and the DAGs folder of the MWAA bucket. */
import { deploy } from "../engines/deploy.ts";
import type { Change } from "../engines/engine.ts";
import { openEngines } from "../engines/open.ts";
import type { AirflowVersion } from "../generators/airflow/versions.ts";
import { artifactsOf } from "./artifacts.ts";
import { compileAll, report } from "./front.ts";
import { progressTo } from "./progress.ts";
import { chooseNames } from "./project.ts";
import { reachTarget } from "./target.ts";

export type UploadOptions = {
  readonly root: string;
  readonly names: readonly string[];
  readonly target: string;
  readonly environment?: string;
  readonly airflow?: AirflowVersion;
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly signal?: AbortSignal;
};

/** Creates and updates what differs on both engines, or with `dryRun` says what it would do. */
export async function upload(options: UploadOptions): Promise<void> {
  const result = compileAll(chooseNames(options.root, options.names), options);
  report(result, options);
  const progress = progressTo(process.stderr);
  const reached = await reachTarget({ ...options, onProgress: progress });
  const engines = openEngines(reached.target);
  const all: { pipeline: string; changes: readonly Change[] }[] = [];
  try {
    for (const compiled of result.compiled) {
      const { signal, dryRun = false } = options;
      signal?.throwIfAborted();
      const artifacts = artifactsOf(compiled, options);
      const changes = await deploy({
        target: reached.target,
        artifacts,
        dryRun,
        clients: engines.clients,
        onProgress: progress,
        ...(signal ? { signal } : {}),
      });
      all.push({ pipeline: compiled.pipeline.name, changes });
      if (!options.json) process.stdout.write(text(compiled.pipeline.name, changes, dryRun));
    }
  } finally {
    engines.close();
    await reached.release();
  }
  if (options.json)
    process.stdout.write(
      `${JSON.stringify({ version: 1, dryRun: options.dryRun ?? false, pipelines: all }, null, 2)}\n`,
    );
  if (reached.passing && !options.dryRun) {
    process.stderr.write(
      "The lab ends now, and what was uploaded with it. To keep both: npm run lab -- up, before the upload.\n",
    );
  }
}

const would: Readonly<Record<Change["action"], string>> = {
  create: "would create",
  update: "would update",
  unchanged: "unchanged",
};
const did: Readonly<Record<Change["action"], string>> = {
  create: "created",
  update: "updated",
  unchanged: "unchanged",
};

function text(pipeline: string, changes: readonly Change[], dryRun: boolean): string {
  const lines = changes.map(
    ({ what, action }) => `  ${(dryRun ? would : did)[action].padEnd(dryRun ? 13 : 10)} ${what}`,
  );
  return `${pipeline}\n${lines.join("\n")}\n`;
}
