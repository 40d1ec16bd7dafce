/** Counts the objects of a pipeline's buckets, for `expect.objects`. */
import type { Resource } from "../generators/ir/types.ts";
import { bindingsFor } from "./bindings.ts";
import type { Engines } from "./open.ts";
import { placeOf } from "./place.ts";
import { reach } from "./reach.ts";

/** Objects per bucket resource, as of now. */
export async function countObjects(
  engines: Engines,
  options: { pipeline: string; resources: readonly Resource[] },
): Promise<ReadonlyMap<string, number>> {
  const { clients } = engines;
  const account = clients.target.name === "aws" ? { account: placeOf((await engines.environment()).arn).account } : {};
  const counts = new Map<string, number>();
  for (const { id, name } of bindingsFor({ ...options, ...account }).values())
    counts.set(id, await countIn(clients, name));
  return counts;
}

async function countIn(clients: Engines["clients"], bucket: string): Promise<number> {
  const { ListObjectsV2Command } = await import("@aws-sdk/client-s3");
  let total = 0;
  let token: string | undefined;
  do {
    const page = await reach(`the bucket ${bucket}`, async () =>
      (await clients.s3()).send(
        new ListObjectsV2Command({ Bucket: bucket, ...(token === undefined ? {} : { ContinuationToken: token }) }),
      ),
    );
    total += page.KeyCount ?? 0;
    token = page.NextContinuationToken;
  } while (token !== undefined);
  return total;
}
