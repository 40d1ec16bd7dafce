/** Airflow's REST API v2 as the engine uses it: through MWAA where its path fits, by a web session where not. */
import type { Clients } from "../clients.ts";
import { EngineProblem, EngineUnreachable } from "../problem.ts";
import { reach } from "../reach.ts";
import { sleep } from "../wait.ts";
import type { RestApiMethod } from "./invoke-rest-api.ts";
import { sessionFor } from "./session.ts";

export type RestRequest = {
  readonly method: RestApiMethod;
  /** Version-less, ids already encoded (`path` below). */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | readonly (string | number)[]>>;
  readonly body?: Record<string, unknown>;
  readonly signal?: AbortSignal;
};

export type RestResponse = { readonly status: number; readonly body: unknown };

/** Airflow's answer, its errors (4xx) among them: the caller knows which of them are news and which are failures. */
export type Rest = (request: RestRequest) => Promise<RestResponse>;

/** MWAA API: InvokeRestApi's `Path` holds at most 64 characters. */
const mwaaPathLimit = 64;
const tries = 4;

/**
 * Calls Airflow. Reads of single values need three ids and a key and never fit MWAA's limit; everything else
 * that the engine asks does, for pipeline names of up to 33 characters (docs/decisions/airflow-rest.md).
 * @throws EngineUnreachable when MWAA or Airflow cannot be reached or refuses the credentials.
 */
export function restFor(clients: Clients): Rest {
  const session = sessionFor(clients);
  return async (request) => {
    const send =
      request.path.length <= mwaaPathLimit ? () => throughMwaa({ clients, request }) : () => session(request);
    const response = await repeated(send, request.signal);
    if (response.status === 401 || response.status === 403) {
      throw new EngineUnreachable({
        code: "RUN-DENIED",
        message: `Airflow does not allow ${request.method} ${request.path}: ${detail(response)}`,
      });
    }
    if (response.status >= 500) {
      throw new EngineUnreachable({
        code: "RUN-UNREACHABLE",
        message: `Airflow answered ${response.status} to ${request.method} ${request.path}: ${detail(response)}`,
      });
    }
    return response;
  };
}

/** The body of a successful answer; anything else is a problem named after `what`. */
export function expectOk(response: RestResponse, what: string): unknown {
  if (response.status < 300) return response.body;
  throw new EngineProblem({
    code: "RUN-REFUSED",
    message: `${what}: Airflow answered ${response.status}, ${detail(response)}`,
  });
}

/** Airflow's own words: FastAPI's `detail`, a list of {loc, msg} when it refuses a field. */
export function detail(response: RestResponse): string {
  const body = response.body as { detail?: unknown } | null;
  const said = body?.detail ?? body;
  return typeof said === "string" ? said : JSON.stringify(said);
}

/** `path` template tag: every id is encoded. */
export function path(parts: TemplateStringsArray, ...ids: readonly string[]): string {
  return parts.map((part, index) => part + (index < ids.length ? encodeURIComponent(ids[index]!) : "")).join("");
}

async function throughMwaa({ clients, request }: { clients: Clients; request: RestRequest }): Promise<RestResponse> {
  const { invokeRestApi, RestApiException } = await import("./invoke-rest-api.ts");
  const mwaa = await clients.mwaa();
  const { method, query, body, signal } = request;
  try {
    const answer = await reach(`the MWAA environment ${clients.target.mwaaEnvironment}`, () =>
      invokeRestApi(
        mwaa,
        {
          Name: clients.target.mwaaEnvironment,
          Method: method,
          Path: request.path,
          ...(query === undefined ? {} : { QueryParameters: query }),
          ...(body === undefined ? {} : { Body: body }),
        },
        signal === undefined ? {} : { abortSignal: signal },
      ),
    );
    return { status: answer.RestApiStatusCode, body: answer.RestApiResponse };
  } catch (error) {
    if (error instanceof RestApiException) {
      return { status: error.RestApiStatusCode ?? 500, body: error.RestApiResponse ?? { detail: error.message } };
    }
    throw mwaaProblem(error, clients);
  }
}

function mwaaProblem(error: unknown, clients: Clients): unknown {
  if (!(error instanceof Error) || error instanceof EngineProblem) return error;
  const environment = clients.target.mwaaEnvironment;
  if (error.name === "ResourceNotFoundException") {
    return new EngineProblem({
      code: "RUN-ENVIRONMENT",
      message: `There is no MWAA environment ${environment} in this account and region.`,
      cause: error,
    });
  }
  if (/^HTTP5|InternalServer|ServiceUnavailable/.test(error.name)) {
    return new EngineUnreachable({
      code: "RUN-UNREACHABLE",
      message: `the MWAA environment ${environment}: ${error.message}`,
      cause: error,
    });
  }
  return error;
}

/**
 * Repeats what may work in a moment: a 5xx of Airflow (its database was locked) or a broken connection. All that the
 * engine asks may be repeated: reads, setting a state, and starting a run under an id of ours.
 */
async function repeated(send: () => Promise<RestResponse>, signal: AbortSignal | undefined): Promise<RestResponse> {
  for (let attempt = 1; ; attempt++) {
    const last = attempt === tries || signal?.aborted === true;
    const response = await send().catch((error: unknown) => {
      if (last || !(error instanceof EngineUnreachable) || error.code !== "RUN-UNREACHABLE") throw error;
      return undefined;
    });
    if (response !== undefined && (response.status < 500 || last)) return response;
    await sleep(100 * 2 ** attempt, signal);
  }
}
