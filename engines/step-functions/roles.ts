/** IAM roles, made through AWS's own API in the lab too: one per function, one for the state machine. */
import { createHash } from "node:crypto";
import type { IAMClient } from "@aws-sdk/client-iam";
import type { Change } from "../engine.ts";
import { functionArn, type Place } from "../place.ts";

export type Statement = { readonly actions: readonly string[]; readonly resources: readonly string[] };
export type Role = {
  readonly name: string;
  /** The service that may take the role: `lambda.amazonaws.com`. */
  readonly service: string;
  /** All that it may do; an empty list makes a role without a policy. */
  readonly statements: readonly Statement[];
};

const policyName = "parallax";

export const functionRoleName = (name: string) => roleName(`parallax-function-${name}`);
export const machineRoleName = (pipeline: string) => roleName(`parallax-states-${pipeline}`);

/** IAM: at most 64 characters; a longer name ends in a hash of itself. */
function roleName(name: string): string {
  if (name.length <= 64) return name;
  return `${name.slice(0, 55)}-${createHash("sha256").update(name).digest("hex").slice(0, 8)}`;
}

/** Its own log group and what the spec declares, nothing else. */
export function functionRole(place: Place, options: { name: string; permissions: readonly Statement[] }): Role {
  const group = `arn:${place.partition}:logs:${place.region}:${place.account}:log-group:/aws/lambda/${options.name}`;
  const logs = {
    actions: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
    resources: [group, `${group}:*`],
  };
  const statements = [logs, ...options.permissions];
  return { name: functionRoleName(options.name), service: "lambda.amazonaws.com", statements };
}

/** Invoking exactly the functions of its pipeline. */
export function machineRole(place: Place, options: { pipeline: string; functions: readonly string[] }): Role {
  const resources = options.functions.map((name) => functionArn(place, name));
  const statements = resources.length === 0 ? [] : [{ actions: ["lambda:InvokeFunction"], resources }];
  return { name: machineRoleName(options.pipeline), service: "states.amazonaws.com", statements };
}

/** Makes the role, or brings its trust and its policy up to date. Writes nothing when `dryRun`. */
export async function ensureRole(options: { iam: IAMClient; role: Role; dryRun: boolean }): Promise<Change> {
  const { iam, role, dryRun } = options;
  const sdk = await import("@aws-sdk/client-iam");
  const what = `IAM role ${role.name}`;
  const trust = document([{ Effect: "Allow", Principal: { Service: role.service }, Action: "sts:AssumeRole" }]);
  const policy = role.statements.length === 0 ? undefined : document(role.statements.map(allow));
  const putPolicy = () =>
    iam.send(new sdk.PutRolePolicyCommand({ RoleName: role.name, PolicyName: policyName, PolicyDocument: policy }));

  const existing = await absent("NoSuchEntityException", () =>
    iam.send(new sdk.GetRoleCommand({ RoleName: role.name })),
  );
  if (existing === undefined) {
    if (dryRun) return { what, action: "create" };
    const made = await absent("EntityAlreadyExistsException", () =>
      iam.send(
        new sdk.CreateRoleCommand({
          RoleName: role.name,
          AssumeRolePolicyDocument: trust,
          Description: "Made by Parallax",
        }),
      ),
    );
    if (policy !== undefined) await putPolicy();
    // Another upload made it in between: it is the same role.
    return { what, action: made === undefined ? "unchanged" : "create" };
  }

  const attached = await absent("NoSuchEntityException", () =>
    iam.send(new sdk.GetRolePolicyCommand({ RoleName: role.name, PolicyName: policyName })),
  );
  const sameTrust = same(existing.Role?.AssumeRolePolicyDocument, trust);
  const samePolicy = same(attached?.PolicyDocument, policy);
  if (sameTrust && samePolicy) return { what, action: "unchanged" };
  if (dryRun) return { what, action: "update" };
  if (!sameTrust) await iam.send(new sdk.UpdateAssumeRolePolicyCommand({ RoleName: role.name, PolicyDocument: trust }));
  if (!samePolicy && policy !== undefined) await putPolicy();
  if (!samePolicy && policy === undefined) {
    await iam.send(new sdk.DeleteRolePolicyCommand({ RoleName: role.name, PolicyName: policyName }));
  }
  return { what, action: "update" };
}

/** The answer, or undefined when the service says that the thing is (not) there. */
async function absent<T>(name: string, call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Error && error.name === name) return undefined;
    throw error;
  }
}

const allow = ({ actions, resources }: Statement) => ({ Effect: "Allow", Action: actions, Resource: resources });

const document = (statements: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });

/** IAM hands documents back URL-encoded, and may lay them out anew. */
function same(encoded: string | undefined, wanted: string | undefined): boolean {
  if (encoded === undefined || wanted === undefined) return encoded === wanted;
  return JSON.stringify(JSON.parse(decodeURIComponent(encoded))) === wanted;
}
