/**
 * MWAA's InvokeRestApi for @aws-sdk/client-mwaa 3.523.0, the last version for Node 20, which predates the
 * operation. Built with smithy's class builder, as the generated commands are, so that credentials, signing,
 * retries and endpoints are the client's own. Use the client's own command once a newer version is used.
 *
 * MWAA API: POST /restapi/{Name} on the host prefix `env.`; an error that Airflow itself answered is
 * RestApiClientException (4xx) or RestApiServerException (5xx), both HTTP 400 on the wire.
 */
import {
  CreateCliTokenCommand,
  type MWAAClient,
  type MWAAClientResolvedConfig,
  MWAAServiceException,
} from "@aws-sdk/client-mwaa";
import { getEndpointPlugin } from "@smithy/middleware-endpoint";
import { getSerdePlugin } from "@smithy/middleware-serde";
import { HttpRequest } from "@smithy/protocol-http";
import { Command } from "@smithy/smithy-client";

export type RestApiMethod = "GET" | "PUT" | "POST" | "PATCH" | "DELETE";

export type InvokeRestApiInput = {
  Name: string;
  /** Version-less ("/dags/x/dagRuns"), at most 64 characters. */
  Path: string;
  Method: RestApiMethod;
  QueryParameters?: Record<string, unknown>;
  Body?: Record<string, unknown>;
};

export type InvokeRestApiOutput = {
  RestApiStatusCode: number;
  RestApiResponse: unknown;
  $metadata: { httpStatusCode?: number; requestId?: string; attempts?: number };
};

/** Airflow itself answered with an error. */
export class RestApiException extends MWAAServiceException {
  readonly RestApiStatusCode: number | undefined;
  readonly RestApiResponse: unknown;

  constructor(name: string, body: Record<string, unknown>, $metadata: InvokeRestApiOutput["$metadata"]) {
    const status = typeof body.RestApiStatusCode === "number" ? body.RestApiStatusCode : undefined;
    const message = body.message ?? body.Message ?? `Airflow's REST API answered ${status ?? "an error"}`;
    super({ name, $fault: "client", $metadata, message: String(message) });
    Object.setPrototypeOf(this, RestApiException.prototype);
    this.RestApiStatusCode = status;
    this.RestApiResponse = body.RestApiResponse;
  }
}

// What smithy hands to a serializer; the version in the tree types it as any.
type Context = {
  endpoint(): Promise<{ hostname: string; protocol: string; port?: number; path?: string }>;
  disableHostPrefix?: boolean;
  streamCollector(body: unknown): Promise<Uint8Array>;
  utf8Encoder(bytes: Uint8Array): string;
};
type Response = { statusCode: number; headers: Record<string, string>; body: unknown };

async function serialize({ Name, ...payload }: InvokeRestApiInput, context: Context): Promise<HttpRequest> {
  const { hostname, protocol, port, path } = await context.endpoint();
  return new HttpRequest({
    protocol,
    ...(port === undefined ? {} : { port }),
    method: "POST",
    hostname: context.disableHostPrefix ? hostname : `env.${hostname}`,
    path: `${path?.replace(/\/$/, "") ?? ""}/restapi/${encodeURIComponent(Name)}`,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(payload),
  });
}

async function deserialize(output: Response, context: Context): Promise<InvokeRestApiOutput> {
  const requestId = output.headers["x-amzn-requestid"];
  const $metadata = { httpStatusCode: output.statusCode, ...(requestId === undefined ? {} : { requestId }) };
  const text = context.utf8Encoder(await context.streamCollector(output.body));
  const body = parse(text);
  if (output.statusCode < 300) {
    return { RestApiStatusCode: Number(body.RestApiStatusCode), RestApiResponse: body.RestApiResponse, $metadata };
  }
  const type = output.headers["x-amzn-errortype"] ?? body.__type ?? body.code ?? `HTTP${output.statusCode}`;
  const name = String(type).split(":")[0]!.split("#").pop()!;
  if (name.startsWith("RestApi")) throw new RestApiException(name, body, $metadata);
  const message = String(body.message ?? body.Message ?? name);
  throw new MWAAServiceException({ name, message, $fault: output.statusCode < 500 ? "client" : "server", $metadata });
}

/** A proxy's error page is not JSON; its first words are still the best message. */
function parse(text: string): Record<string, unknown> {
  try {
    return text === "" ? {} : JSON.parse(text);
  } catch {
    return { message: text.slice(0, 200) };
  }
}

const hidden = "***SensitiveInformation***";

class InvokeRestApiCommand extends Command.classBuilder<
  InvokeRestApiInput,
  InvokeRestApiOutput,
  MWAAClientResolvedConfig,
  // biome-ignore lint/suspicious/noExplicitAny: the client's own input and output unions do not know this command
  any,
  // biome-ignore lint/suspicious/noExplicitAny: see above
  any
>()
  .ep(CreateCliTokenCommand.getEndpointParameterInstructions())
  // biome-ignore lint/suspicious/noExplicitAny: smithy's own type for this callback is any throughout
  .m(function (this: any, command: any, _stack: any, config: any) {
    return [
      getSerdePlugin(config, this.serialize, this.deserialize),
      getEndpointPlugin(config, command.getEndpointParameterInstructions()),
    ];
  })
  .s("AmazonMWAA", "InvokeRestApi", {})
  .n("MWAAClient", "InvokeRestApiCommand")
  .f(
    (input) => ({ ...input, ...(input.Body && { Body: hidden }) }),
    (output) => ({ ...output, RestApiResponse: hidden }),
  )
  // biome-ignore lint/suspicious/noExplicitAny: smithy types both callbacks with its own internal context
  .ser(serialize as any)
  // biome-ignore lint/suspicious/noExplicitAny: see above
  .de(deserialize as any)
  .build() {}

/**
 * Calls Airflow's REST API through MWAA.
 * @throws RestApiException when Airflow answered with an error, MWAAServiceException when MWAA did.
 */
export async function invokeRestApi(
  client: MWAAClient,
  input: InvokeRestApiInput,
  options: { abortSignal?: AbortSignal } = {},
): Promise<InvokeRestApiOutput> {
  // biome-ignore lint/suspicious/noExplicitAny: the client's send() lists only the commands it was generated with
  return (await client.send(new InvokeRestApiCommand(input) as any, options)) as unknown as InvokeRestApiOutput;
}
