/** Both engines of a target, over one set of clients. */

import { type Environment, environmentOf } from "./airflow/environment.ts";
import { airflow } from "./airflow/run.ts";
import { type Clients, clientsFor } from "./clients.ts";
import type { Engine, Target } from "./engine.ts";
import { placeOf } from "./place.ts";
import { stepFunctions } from "./step-functions/run.ts";

export type Engines = {
  readonly clients: Clients;
  readonly stepFunctions: Engine;
  readonly airflow: Engine;
  /** The MWAA environment; asked for once. */
  environment(): Promise<Environment>;
  close(): void;
};

/** Opens the engines; nothing is called before the first use. */
export function openEngines(target: Target): Engines {
  const clients = clientsFor(target);
  let asked: Promise<Environment> | undefined;
  const environment = () => {
    asked ??= environmentOf(clients).catch((error: unknown) => {
      // What could not be read once may be there the next time.
      asked = undefined;
      throw error;
    });
    return asked;
  };
  return {
    clients,
    environment,
    stepFunctions: stepFunctions(clients, async () => placeOf((await environment()).arn)),
    airflow: airflow(clients, environment),
    close: () => clients.close(),
  };
}
