/**
 * Airflow's REST API without MWAA's 64-character limit: a web login token is exchanged for a session, whose
 * token is the bearer of ordinary requests. MWAA user guide, "Using the Apache Airflow REST API" (Airflow 3:
 * POST https://{host}/pluginsv2/aws_mwaa/login, cookie `_token`).
 */
import type { Clients } from "../clients.ts";
import { reach } from "../reach.ts";
import type { RestRequest, RestResponse } from "./rest.ts";

export type Session = (request: RestRequest) => Promise<RestResponse>;

const requestTimeout = 30_000;

/** A session that logs in when first used, and once more when its token has run out. */
export function sessionFor(clients: Clients): Session {
  const { target } = clients;
  // MWAA names a host; only the lab's loopback address has no TLS.
  const scheme = target.mwaaEndpoint?.startsWith("http:") ? "http" : "https";
  let login: Promise<{ host: string; token: string }> | undefined;

  async function request({ method, path, query, body, signal }: RestRequest): Promise<Response> {
    login ??= logIn(clients, scheme);
    const { host, token } = await login.catch((error: unknown) => {
      login = undefined;
      throw error;
    });
    return await fetch(`${scheme}://${host}/api/v2${path}${search(query)}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json", accept: "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: withTimeout(signal),
    });
  }

  return async (options) => {
    let response = await reach("Airflow's web server", () => request(options));
    if (response.status === 401) {
      login = undefined;
      response = await reach("Airflow's web server", () => request(options));
    }
    const text = await response.text();
    return { status: response.status, body: parse(text) };
  };
}

async function logIn(clients: Clients, scheme: string): Promise<{ host: string; token: string }> {
  const { CreateWebLoginTokenCommand } = await import("@aws-sdk/client-mwaa");
  const mwaa = await clients.mwaa();
  const answer = await reach("MWAA", () =>
    mwaa.send(new CreateWebLoginTokenCommand({ Name: clients.target.mwaaEnvironment })),
  );
  const host = answer.WebServerHostname ?? "";
  const response = await reach(`Airflow's web server ${host}`, () =>
    fetch(`${scheme}://${host}/pluginsv2/aws_mwaa/login`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ token: answer.WebToken ?? "" }).toString(),
      redirect: "manual",
      signal: withTimeout(undefined),
    }),
  );
  // The lab's Airflow has no MWAA plugin to log in with: there the web token is the session's own.
  const plain = clients.target.name === "lab" && (response.status === 404 || response.status === 405);
  const token = plain ? answer.WebToken : tokenCookie(response.headers.getSetCookie());
  if (token === undefined) {
    throw Object.assign(new Error(`the login at ${host} gave no session (HTTP ${response.status})`), {
      name: "AccessDeniedException",
    });
  }
  return { host, token };
}

function tokenCookie(cookies: readonly string[]): string | undefined {
  for (const cookie of cookies) {
    const found = /^_token=([^;]+)/.exec(cookie)?.[1];
    if (found !== undefined) return decodeURIComponent(found.replace(/^"|"$/g, ""));
  }
  return undefined;
}

function search(query: RestRequest["query"]): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) parameters.append(name, String(one));
  }
  const text = parameters.toString();
  return text === "" ? "" : `?${text}`;
}

function withTimeout(signal: AbortSignal | undefined): AbortSignal {
  const timeout = AbortSignal.timeout(requestTimeout);
  return signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
}

function parse(text: string): unknown {
  try {
    return text === "" ? null : JSON.parse(text);
  } catch {
    return { detail: text.slice(0, 200) };
  }
}
