/** The Airflow versions that the generator knows, and how each spells what they do not share. */

export const airflowVersions = ["2.11", "3.0", "3.2", "3.3"] as const;
export type AirflowVersion = (typeof airflowVersions)[number];
export const defaultAirflowVersion: AirflowVersion = "3.2";

/** The exact release that the lab installs for each: those of the MWAA images (airflow-facts.md 1.1). */
export const releases: Readonly<Record<AirflowVersion, string>> = {
  "2.11": "2.11.2",
  "3.0": "3.0.6",
  "3.2": "3.2.1",
  "3.3": "3.3.1",
};

/** Airflow 2 has no task SDK, no WaitSensor in its core and no `ti.get_task_states`. */
export const isAirflow2 = (version: AirflowVersion): boolean => version === "2.11";

/** Airflow 3.2: `retry_exponential_backoff` takes a multiplier; before, it is a switch for doubling. */
export const hasFloatBackoff = (version: AirflowVersion): boolean => version === "3.2" || version === "3.3";

type Module = Readonly<Record<string, string>>;

const airflow3: Module = {
  dag: "airflow.sdk",
  task: "airflow.sdk",
  task_group: "airflow.sdk",
  TaskGroup: "airflow.sdk",
  Param: "airflow.sdk",
  get_current_context: "airflow.sdk",
  WaitSensor: "airflow.providers.standard.sensors.time_delta",
  DateTimeSensorAsync: "airflow.providers.standard.sensors.date_time",
};

const airflow2: Module = {
  dag: "airflow.decorators",
  task: "airflow.decorators",
  task_group: "airflow.decorators",
  TaskGroup: "airflow.utils.task_group",
  Param: "airflow.models.param",
  get_current_context: "airflow.operators.python",
  DateTimeSensorAsync: "airflow.sensors.date_time",
};

const everywhere: Module = {
  AirflowException: "airflow.exceptions",
  AirflowFailException: "airflow.exceptions",
  AirflowSkipException: "airflow.exceptions",
  AirflowTaskTimeout: "airflow.exceptions",
};

/** The module that a name is imported from. */
export function moduleOf(version: AirflowVersion, name: string): string {
  const module = { ...(isAirflow2(version) ? airflow2 : airflow3), ...everywhere }[name];
  if (module === undefined) throw new Error(`no module is known for ${name}`);
  return module;
}

/** Reads `--airflow 3.2` or `3.2.1`; undefined when the generator knows no such version. */
export function parseAirflowVersion(text: string): AirflowVersion | undefined {
  return airflowVersions.find(
    (version) => text === version || text === releases[version] || text.startsWith(`${version}.`),
  );
}
