/** Small requests to the engines, for health and set-up. */

/** The response's text and status; undefined when nobody answers within `timeoutMs`. */
export async function ask(
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: string; timeoutMs?: number } = {},
): Promise<{ status: number; text: string } | undefined> {
  try {
    const response = await fetch(url, {
      method: options.method ?? "GET",
      ...(options.headers === undefined ? {} : { headers: options.headers }),
      ...(options.body === undefined ? {} : { body: options.body }),
      signal: AbortSignal.timeout(options.timeoutMs ?? 2_000),
    });
    return { status: response.status, text: await response.text() };
  } catch {
    return undefined;
  }
}
