/** The two engines of a target. */

import { type Environment, environmentOf } from "./airflow/environment.ts";
import { airflow } from "./airflow/run.ts";
import type { Clients } from "./clients.ts";
import type { Engine } from "./engine.ts";
import { placeOf } from "./place.ts";
import { stepFunctions } from "./step-functions/run.ts";

/** Both engines over the same clients; the environment is read once, when first needed. */
export function enginesFor(clients: Clients): { readonly stepFunctions: Engine; readonly airflow: Engine } {
  let read: Promise<Environment> | undefined;
  const environment = () => {
    read ??= environmentOf(clients).catch((error: unknown) => {
      read = undefined;
      throw error;
    });
    return read;
  };
  return {
    stepFunctions: stepFunctions(clients, async () => placeOf((await environment()).arn)),
    airflow: airflow(clients, environment),
  };
}
