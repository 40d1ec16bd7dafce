import http from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type MwaaEndpoint, startMwaaEndpoint } from "../../lab/mwaa-endpoint.ts";

type Seen = { method: string; url: string; token: string | undefined; body: string };

let airflow: http.Server;
let endpoint: MwaaEndpoint;
let seen: Seen[];
let tokens: number;
let answer: (request: Seen) => { status: number; body: string };

beforeEach(async () => {
  seen = [];
  tokens = 0;
  answer = () => ({ status: 200, body: '{"dag_id":"hello"}' });
  airflow = http.createServer(async (request, response) => {
    if (request.url === "/auth/token") {
      tokens += 1;
      return response.writeHead(201).end(JSON.stringify({ access_token: `token-${tokens}` }));
    }
    let body = "";
    for await (const chunk of request) body += chunk;
    const one = { method: request.method!, url: request.url!, token: request.headers.authorization, body };
    seen.push(one);
    const { status, body: text } = answer(one);
    return response.writeHead(status).end(text);
  });
  await new Promise<void>((resolve) => airflow.listen(0, "127.0.0.1", resolve));
  const { port } = airflow.address() as { port: number };
  const airflowUrl = `http://127.0.0.1:${port}`;
  endpoint = await startMwaaEndpoint({ environment: "parallax-lab", airflowVersion: "3.2.1", airflowUrl });
});

afterEach(async () => {
  await endpoint.close();
  airflow.closeAllConnections();
  await new Promise((resolve) => airflow.close(resolve));
});

async function call(method: string, path: string, body?: unknown) {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  const response = await fetch(`${endpoint.url}${path}`, init);
  const errorType = response.headers.get("x-amzn-errortype");
  return { status: response.status, errorType, body: (await response.json()) as Record<string, never> };
}

const invoke = (body: unknown) => call("POST", "/restapi/parallax-lab", body);

describe("the local MWAA API", () => {
  it("describes its environment as GetEnvironment does", async () => {
    const { status, body } = await call("GET", "/environments/parallax-lab");
    expect(status).toBe(200);
    expect(body.Environment).toMatchObject({
      Name: "parallax-lab",
      Status: "AVAILABLE",
      AirflowVersion: "3.2.1",
      SourceBucketArn: "arn:aws:s3:::parallax-mwaa",
      DagS3Path: "dags",
      Arn: expect.stringMatching(/^arn:aws:airflow:us-east-1:\d{12}:environment\/parallax-lab$/),
    });
  });

  it("passes a request on to Airflow's REST API v2 with a token", async () => {
    const result = await invoke({
      Method: "POST",
      Path: "/dags/hello/dagRuns",
      Body: { dag_run_id: "r1", conf: { name: "é" } },
      QueryParameters: { limit: 5, tags: ["a", "b"] },
    });
    expect(result).toMatchObject({
      status: 200,
      body: { RestApiStatusCode: 200, RestApiResponse: { dag_id: "hello" } },
    });
    const url = "/api/v2/dags/hello/dagRuns?limit=5&tags=a&tags=b";
    expect(seen).toEqual([{ method: "POST", url, token: "Bearer token-1", body: expect.anything() }]);
    expect(JSON.parse(seen[0]!.body)).toEqual({ dag_run_id: "r1", conf: { name: "é" } });
  });

  it("keeps its token, and gets another one when Airflow refuses it", async () => {
    await invoke({ Method: "GET", Path: "/dags" });
    await invoke({ Method: "GET", Path: "/dags" });
    expect(tokens).toBe(1);
    answer = ({ token }) => (token === "Bearer token-2" ? { status: 200, body: "{}" } : { status: 401, body: "{}" });
    expect((await invoke({ Method: "GET", Path: "/dags" })).status).toBe(200);
    expect(tokens).toBe(2);
  });

  it.each([
    [404, "RestApiClientException"],
    [409, "RestApiClientException"],
    [500, "RestApiServerException"],
    [503, "RestApiServerException"],
  ])("answers HTTP 400 when Airflow says %i, as %s", async (status, errorType) => {
    answer = () => ({ status, body: '{"detail":"no"}' });
    expect(await invoke({ Method: "GET", Path: "/dags/x" })).toMatchObject({
      status: 400,
      errorType,
      body: { RestApiStatusCode: status, RestApiResponse: { detail: "no" } },
    });
  });

  it("passes on what is not JSON as text", async () => {
    answer = () => ({ status: 502, body: "<html>bad gateway</html>" });
    expect((await invoke({ Method: "GET", Path: "/dags" })).body).toMatchObject({
      RestApiStatusCode: 502,
      RestApiResponse: "<html>bad gateway</html>",
    });
  });

  it.each([
    [{ Method: "GET", Path: `/${"x".repeat(64)}` }, "path"],
    [{ Method: "GET", Path: "" }, "path"],
    [{ Method: "GET" }, "path"],
    [{ Method: "HEAD", Path: "/dags" }, "method"],
    [{ Path: "/dags" }, "method"],
    [["no object"], "JSON object"],
  ])("refuses what AWS's model does not allow: %j", async (body, word) => {
    const result = await invoke(body);
    expect(result).toMatchObject({ status: 400, errorType: "ValidationException" });
    expect(result.body.message).toContain(word);
    expect(seen).toEqual([]);
  });

  it("allows a path of 64 characters", async () => {
    expect((await invoke({ Method: "GET", Path: `/${"x".repeat(63)}` })).status).toBe(200);
  });

  it.each([
    ["GET", "/environments/other"],
    ["POST", "/restapi/other"],
    ["POST", "/webtoken/other"],
  ])("does not know another environment: %s %s", async (method, path) => {
    expect(await call(method, path)).toMatchObject({ status: 404, errorType: "ResourceNotFoundException" });
  });

  it("stands for the environment's web server: a web token opens Airflow's own REST API", async () => {
    const { body } = await call("POST", "/webtoken/parallax-lab");
    expect(body).toEqual({ WebToken: "token-1", WebServerHostname: new URL(endpoint.url).host });
    const form = new URLSearchParams({ token: String(body.WebToken) });
    const login = await fetch(`${endpoint.url}/pluginsv2/aws_mwaa/login`, { method: "POST", body: form });
    expect(login.headers.get("set-cookie")).toContain("_token=token-1;");
    const authorization = "Bearer token-1";
    const response = await fetch(`${endpoint.url}/api/v2/dags/hello?x=1`, { headers: { authorization } });
    expect(await response.json()).toEqual({ dag_id: "hello" });
    expect(seen).toEqual([{ method: "GET", url: "/api/v2/dags/hello?x=1", token: authorization, body: "" }]);
  });

  it("opens nothing without a web token", async () => {
    const login = await fetch(`${endpoint.url}/pluginsv2/aws_mwaa/login`, { method: "POST", body: "" });
    expect(login.status).toBe(401);
    expect(login.headers.get("set-cookie")).toBeNull();
  });

  it("says that Airflow cannot be reached", async () => {
    airflow.closeAllConnections();
    await new Promise((resolve) => airflow.close(resolve));
    expect(await invoke({ Method: "GET", Path: "/dags" })).toMatchObject({
      status: 500,
      errorType: "InternalServerException",
    });
  });
});
