import type { CodeEntry } from "../catalogue.ts";

export const flowCodes = {} as const satisfies Record<string, CodeEntry>;
