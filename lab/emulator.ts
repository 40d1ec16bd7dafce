/** The AWS emulator: LocalEmu with the lab's patches, on a loopback port. */
import fs from "node:fs";
import path from "node:path";
import { engineEnvironment } from "./child-environment.ts";
import { type EngineProcess, startEngine } from "./engine-process.ts";
import { makeDirectory, remove } from "./files.ts";
import { ask } from "./http.ts";
import { LabProblem } from "./lab-problem.ts";
import { pythonPackages } from "./paths.ts";
import { credentials, dagsFolder, mwaaBucket, region } from "./settings.ts";

type Options = {
  /** The emulator environment's interpreter. */
  readonly python: string;
  readonly port: number;
  /** For its own files; emptied first. */
  readonly directory: string;
  readonly log: string;
};

export const emulatorUrl = (port: number) => `http://127.0.0.1:${port}`;

/** Starts the emulator; it is ready when `emulatorReady` says so. */
export function startEmulator({ python, port, directory, log }: Options): EngineProcess {
  remove(directory);
  makeDirectory(path.join(directory, "tmp"));
  return startEngine({
    name: "the emulator",
    command: python,
    argv: ["-m", "parallax_lab.emulator"],
    environment: engineEnvironment({
      PYTHONPATH: pythonPackages,
      PYTHONUNBUFFERED: "1",
      HOME: directory,
      TMPDIR: path.join(directory, "tmp"),
      XDG_CACHE_HOME: path.join(directory, "cache"),
      GATEWAY_LISTEN: `127.0.0.1:${port}`,
      LAMBDA_RUNTIME_EXECUTOR: "process",
      // Nothing is fetched and nobody is asked: no metadata address, no certificate.
      AWS_EC2_METADATA_DISABLED: "true",
      SKIP_SSL_CERT_DOWNLOAD: "1",
      SKIP_INFRA_DOWNLOADS: "1",
    }),
    directory,
    log,
  });
}

/** Whether it has said `Ready.` in its log (from `offset` bytes on) and answers. */
export async function emulatorReady(options: { log: string; port: number; offset: number }): Promise<boolean> {
  const text = fs.readFileSync(options.log).subarray(options.offset).toString("utf8");
  return /^Ready\.$/m.test(text) && (await emulatorHealthy(options.port));
}

async function emulatorHealthy(port: number): Promise<boolean> {
  return (await ask(`${emulatorUrl(port)}/_localemu/health`))?.status === 200;
}

/**
 * Makes the bucket that the local MWAA environment reads its DAGs from, with its folder: Airflow's S3DagBundle
 * refuses to start without them. Throws LabProblem LAB-START.
 */
export async function makeMwaaBucket(port: number): Promise<void> {
  const bucket = `${emulatorUrl(port)}/${mwaaBucket}`;
  for (const url of [bucket, `${bucket}/${dagsFolder}/.keep`]) {
    const answer = await ask(url, { method: "PUT", headers: { authorization: s3Authorization() }, timeoutMs: 30_000 });
    // 409: the bucket is there.
    if (answer === undefined || (answer.status >= 300 && answer.status !== 409)) {
      const message =
        `The emulator could not make ${url}: ${answer?.status ?? "no answer"} ${answer?.text ?? ""}`.trim();
      throw new LabProblem({ code: "LAB-START", message });
    }
  }
}

/** Says which service and account are meant; the emulator does not check signatures. */
function s3Authorization(): string {
  const scope = `${credentials.accessKeyId}/20260101/${region}/s3/aws4_request`;
  return `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
}
