import type { CodeEntry } from "../catalogue.ts";

export const expressionCodes = {} as const satisfies Record<string, CodeEntry>;
