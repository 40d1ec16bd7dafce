/** "Did you mean": the known name that is closest to one that was not found, quoted as expressions quote names. */
import { nearest } from "../../diagnostics/suggest.ts";

/** "Did you mean 'x'?" or nothing. */
export function didYouMean(name: string, candidates: Iterable<string>): string | undefined {
  const near = nearest(name, candidates);
  return near === undefined ? undefined : `Did you mean '${near}'?`;
}
