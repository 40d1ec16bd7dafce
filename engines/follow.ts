/** Waiting for the end of a run: what both engines share. */
import { EngineProblem } from "./problem.ts";
import { type Pace, poll } from "./wait.ts";

/** No run of a learner's pipeline takes longer; `limitSeconds` sets another limit. */
const defaultLimit = 3_600;

/**
 * Polls until the run has ended. When `signal` aborts or the limit is reached, the run is stopped first; then the
 * signal's reason, or EngineProblem RUN-TOO-LONG, is thrown.
 */
export async function followRun(options: {
  what: string;
  pace: Pace;
  ended: () => Promise<boolean>;
  stop: () => Promise<void>;
  signal?: AbortSignal;
  limitSeconds?: number;
}): Promise<void> {
  const { what, pace, ended, stop, signal } = options;
  const seconds = options.limitSeconds ?? defaultLimit;
  try {
    const done = await poll({
      attempt: async () => ((await ended()) ? true : undefined),
      pace,
      limit: seconds * 1_000,
      ...(signal === undefined ? {} : { signal }),
    });
    if (done) return;
  } catch (error) {
    // Stopping is all that is left to do; why it could not be done is no news beside the abort itself.
    if (signal?.aborted) await stop().catch(() => {});
    throw error;
  }
  await stop().catch(() => {});
  throw new EngineProblem({
    code: "RUN-TOO-LONG",
    message: `After ${seconds} s, ${what} had not ended; it was stopped.`,
  });
}

/** A step as people read it: `clean_dataset[2]`. */
export function stepLabel(step: string, indexes: readonly number[]): string {
  return step + indexes.map((index) => `[${index}]`).join("");
}
