/** Waiting: polling that backs off, sleeping that can be interrupted, repeating what will soon work. */
import { setTimeout as delay } from "node:timers/promises";

/** Sleeps; rejects with the signal's reason when aborted. */
export async function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  try {
    await delay(milliseconds, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    throw signal?.aborted ? signal.reason : error;
  }
}

/** Milliseconds between polls: `first`, then each time `factor` times as long, up to `most`. */
export type Pace = { readonly first: number; readonly factor: number; readonly most: number };

function* pauses({ first, factor, most }: Pace): Generator<number, never> {
  for (let pause = first; ; pause = Math.min(pause * factor, most)) yield pause;
}

/**
 * Calls `attempt` until it answers with something other than undefined, pausing in between.
 * @returns undefined when `limit` milliseconds have gone by.
 */
export async function poll<T>(options: {
  attempt: () => Promise<T | undefined>;
  pace: Pace;
  limit: number;
  signal?: AbortSignal;
}): Promise<T | undefined> {
  const end = performance.now() + options.limit;
  for (const pause of pauses(options.pace)) {
    options.signal?.throwIfAborted();
    const answer = await options.attempt();
    if (answer !== undefined) return answer;
    if (performance.now() + pause > end) return undefined;
    await sleep(pause, options.signal);
  }
  return undefined;
}

/** Repeats a call whose failure `passes` says will go away by itself (a role not yet known everywhere), for up to a minute. */
export async function untilItWorks<T>(call: () => Promise<T>, passes: (error: Error) => boolean): Promise<T> {
  const end = performance.now() + 60_000;
  for (const pause of pauses({ first: 250, factor: 1.6, most: 5_000 })) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof Error) || !passes(error) || performance.now() > end) throw error;
    }
    await sleep(pause);
  }
  throw new Error("unreachable");
}
