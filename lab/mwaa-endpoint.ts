/**
 * The part of Amazon MWAA's API that Parallax uses, in front of the lab's Airflow, in AWS's wire format:
 * GetEnvironment, InvokeRestApi, CreateWebLoginToken. Errors carry `x-amzn-errortype`, as AWS's do. The same address
 * stands for the environment's web server: the login with a web token, and Airflow's REST API behind it.
 */
import http from "node:http";
import { account, dagsFolder, mwaaBucket, region } from "./settings.ts";

type Options = {
  readonly environment: string;
  readonly airflowVersion: string;
  readonly airflowUrl: string;
  /** Of 127.0.0.1; 0 for any. */
  readonly port?: number;
};

export type MwaaEndpoint = { readonly url: string; close(): Promise<void> };

type Answer = {
  readonly status: number;
  readonly body: unknown;
  readonly errorType?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** MWAA's API model: `RestApiPath` has at most 64 characters. */
const longestPath = 64;
const methods = ["GET", "PUT", "POST", "PATCH", "DELETE"];

/** Serves the API on a loopback port. */
export async function startMwaaEndpoint(options: Options): Promise<MwaaEndpoint> {
  const airflow = airflowClient(options.airflowUrl);
  let served = 0;
  const server = http.createServer(async (request, response) => {
    served += 1;
    const answer = await route({ request, options, airflow }).catch(
      (error): Answer => fault(500, "InternalServerException", String(error?.message ?? error)),
    );
    response.writeHead(answer.status, {
      ...answer.headers,
      "content-type": "application/json",
      "x-amzn-requestid": `parallax-${served}`,
      ...(answer.errorType === undefined ? {} : { "x-amzn-errortype": answer.errorType }),
    });
    response.end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const address = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Call = { request: http.IncomingMessage; options: Options; airflow: AirflowClient };

async function route({ request, options, airflow }: Call): Promise<Answer> {
  const { pathname } = new URL(request.url ?? "/", "http://localhost");
  if (pathname === "/pluginsv2/aws_mwaa/login") return logIn(await text(request));
  if (pathname.startsWith("/api/v2/")) return passOn(request, options.airflowUrl);
  const [, operation, encoded, ...rest] = pathname.split("/");
  const name = decodeURIComponent(encoded ?? "");
  const body = await text(request);
  const key = `${request.method} ${operation}`;
  if (rest.length > 0 || !["GET environments", "POST restapi", "POST webtoken"].includes(key)) {
    return fault(404, "UnknownOperationException", `Unknown operation ${request.method} ${request.url}`);
  }
  if (name !== options.environment) {
    return fault(404, "ResourceNotFoundException", `Environment with name '${name}' not found.`);
  }
  if (operation === "environments") return { status: 200, body: { Environment: describe(options) } };
  if (operation === "webtoken") {
    return { status: 200, body: { WebToken: await airflow.token(), WebServerHostname: request.headers.host } };
  }
  return invoke(body, airflow);
}

/** MWAA user guide: the web token is exchanged for a session, whose token is the cookie `_token`. */
function logIn(form: string): Answer {
  const token = new URLSearchParams(form).get("token");
  if (token === null || token === "") return { status: 401, body: { detail: "There is no token." } };
  return { status: 200, body: {}, headers: { "set-cookie": `_token=${encodeURIComponent(token)}; Path=/; HttpOnly` } };
}

/** The environment's web server: Airflow itself judges the bearer token. */
async function passOn(request: http.IncomingMessage, airflowUrl: string): Promise<Answer> {
  const body = await text(request);
  const response = await fetch(`${airflowUrl}${request.url}`, {
    method: request.method ?? "GET",
    headers: { authorization: request.headers.authorization ?? "", "content-type": "application/json" },
    ...(body === "" ? {} : { body }),
    signal: AbortSignal.timeout(30_000),
  });
  return { status: response.status, body: document(await response.text()) };
}

/** GetEnvironment: what the lab's environment is. */
function describe({ environment, airflowVersion, airflowUrl }: Options) {
  return {
    Name: environment,
    Status: "AVAILABLE",
    Arn: `arn:aws:airflow:${region}:${account}:environment/${environment}`,
    AirflowVersion: airflowVersion,
    SourceBucketArn: `arn:aws:s3:::${mwaaBucket}`,
    DagS3Path: dagsFolder,
    ExecutionRoleArn: `arn:aws:iam::${account}:role/${environment}`,
    // AWS: a host name without a scheme.
    WebserverUrl: new URL(airflowUrl).host,
    WebserverAccessMode: "PUBLIC_ONLY",
    EnvironmentClass: "mw1.small",
    MinWorkers: 1,
    MaxWorkers: 1,
    Schedulers: 1,
  };
}

type RestCall = { Method?: unknown; Path?: unknown; Body?: unknown; QueryParameters?: unknown };

/** InvokeRestApi: checks the request as AWS's model does, and passes it on to Airflow. */
async function invoke(body: string, airflow: AirflowClient): Promise<Answer> {
  const call = parsed(body);
  if (call === undefined) return fault(400, "ValidationException", "The request body is not a JSON object.");
  const { Method: method, Path: path } = call;
  if (typeof method !== "string" || !methods.includes(method)) {
    return fault(400, "ValidationException", `Value at 'method' must be one of ${methods.join(", ")}.`);
  }
  if (typeof path !== "string" || path.length === 0 || path.length > longestPath) {
    const rule = `Member must have length between 1 and ${longestPath}`;
    return fault(
      400,
      "ValidationException",
      `Value '${String(path)}' at 'path' failed to satisfy constraint: ${rule}.`,
    );
  }
  const answer = await airflow.send({ method, path: `${path}${queryText(call.QueryParameters)}`, body: call.Body });
  const result = { RestApiStatusCode: answer.status, RestApiResponse: answer.body };
  if (answer.status < 400) return { status: 200, body: result };
  // AWS: both are HTTP 400, and carry what Airflow said.
  const errorType = answer.status < 500 ? "RestApiClientException" : "RestApiServerException";
  return { status: 400, body: { ...result, message: `The Airflow REST API answered ${answer.status}.` }, errorType };
}

function parsed(body: string): RestCall | undefined {
  try {
    const value = JSON.parse(body) as unknown;
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function queryText(parameters: unknown): string {
  if (typeof parameters !== "object" || parameters === null) return "";
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one));
  }
  return query.size === 0 ? "" : `?${query}`;
}

type AirflowClient = {
  token(): Promise<string>;
  send(call: { method: string; path: string; body: unknown }): Promise<{ status: number; body: unknown }>;
};

/** Airflow's REST API v2, with a token of the simple auth manager, renewed when it has run out. */
function airflowClient(base: string): AirflowClient {
  let kept: string | undefined;
  const token = async () => {
    const response = await fetch(`${base}/auth/token`, { signal: AbortSignal.timeout(10_000) });
    const answer = (await response.json()) as { access_token?: string };
    if (answer.access_token === undefined) throw new Error(`Airflow gave no token (${response.status}).`);
    return answer.access_token;
  };
  const attempt = async (call: { method: string; path: string; body: unknown }) => {
    kept ??= await token();
    const response = await fetch(`${base}/api/v2${call.path}`, {
      method: call.method,
      headers: { authorization: `Bearer ${kept}`, "content-type": "application/json" },
      ...(call.body === undefined || call.method === "GET" ? {} : { body: JSON.stringify(call.body) }),
      signal: AbortSignal.timeout(30_000),
    });
    return { status: response.status, body: document(await response.text()) };
  };
  return {
    token,
    async send(call) {
      const answer = await attempt(call);
      if (answer.status !== 401) return answer;
      kept = undefined;
      return attempt(call);
    },
  };
}

/** Airflow answers JSON, and some errors as text. */
function document(text: string): unknown {
  if (text === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function text(request: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function fault(status: number, errorType: string, message: string): Answer {
  return { status, body: { message }, errorType };
}
