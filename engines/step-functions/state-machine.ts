/** The state machine itself. */
import type { SFNClient } from "@aws-sdk/client-sfn";
import type { Change } from "../engine.ts";
import { type Place, roleArn, stateMachineArn } from "../place.ts";
import { EngineProblem } from "../problem.ts";
import { untilItWorks } from "../wait.ts";
import { machineRoleName } from "./roles.ts";

/** Makes the state machine, or updates it when its definition or role differ. Writes nothing when `dryRun`. */
export async function ensureStateMachine(options: {
  sfn: SFNClient;
  place: Place;
  name: string;
  definition: string;
  /** Set when it is made; later changes of tags are left to the account. */
  tags?: Readonly<Record<string, string>>;
  dryRun: boolean;
}): Promise<Change> {
  const { sfn, place, name, definition, dryRun } = options;
  const sdk = await import("@aws-sdk/client-sfn");
  const what = `state machine ${name}`;
  const tags = Object.entries(options.tags ?? {}).map(([key, value]) => ({ key, value }));
  const role = roleArn(place, machineRoleName(name));
  const arn = stateMachineArn(place, name);

  const existing = await describe(sfn, arn);
  if (existing === undefined) {
    if (dryRun) return { what, action: "create" };
    try {
      await untilItWorks(
        () => sfn.send(new sdk.CreateStateMachineCommand({ name, definition, roleArn: role, type: "STANDARD", tags })),
        roleNotYetKnown,
      );
      return { what, action: "create" };
    } catch (error) {
      if (error instanceof Error && error.name === "StateMachineAlreadyExists")
        return await ensureStateMachine(options);
      throw refused(error, name);
    }
  }
  if (!existing.roleArn?.includes(":role/parallax-")) {
    throw new EngineProblem({
      code: "RUN-NAME-TAKEN",
      message: `There is already a state machine ${name} that Parallax did not make (its role is ${existing.roleArn}).`,
    });
  }
  if (existing.definition === definition && existing.roleArn === role) return { what, action: "unchanged" };
  if (dryRun) return { what, action: "update" };
  try {
    await untilItWorks(
      () => sfn.send(new sdk.UpdateStateMachineCommand({ stateMachineArn: arn, definition, roleArn: role })),
      roleNotYetKnown,
    );
  } catch (error) {
    throw refused(error, name);
  }
  return { what, action: "update" };
}

async function describe(sfn: SFNClient, arn: string) {
  const { DescribeStateMachineCommand } = await import("@aws-sdk/client-sfn");
  try {
    return await sfn.send(new DescribeStateMachineCommand({ stateMachineArn: arn }));
  } catch (error) {
    if (error instanceof Error && error.name === "StateMachineDoesNotExist") return undefined;
    throw error;
  }
}

/** Step Functions checks that it may take the role at once, before IAM has told every region of it. */
const roleNotYetKnown = (error: Error) =>
  error.name === "AccessDeniedException" && /authorized to assume the provided role/i.test(error.message);

function refused(error: unknown, name: string): unknown {
  if (!(error instanceof Error) || !/InvalidDefinition|ValidationException/.test(error.name)) return error;
  return new EngineProblem({
    code: "RUN-REFUSED",
    message: `Step Functions refuses the definition of ${name}: ${error.message}`,
    cause: error,
  });
}
