/** Turns what the AWS clients and the network throw into EngineUnreachable, with what to do about it. */
import type { Code } from "../diagnostics/catalogue.ts";
import { EngineUnreachable } from "./problem.ts";

const credentialNames = new Set([
  "CredentialsProviderError",
  "CredentialsError",
  "TokenProviderError",
  "ExpiredToken",
  "ExpiredTokenException",
  "RequestExpired",
  "InvalidClientTokenId",
  "UnrecognizedClientException",
  "InvalidAccessKeyId",
  "SignatureDoesNotMatch",
  "InvalidSignatureException",
  "IncompleteSignature",
  "MissingAuthenticationToken",
]);

const networkCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EPIPE",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_SOCKET",
]);

const deniedNames = new Set(["AccessDeniedException", "AccessDenied", "UnauthorizedOperation", "ForbiddenException"]);

/**
 * The same error, or an EngineUnreachable that says what is wrong and what to do. `what` names the engine
 * or service in the message ("Step Functions", "the MWAA environment lab").
 */
export function explain(error: unknown, what: string): unknown {
  if (!(error instanceof Error) || error instanceof EngineUnreachable) return error;
  const code = unreachableCode(error);
  if (code === undefined) return error;
  return new EngineUnreachable({ code, message: `${what}: ${sentence(error)}`, cause: error });
}

/** Runs `call`, with its failures put through `explain`. */
export async function reach<T>(what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw explain(error, what);
  }
}

function unreachableCode(error: Error): Code | undefined {
  if (/region is missing/i.test(error.message)) return "RUN-NO-REGION";
  if (credentialNames.has(error.name)) return "RUN-NO-CREDENTIALS";
  if (/could not load credentials|token (is|has) expired|credential is missing/i.test(error.message)) {
    return "RUN-NO-CREDENTIALS";
  }
  if (deniedNames.has(error.name)) return "RUN-DENIED";
  if (networkError(error) !== undefined) return "RUN-UNREACHABLE";
  return undefined;
}

/** Node wraps network failures more than once: fetch's TypeError, AggregateError of both address families, the SDK's own. */
function networkError(error: unknown, depth = 0): Error | undefined {
  if (!(error instanceof Error) || depth > 4) return undefined;
  const code = (error as { code?: unknown }).code;
  if (typeof code === "string" && networkCodes.has(code)) return error;
  if (error.name === "TimeoutError" || /socket hang up|other side closed/i.test(error.message)) return error;
  const inner = error instanceof AggregateError ? error.errors : [];
  for (const candidate of [error.cause, ...inner]) {
    const found = networkError(candidate, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function sentence(error: Error): string {
  const network = networkError(error);
  if (network === undefined) return error.message || error.name;
  return network.message || String((network as { code?: unknown }).code ?? network.name);
}
