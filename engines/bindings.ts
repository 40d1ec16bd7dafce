/** Binds `${resources.id.attribute}`: names and ARNs are made at upload, so that no account id stands in committed files. */
import { createHash } from "node:crypto";
import type { Resource } from "../generators/ir/types.ts";
import { EngineProblem } from "./problem.ts";

type Bound = {
  readonly id: string;
  readonly kind: Resource["kind"];
  readonly name: string;
  readonly arn: string;
};

/** By resource id. */
export type Bindings = ReadonlyMap<string, Bound>;

/**
 * The names and ARNs of a pipeline's resources. A name that the spec gives is taken as it is; without one it is
 * `parallax-<pipeline>-<id>`, and the account id after it on AWS, where bucket names are global.
 */
export function bindingsFor(options: {
  pipeline: string;
  resources: readonly Resource[];
  /** The account, on AWS; absent in the lab. */
  account?: string;
}): Bindings {
  const bound = options.resources.map((resource): Bound => {
    const parts = ["parallax", options.pipeline, resource.id, options.account].filter((part) => part !== undefined);
    const name = resource.name ?? bucketName(parts.join("-"));
    return { id: resource.id, kind: resource.kind, name, arn: `arn:aws:s3:::${name}` };
  });
  return new Map(bound.map((one) => [one.id, one]));
}

/** S3: 3 to 63 characters, lower-case letters, digits, dots and hyphens; a name too long ends in a hash of itself. */
function bucketName(text: string): string {
  const name = text.toLowerCase().replace(/[^a-z0-9-]/g, "-");
  if (name.length <= 63) return name;
  return `${name.slice(0, 54)}-${createHash("sha256").update(name).digest("hex").slice(0, 8)}`;
}

const reference = /\$\{\s*resources\.([A-Za-z0-9_-]+)\.([A-Za-z]+)\s*\}/g;

/**
 * Replaces every `${resources.id.name}` and `${resources.id.arn}` in a text (an environment value, a policy
 * resource, an ASL definition, a DAG). Names and ARNs hold nothing that JSON or Python strings must escape.
 * @throws EngineProblem for a resource or an attribute that does not exist.
 */
export function bind(text: string, bindings: Bindings): string {
  return text.replace(reference, (whole, id: string, attribute: string) => {
    const bound = bindings.get(id);
    if (bound !== undefined && attribute === "name") return bound.name;
    if (bound !== undefined && attribute === "arn") return bound.arn;
    throw new EngineProblem({ code: "RUN-BINDING", message: `${whole} names nothing that this pipeline declares.` });
  });
}
