import type { CodeEntry } from "../catalogue.ts";

export const runCodes = {} as const satisfies Record<string, CodeEntry>;
