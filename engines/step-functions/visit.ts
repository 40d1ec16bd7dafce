/** One time that a state was entered. */
import type { Attempt, ErrorInfo } from "../../runs/trace.ts";

export type Visit = {
  readonly name: string;
  /** "Task", "Parallel", …: the event type without StateEntered. */
  readonly type: string;
  /** Indexes of the enclosing map items, outermost first. */
  readonly indexes: readonly number[];
  /** The Parallel or Map that this visit is a part of. */
  readonly parent: Visit | undefined;
  readonly start: string;
  end?: string;
  /** Calls of a task; empty for other types. */
  readonly attempts: Attempt[];
  /** The state failed; it stays so when the state then exited into a Catch. */
  failed: boolean;
  error?: ErrorInfo;
  /** The visit whose failure failed this Parallel or Map. */
  failedBy?: Visit;
  exited: boolean;
  /** Its run, branch or item ended before it did. */
  aborted: boolean;
  output?: string;
  /** Output of the last TaskSucceeded. */
  result?: string;
  readonly assigned: Record<string, string>;
  /** Number of items, for a Map. */
  length?: number;
  /** Start of the attempt that is going on. */
  attemptStart?: string;
};

/** The first of a visit and the containers around it, from the inside outwards, that fits. */
export function outwards(from: Visit | undefined, fits: (visit: Visit) => boolean): Visit | undefined {
  for (let visit = from; visit !== undefined; visit = visit.parent) if (fits(visit)) return visit;
  return undefined;
}
