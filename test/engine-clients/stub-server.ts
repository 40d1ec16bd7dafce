/** A loopback server that answers as AWS's APIs do, and checks every signature (Signature Version 4) anew. */
import { createHash, createHmac } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";

export const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };

export type Seen = {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: string;
  readonly authorization: string;
  /** The AWS service of a signature that holds; undefined when there is none or it does not hold. */
  readonly signedFor: string | undefined;
};

export type Answer = { status: number; body: unknown; headers?: Record<string, string> };

export type Stub = { readonly url: string; readonly seen: Seen[]; close(): Promise<void> };

export async function startStub(answer: (request: Seen) => Answer): Promise<Stub> {
  const seen: Seen[] = [];
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    const url = new URL(request.url ?? "/", "http://stub");
    const one: Seen = {
      method: request.method ?? "",
      path: decodeURIComponent(url.pathname),
      query: url.search,
      body: bytes.toString(),
      authorization: request.headers.authorization ?? "",
      signedFor: signedFor(request, url, bytes),
    };
    seen.push(one);
    const { status, body, headers } = answer(one);
    response.writeHead(status, {
      "content-type": "application/json",
      "x-amzn-requestid": `r${seen.length}`,
      ...headers,
    });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text, "utf8").digest();
const sha256 = (text: string | Buffer) => createHash("sha256").update(text).digest("hex");
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);

function signedFor(request: http.IncomingMessage, url: URL, body: Buffer): string | undefined {
  const header =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d+)\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]+)$/;
  const found = header.exec(request.headers.authorization ?? "");
  if (found === null) return undefined;
  const [key, date, region, service, signed, signature] = found.slice(1) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const canonical = [
    request.method,
    // The path is encoded once more than it was sent (all services but S3).
    url.pathname.split("/").map(encode).join("/"),
    [...url.searchParams]
      .map(([name, value]) => `${encode(name)}=${encode(value)}`)
      .sort()
      .join("&"),
    signed
      .split(";")
      .map((name) => `${name}:${String(request.headers[name] ?? "").trim()}\n`)
      .join(""),
    signed,
    sha256(body),
  ].join("\n");
  const scope = `${date}/${region}/${service}/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", request.headers["x-amz-date"], scope, sha256(canonical)].join("\n");
  const keys = [date, region, service, "aws4_request"];
  const signing = keys.reduce<string | Buffer>(
    (secret, part) => hmac(secret, part),
    `AWS4${credentials.secretAccessKey}`,
  );
  return hmac(signing, text).toString("hex") === signature && key === credentials.accessKeyId ? service : undefined;
}
