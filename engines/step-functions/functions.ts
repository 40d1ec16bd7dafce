/** Lambda functions: made or brought up to date only where code or configuration differ. */
import { createHash } from "node:crypto";
import { basename } from "node:path";
import type { FunctionConfiguration, LambdaClient, Runtime } from "@aws-sdk/client-lambda";
import type { FunctionSpec } from "../../generators/ir/types.ts";
import { type Bindings, bind } from "../bindings.ts";
import type { Change } from "../engine.ts";
import { type Place, roleArn } from "../place.ts";
import { EngineProblem } from "../problem.ts";
import { poll, untilItWorks } from "../wait.ts";
import { functionRoleName } from "./roles.ts";
import { zipOf } from "./zip.ts";

type Wanted = {
  readonly FunctionName: string;
  readonly Role: string;
  readonly Handler: string;
  readonly Runtime: Runtime;
  readonly Timeout: number;
  readonly MemorySize: number;
  readonly Environment: { readonly Variables: Record<string, string> };
};

/** Deploys one function; resolves when it can be invoked. Writes nothing when `dryRun`. */
export async function ensureFunction(options: {
  lambda: LambdaClient;
  place: Place;
  spec: FunctionSpec;
  source: string;
  bindings: Bindings;
  dryRun: boolean;
}): Promise<Change> {
  const { lambda, spec, dryRun } = options;
  const sdk = await import("@aws-sdk/client-lambda");
  const what = `Lambda function ${spec.name}`;
  const file = basename(spec.source);
  const code = zipOf(file, options.source);
  const wanted = configuration({ ...options, file });

  const existing = await current(lambda, spec.name);
  if (existing === undefined) {
    if (dryRun) return { what, action: "create" };
    const made = await untilItWorks(
      () =>
        lambda.send(new sdk.CreateFunctionCommand({ ...wanted, Code: { ZipFile: code }, Description: description })),
      (error) => roleNotYetKnown(error),
    ).catch((error: unknown) => {
      if (error instanceof Error && error.name === "ResourceConflictException") return undefined;
      throw error;
    });
    await ready(lambda, spec.name);
    // Another upload made it in between: bring that one up to date.
    return made === undefined ? await ensureFunction(options) : { what, action: "create" };
  }

  if (!existing.Role?.includes(":role/parallax-")) {
    throw new EngineProblem({
      code: "RUN-NAME-TAKEN",
      message: `There is already a Lambda function ${spec.name} that Parallax did not make (its role is ${existing.Role}).`,
    });
  }
  const sameCode = existing.CodeSha256 === createHash("sha256").update(code).digest("base64");
  const sameConfiguration = matches(existing, wanted);
  if (sameCode && sameConfiguration) return { what, action: "unchanged" };
  if (dryRun) return { what, action: "update" };
  if (!sameCode) {
    await untilItWorks(
      () => lambda.send(new sdk.UpdateFunctionCodeCommand({ FunctionName: spec.name, ZipFile: code })),
      updateInProgress,
    );
    await ready(lambda, spec.name);
  }
  if (!sameConfiguration) {
    await untilItWorks(
      () => lambda.send(new sdk.UpdateFunctionConfigurationCommand(wanted)),
      (error) => updateInProgress(error) || roleNotYetKnown(error),
    );
    await ready(lambda, spec.name);
  }
  return { what, action: "update" };
}

const description = "Made by Parallax";

function configuration(options: { place: Place; spec: FunctionSpec; bindings: Bindings; file: string }): Wanted {
  const { spec, bindings } = options;
  const variables = Object.entries(spec.environment).map(([key, value]) => [key, bind(value, bindings)]);
  // Lambda names a handler by module and function; the spec names the function in the file.
  const handler = spec.handler.includes(".") ? spec.handler : `${options.file.replace(/\.py$/, "")}.${spec.handler}`;
  return {
    FunctionName: spec.name,
    Role: roleArn(options.place, functionRoleName(spec.name)),
    Handler: handler,
    Runtime: spec.runtime as Runtime,
    Timeout: spec.timeout,
    MemorySize: spec.memory,
    Environment: { Variables: Object.fromEntries(variables) },
  };
}

function matches(existing: FunctionConfiguration, wanted: Wanted): boolean {
  const variables = (from: Record<string, string> | undefined) => JSON.stringify(Object.entries(from ?? {}).sort());
  return (
    existing.Role === wanted.Role &&
    existing.Handler === wanted.Handler &&
    existing.Runtime === wanted.Runtime &&
    existing.Timeout === wanted.Timeout &&
    existing.MemorySize === wanted.MemorySize &&
    variables(existing.Environment?.Variables) === variables(wanted.Environment.Variables)
  );
}

async function current(lambda: LambdaClient, name: string): Promise<FunctionConfiguration | undefined> {
  const { GetFunctionConfigurationCommand } = await import("@aws-sdk/client-lambda");
  try {
    return await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
  } catch (error) {
    if (error instanceof Error && error.name === "ResourceNotFoundException") return undefined;
    throw error;
  }
}

/** Lambda: a function is made and changed in the background; until then invoking it or changing it again fails. */
async function ready(lambda: LambdaClient, name: string): Promise<void> {
  const state = await poll({
    attempt: async () => {
      const now = await current(lambda, name);
      if (now?.State === "Pending" || now?.LastUpdateStatus === "InProgress") return undefined;
      return now;
    },
    pace: { first: 20, factor: 1.6, most: 2_000 },
    limit: 120_000,
  });
  if (state === undefined || state.State === "Failed" || state.LastUpdateStatus === "Failed") {
    const reason = state?.StateReason ?? state?.LastUpdateStatusReason ?? "it is still being made after two minutes";
    throw new EngineProblem({
      code: "RUN-REFUSED",
      message: `Lambda function ${name} did not become active: ${reason}`,
    });
  }
}

/** IAM: a new role takes some seconds to be known everywhere. */
const roleNotYetKnown = (error: Error) =>
  error.name === "InvalidParameterValueException" && /cannot be assumed|role/i.test(error.message);

const updateInProgress = (error: Error) =>
  error.name === "ResourceConflictException" && /in progress|currently/i.test(error.message);
