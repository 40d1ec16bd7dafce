/** Airflow's REST API through MWAA and through a web session, against a server that checks signatures. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { invokeRestApi } from "../../engines/airflow/invoke-rest-api.ts";
import { path, type Rest, restFor } from "../../engines/airflow/rest.ts";
import { airflow } from "../../engines/airflow/run.ts";
import { type Clients, clientsFor } from "../../engines/clients.ts";
import type { Target } from "../../engines/engine.ts";
import { newRunId } from "../../engines/run-id.ts";
import { sourceMap } from "./step-maps.ts";
import { type Answer, credentials, type Seen, type Stub, startStub } from "./stub-server.ts";

let stub: Stub;
let clients: Clients;
let rest: Rest;
/** Airflow's answers; MWAA's envelope is put around them. */
let airflowAnswers: (request: { method: string; path: string; body: unknown }) => Answer;
let logins: number;

const long = path`/dags/${"some-pipeline"}/dagRuns/${"r-00000000-0000"}/taskInstances/${"a_step"}/xcomEntries/${"return_value"}`;

beforeEach(async () => {
  logins = 0;
  airflowAnswers = () => ({ status: 200, body: { ok: true } });
  stub = await startStub(route);
  const target: Target = {
    name: "lab",
    region: "eu-west-1",
    mwaaEndpoint: stub.url,
    mwaaEnvironment: "env",
    credentials,
  };
  clients = clientsFor(target);
  rest = restFor(clients);
});

afterEach(async () => {
  clients.close();
  await stub.close();
});

function route(request: Seen): Answer {
  const host = stub.url.replace("http://", "");
  if (request.path === "/webtoken/env") return { status: 200, body: { WebToken: "web", WebServerHostname: host } };
  if (request.path === "/pluginsv2/aws_mwaa/login") {
    logins += 1;
    const ok = request.body === "token=web";
    return { status: ok ? 302 : 403, body: "", headers: ok ? { "set-cookie": `_token=session${logins}; Path=/` } : {} };
  }
  if (request.path.startsWith("/api/v2")) {
    if (request.authorization !== `Bearer session${logins}`) return { status: 401, body: { detail: "expired" } };
    return airflowAnswers({ method: request.method, path: request.path.slice(7), body: request.body });
  }
  if (request.path !== "/restapi/env")
    return { status: 404, body: { message: "no such environment" }, headers: fault("ResourceNotFoundException") };
  const call = JSON.parse(request.body);
  const answer = airflowAnswers({ method: call.Method, path: call.Path, body: call.Body });
  const body = { RestApiStatusCode: answer.status, RestApiResponse: answer.body };
  if (answer.status < 400) return { status: 200, body };
  return {
    status: 400,
    body,
    headers: fault(answer.status < 500 ? "RestApiClientException" : "RestApiServerException"),
  };
}

const fault = (type: string) => ({ "x-amzn-errortype": `${type}:http://internal.amazon.com/` });

describe("a path that MWAA takes", () => {
  it("goes through InvokeRestApi, signed for the service airflow", async () => {
    const answer = await rest({ method: "GET", path: "/importErrors", query: { limit: 5, order_by: ["a", "b"] } });
    expect(answer).toEqual({ status: 200, body: { ok: true } });
    expect(stub.seen).toHaveLength(1);
    expect(stub.seen[0]).toMatchObject({ method: "POST", path: "/restapi/env", signedFor: "airflow" });
    expect(JSON.parse(stub.seen[0]!.body)).toEqual({
      Method: "GET",
      Path: "/importErrors",
      QueryParameters: { limit: 5, order_by: ["a", "b"] },
    });
  });

  it("hands on what Airflow refuses", async () => {
    airflowAnswers = () => ({ status: 409, body: { detail: "exists" } });
    expect(await rest({ method: "POST", path: "/dags/x/dagRuns", body: {} })).toEqual({
      status: 409,
      body: { detail: "exists" },
    });
  });

  it("is sent again when Airflow's database was locked", async () => {
    let calls = 0;
    airflowAnswers = () => ({ status: ++calls < 3 ? 500 : 200, body: "Internal Server Error" });
    expect(await rest({ method: "GET", path: "/version" })).toMatchObject({ status: 200 });
    expect(calls).toBe(3);
  });

  it("ends in EngineUnreachable when Airflow stays broken", async () => {
    airflowAnswers = () => ({ status: 503, body: { detail: "down" } });
    const failed = rest({ method: "GET", path: "/version" });
    await expect(failed).rejects.toMatchObject({ name: "EngineUnreachable", code: "RUN-UNREACHABLE", exitCode: 3 });
    await expect(failed).rejects.toThrow(/503.*down/);
  }, 15_000);

  it("says that a permission is missing", async () => {
    airflowAnswers = () => ({ status: 403, body: { detail: "Forbidden" } });
    await expect(rest({ method: "GET", path: "/version" })).rejects.toMatchObject({ code: "RUN-DENIED", exitCode: 3 });
  });

  it("says that the environment does not exist", async () => {
    const other = restFor(clientsFor({ ...clients.target, mwaaEnvironment: "other" }));
    await expect(other({ method: "GET", path: "/version" })).rejects.toMatchObject({ code: "RUN-ENVIRONMENT" });
  });
});

describe("a path that is too long for MWAA", () => {
  it("goes through a web session, which is kept", async () => {
    expect(long.length).toBeGreaterThan(64);
    airflowAnswers = ({ path: asked }) => ({ status: 200, body: { asked } });
    expect(await rest({ method: "GET", path: long, query: { map_index: 2 } })).toEqual({
      status: 200,
      body: { asked: long },
    });
    await rest({ method: "GET", path: long });
    expect(stub.seen.map(({ path: asked }) => asked)).toEqual([
      "/webtoken/env",
      "/pluginsv2/aws_mwaa/login",
      `/api/v2${long}`,
      `/api/v2${long}`,
    ]);
    expect(stub.seen[0]!.signedFor).toBe("airflow");
    expect(stub.seen[2]!.query).toBe("?map_index=2");
  });

  it("logs in again when the session has run out", async () => {
    await rest({ method: "GET", path: long });
    logins += 1;
    expect(await rest({ method: "GET", path: long })).toMatchObject({ status: 200 });
    expect(logins).toBe(3);
  });
});

it("encodes ids in paths", () => {
  expect(path`/dags/${"a/b c"}/tasks`).toBe("/dags/a%2Fb%20c/tasks");
});

it("adds MWAA's host prefix where no address is given", async () => {
  const { MWAAClient } = await import("@aws-sdk/client-mwaa");
  const hosts: string[] = [];
  const requestHandler = {
    handle: async (request: { hostname: string }) => {
      hosts.push(request.hostname);
      throw Object.assign(new Error("nothing leaves this machine"), { name: "Stop" });
    },
  };
  const client = new MWAAClient({ region: "eu-west-1", credentials, requestHandler: requestHandler as never });
  await expect(invokeRestApi(client, { Name: "e", Method: "GET", Path: "/dags" })).rejects.toThrow("nothing leaves");
  expect(hosts).toEqual(["env.airflow.eu-west-1.amazonaws.com"]);
});

describe("starting a run", () => {
  const map = sourceMap("some-pipeline", [], []);
  const start = (runId: string) =>
    airflow(clients, () => Promise.reject(new Error("not asked"))).start({ map, runId, input: { a: 1 } });

  it("asks for no logical date, under our own id", async () => {
    const runId = newRunId();
    airflowAnswers = () => ({ status: 200, body: { queued_at: "2026-01-01T00:00:00Z" } });
    expect(await start(runId)).toEqual({ runId, startedAt: Date.UTC(2026, 0, 1) });
    expect(JSON.parse(stub.seen[0]!.body)).toMatchObject({
      Path: "/dags/some-pipeline/dagRuns",
      Body: { logical_date: null, dag_run_id: runId, conf: { a: 1 } },
    });
  });

  it("takes a conflict for a request that was sent twice", async () => {
    airflowAnswers = () => ({ status: 409, body: { detail: { reason: "Unique constraint violation" } } });
    expect(await start("r-1")).toMatchObject({ runId: "r-1" });
  });

  it("says why Airflow refuses an input, and that a DAG is missing", async () => {
    airflowAnswers = () => ({ status: 400, body: { detail: "Invalid input for param a" } });
    await expect(start("r-1")).rejects.toMatchObject({ code: "RUN-REFUSED", exitCode: 1 });
    await expect(start("r-1")).rejects.toThrow("Invalid input for param a");
    airflowAnswers = () => ({ status: 404, body: { detail: "not found" } });
    await expect(start("r-1")).rejects.toMatchObject({ code: "RUN-NOT-DEPLOYED" });
  });
});

it("tells a run whose engine dies from one that goes on", async () => {
  const map = sourceMap("some-pipeline", [], []);
  airflowAnswers = () => ({ status: 200, body: { state: "running", start_date: null, end_date: null } });
  const engine = airflow(clients, () => Promise.reject(new Error("not asked")));
  const followed = engine.follow({ map, run: { runId: "r-1", startedAt: 0 } });
  const outcome = expect(followed).rejects.toMatchObject({ name: "EngineUnreachable", code: "RUN-UNREACHABLE" });
  setTimeout(() => stub.close(), 150);
  await outcome;
}, 15_000);
