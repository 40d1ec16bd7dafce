/** AWS clients for a target, made when first used: imports cost time that `generate` must not pay. */
import type { IAMClient } from "@aws-sdk/client-iam";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import type { MWAAClient } from "@aws-sdk/client-mwaa";
import type { S3Client } from "@aws-sdk/client-s3";
import type { SFNClient } from "@aws-sdk/client-sfn";
import type { Target } from "./engine.ts";

export type Clients = {
  readonly target: Target;
  sfn(): Promise<SFNClient>;
  s3(): Promise<S3Client>;
  lambda(): Promise<LambdaClient>;
  iam(): Promise<IAMClient>;
  mwaa(): Promise<MWAAClient>;
  /** Closes the sockets that are kept alive. */
  close(): void;
};

type Closable = { destroy(): void };

/**
 * Clients for `target`. On AWS they share one credential chain (the Step Functions client's own), and nothing
 * else is set; in the lab every address is the target's. Nothing is checked here: the first call fails with
 * what `explain` (reach.ts) turns into EngineUnreachable.
 */
export function clientsFor(target: Target): Clients {
  // The clients' warning about Node 20 would land in the middle of our own output. Only the word `true` counts.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const open: Closable[] = [];
  const common = configuration(target, target.endpoint);
  const keep = <T extends Closable>(client: T): T => {
    open.push(client);
    return client;
  };
  const sfn = once(async () => keep(new (await import("@aws-sdk/client-sfn")).SFNClient(common)));
  const chained = async (endpoint = target.endpoint) => ({
    ...configuration(target, endpoint),
    credentials: (await sfn()).config.credentials,
  });
  return {
    target,
    sfn,
    s3: once(async () => {
      const { S3Client } = await import("@aws-sdk/client-s3");
      return keep(new S3Client({ ...(await chained()), ...(target.endpoint ? { forcePathStyle: true } : {}) }));
    }),
    lambda: once(async () => keep(new (await import("@aws-sdk/client-lambda")).LambdaClient(await chained()))),
    iam: once(async () => keep(new (await import("@aws-sdk/client-iam")).IAMClient(await chained()))),
    mwaa: once(async () => {
      const { MWAAClient } = await import("@aws-sdk/client-mwaa");
      return keep(new MWAAClient(await chained(target.mwaaEndpoint)));
    }),
    close() {
      for (const client of open) client.destroy();
    },
  };
}

/** `disableHostPrefix` only with an address of our own: real AWS needs its prefixes (`env.`, `sync-`). */
function configuration(target: Target, endpoint: string | undefined) {
  return {
    // An empty region would be taken as one; left out, the SDK looks in the environment and the profile.
    ...(target.region === "" ? {} : { region: target.region }),
    ...(target.credentials === undefined ? {} : { credentials: target.credentials }),
    ...(endpoint === undefined ? {} : { endpoint, disableHostPrefix: true }),
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
