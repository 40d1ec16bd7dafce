/** Buckets that a pipeline declares as resources. */
import type { BucketLocationConstraint, S3Client } from "@aws-sdk/client-s3";
import type { Change } from "../engine.ts";
import { EngineProblem } from "../problem.ts";

/** Makes the bucket when it is missing; an existing one of this account is left as it is. */
export async function ensureBucket(options: {
  s3: S3Client;
  name: string;
  region: string;
  dryRun: boolean;
}): Promise<Change> {
  const { s3, name, region } = options;
  const what = `S3 bucket ${name}`;
  const sdk = await import("@aws-sdk/client-s3");
  try {
    await s3.send(new sdk.HeadBucketCommand({ Bucket: name }));
    return { what, action: "unchanged" };
  } catch (error) {
    if (!isMissing(error)) throw taken(error, name);
  }
  if (options.dryRun) return { what, action: "create" };
  try {
    await s3.send(
      new sdk.CreateBucketCommand({
        Bucket: name,
        // S3: us-east-1 is the one region that must not be named.
        ...(region === "us-east-1"
          ? {}
          : { CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint } }),
      }),
    );
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "BucketAlreadyOwnedByYou") throw taken(error, name);
  }
  return { what, action: "create" };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && (error.name === "NotFound" || error.name === "NoSuchBucket");
}

/** S3 answers 403 for a bucket of another account: names are global. */
function taken(error: unknown, name: string): unknown {
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
  const exists = error instanceof Error && error.name === "BucketAlreadyExists";
  if (status !== 403 && status !== 301 && !exists) return error;
  return new EngineProblem({
    code: "RUN-NAME-TAKEN",
    message: `The bucket name ${name} belongs to another account or region.`,
    fix: "Give the resource another name in the spec: `bucket: {name: …}`.",
    cause: error,
  });
}
