/** Where a deployment goes: what every ARN begins with. */
export type Place = { readonly partition: string; readonly region: string; readonly account: string };

/** The place that an ARN names: `arn:aws:airflow:us-east-1:123456789012:environment/lab`. */
export function placeOf(arn: string): Place {
  const [, partition = "aws", , region = "", account = ""] = arn.split(":");
  return { partition, region, account };
}

export const functionArn = (place: Place, name: string) =>
  `arn:${place.partition}:lambda:${place.region}:${place.account}:function:${name}`;

export const roleArn = (place: Place, name: string) => `arn:${place.partition}:iam::${place.account}:role/${name}`;

export const stateMachineArn = (place: Place, name: string) =>
  `arn:${place.partition}:states:${place.region}:${place.account}:stateMachine:${name}`;

export const executionArn = (place: Place, options: { machine: string; run: string }) =>
  `arn:${place.partition}:states:${place.region}:${place.account}:execution:${options.machine}:${options.run}`;
