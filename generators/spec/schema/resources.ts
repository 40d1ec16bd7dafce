/** Resources that a pipeline brings with it: buckets for now. */
import * as z from "zod";
import { isMapping, keyed, strict } from "./keyed.ts";
import { idRule, named } from "./names.ts";
import { laterResources } from "./words.ts";

const bucketName = z
  .string({ error: "a bucket name: 3 to 63 lower-case letters, digits, dots and hyphens" })
  .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, {
    error: "a bucket name: 3 to 63 lower-case letters, digits, dots and hyphens",
  })
  .meta({ description: "The bucket's own name; without it one is made at upload." });

const bucket = strict("a resource", {
  bucket: strict("a bucket", { name: bucketName.optional() })
    .nullable()
    .meta({ description: "An S3 bucket, used as ${resources.<id>.name} and ${resources.<id>.arn}." }),
}).meta({ description: "An S3 bucket." });

const resource = keyed({ bucket }, (value) => {
  const later = isMapping(value) ? laterResources.find((word) => Object.hasOwn(value, word)) : undefined;
  if (later)
    return {
      problem: {
        code: "not-yet",
        at: "key",
        path: [later],
        message: `\`${later}\` resources come with a later version; buckets are supported.`,
      },
    };
  return { option: "bucket" };
});

export const resourcesSpec = named({
  rule: idRule,
  what: "resource id",
  value: resource,
  error: "a mapping from resource ids to { bucket: {} }",
}).meta({
  description:
    "What the pipeline brings with it, by id. Bound at upload, so that no account id stands in committed files.",
});
