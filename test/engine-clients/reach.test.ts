/** Everything that keeps us from an engine ends in one error type, with what to do. */
import { createServer } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { environmentOf } from "../../engines/airflow/environment.ts";
import { clientsFor } from "../../engines/clients.ts";
import type { Target } from "../../engines/engine.ts";
import { EngineUnreachable } from "../../engines/problem.ts";
import { explain } from "../../engines/reach.ts";
import { stepFunctions } from "../../engines/step-functions/run.ts";
import { sourceMap } from "./step-maps.ts";
import { credentials } from "./stub-server.ts";

const map = sourceMap("p", [], []);
const place = async () => ({ partition: "aws", region: "us-east-1", account: "000000000000" });
const start = (target: Target) => stepFunctions(clientsFor(target), place).start({ map, runId: "r-1", input: {} });

/** An address where nothing listens. */
async function deadAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

/** No profile, no metadata service, no variables: a machine on which nobody signed in. */
function bareMachine(): void {
  for (const name of [
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_PROFILE",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
  ]) {
    vi.stubEnv(name, undefined as unknown as string);
  }
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
  vi.stubEnv("AWS_CONFIG_FILE", "/dev/null");
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
}

afterEach(() => vi.unstubAllEnvs());

describe("EngineUnreachable", () => {
  it("for an engine that is not there", async () => {
    const endpoint = await deadAddress();
    const target: Target = {
      name: "lab",
      region: "us-east-1",
      endpoint,
      mwaaEndpoint: endpoint,
      mwaaEnvironment: "e",
      credentials,
    };
    await expect(start(target)).rejects.toMatchObject({ code: "RUN-UNREACHABLE", exitCode: 3 });
    await expect(start(target)).rejects.toThrow(/Step Functions: .*ECONNREFUSED/);
    await expect(environmentOf(clientsFor(target))).rejects.toMatchObject({ code: "RUN-UNREACHABLE" });
  });

  it("for missing credentials", async () => {
    bareMachine();
    const failed = start({ name: "aws", region: "us-east-1", mwaaEnvironment: "e" });
    await expect(failed).rejects.toMatchObject({ name: "EngineUnreachable", code: "RUN-NO-CREDENTIALS", exitCode: 3 });
    await expect(failed).rejects.toHaveProperty("fix", expect.stringContaining("aws sso login"));
  });

  it("for a missing region", async () => {
    bareMachine();
    await expect(start({ name: "aws", region: "", mwaaEnvironment: "e", credentials })).rejects.toMatchObject({
      code: "RUN-NO-REGION",
    });
  });

  it.each([
    ["ExpiredTokenException", "The security token included in the request is expired", "RUN-NO-CREDENTIALS"],
    ["UnrecognizedClientException", "The security token included in the request is invalid.", "RUN-NO-CREDENTIALS"],
    [
      "CredentialsProviderError",
      "Token is expired. To refresh this SSO session run 'aws sso login'",
      "RUN-NO-CREDENTIALS",
    ],
    ["AccessDeniedException", "not authorized to perform: states:StartExecution", "RUN-DENIED"],
    ["TimeoutError", "Connection timed out", "RUN-UNREACHABLE"],
  ])("for %s", (name, message, code) => {
    const error = explain(Object.assign(new Error(message), { name }), "Step Functions");
    expect(error).toBeInstanceOf(EngineUnreachable);
    expect(error).toMatchObject({ code, message: `Step Functions: ${message}` });
  });

  it("for fetch's failures, whose reason lies inside", () => {
    const refused = Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:1"), { code: "ECONNREFUSED" });
    const failed = new TypeError("fetch failed", { cause: new AggregateError([refused]) });
    expect(explain(failed, "Airflow")).toMatchObject({
      code: "RUN-UNREACHABLE",
      message: expect.stringContaining("ECONNREFUSED"),
    });
  });

  it("but leaves every other error as it is", () => {
    const error = Object.assign(new Error("bad"), { name: "InvalidDefinition" });
    expect(explain(error, "Step Functions")).toBe(error);
  });
});
