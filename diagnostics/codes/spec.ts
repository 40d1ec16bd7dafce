import type { CodeEntry } from "../catalogue.ts";

export const specCodes = {} as const satisfies Record<string, CodeEntry>;
