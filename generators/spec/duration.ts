const seconds = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** Seconds of a duration such as `30s`, `5m`, `2h` or `1d` (design.md, section 2); undefined for any other text. */
export function durationSeconds(text: string): number | undefined {
  const match = /^(\d{1,9})([smhd])$/.exec(text);
  return match ? Number(match[1]) * seconds[match[2] as keyof typeof seconds] : undefined;
}
