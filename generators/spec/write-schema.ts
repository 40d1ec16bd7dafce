/** Writes schemas/pipeline.schema.json, which editors read: `node --import tsx generators/spec/write-schema.ts`. */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { pipelineSpec } from "./schema/pipeline.ts";

/** The JSON Schema (draft 7) of a spec, as text. */
export function schemaText(): string {
  const schema = z.toJSONSchema(pipelineSpec, { target: "draft-7", io: "input" });
  return `${JSON.stringify(schema, null, 2)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL("../../schemas/pipeline.schema.json", import.meta.url), schemaText());
}
