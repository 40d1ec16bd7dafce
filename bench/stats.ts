/** Numbers out of several short runs. */

export type Stats = { readonly best: number; readonly median: number; readonly worst: number };

export function statsOf(samples: readonly number[]): Stats {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  return { best: sorted[0] ?? Number.NaN, median: middle, worst: sorted.at(-1) ?? Number.NaN };
}

/** Milliseconds that the work takes. */
export function timed(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

/** Milliseconds of this process's CPU time: other work on the machine disturbs it least. */
export function cpuTimed(work: () => void): number {
  const started = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1_000;
}

/** `12.3 (11.9 to 15.0)`: the median, and the spread. */
export const shown = ({ best, median, worst }: Stats, digits = 1): string =>
  `${median.toFixed(digits)} (${best.toFixed(digits)} to ${worst.toFixed(digits)})`;

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
