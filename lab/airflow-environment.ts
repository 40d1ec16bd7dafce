/** Airflow's settings in the lab, all by environment variables. */
import { createHash, randomBytes } from "node:crypto";
import path from "node:path";
import { engineEnvironment } from "./child-environment.ts";
import { pythonPackages } from "./paths.ts";
import { credentials, dagsFolder, mwaaBucket, region } from "./settings.ts";

export type AirflowSettings = {
  /** AIRFLOW_HOME: database, configuration file, task logs. */
  readonly home: string;
  readonly port: number;
  /** The emulator's address. */
  readonly endpoint: string;
  /** Signs the tokens between Airflow's own processes. */
  readonly jwtSecret: string;
};

/** Settings that the database template needs too. */
export function airflowBase(home: string): Record<string, string> {
  return {
    AIRFLOW_HOME: home,
    AIRFLOW__DATABASE__SQL_ALCHEMY_CONN: `sqlite:///${path.join(home, "airflow.db")}`,
    AIRFLOW__DATABASE__SQL_ALCHEMY_CONNECT_ARGS: "parallax_lab.airflow_database.connect_args",
    AIRFLOW__CORE__LOAD_EXAMPLES: "False",
    AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS: "True",
    AIRFLOW__USAGE_DATA_COLLECTION__ENABLED: "False",
    PYTHONPATH: pythonPackages,
    PYTHONUNBUFFERED: "1",
    // Airflow 3 on macOS: forked task processes must not ask the system for proxies.
    no_proxy: "*",
  };
}

/** The environment of every Airflow process of the lab. */
export function airflowEnvironment(settings: AirflowSettings): NodeJS.ProcessEnv {
  const url = `http://127.0.0.1:${settings.port}`;
  const section = (name: string, values: Record<string, string | number>) =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [`AIRFLOW__${name}__${key}`, String(value)]));
  return engineEnvironment({
    ...airflowBase(settings.home),
    ...section("CORE", {
      DAGS_ARE_PAUSED_AT_CREATION: "False",
      // Airflow writes a changed DAG's structure (retries, edges) at most every 30 s by default: a run right after an
      // upload would still have the old one.
      MIN_SERIALIZED_DAG_UPDATE_INTERVAL: 0,
      // Idle workers cost little, and one stays taken for up to a heartbeat after its task has ended.
      PARALLELISM: 8,
      EXECUTION_API_SERVER_URL: `${url}/execution/`,
      FERNET_KEY: fernetKey(settings.jwtSecret),
    }),
    ...section("API", { HOST: "127.0.0.1", PORT: settings.port, WORKERS: 1, BASE_URL: url }),
    ...section("API_AUTH", { JWT_SECRET: settings.jwtSecret }),
    ...section("DAG_PROCESSOR", {
      BUNDLE_REFRESH_CHECK_INTERVAL: 1,
      // Unchanged files wait this long for their next parse; changed ones do not wait.
      MIN_FILE_PROCESS_INTERVAL: 10,
      PARSING_PROCESSES: 2,
      // Airflow's default is one temporary folder for every Airflow on the machine.
      DAG_BUNDLE_STORAGE_PATH: path.join(settings.home, "bundles"),
      DAG_BUNDLE_CONFIG_LIST: JSON.stringify([dagBundle()]),
    }),
    ...section("WORKERS", { MIN_HEARTBEAT_INTERVAL: 1 }),
    ...section("SCHEDULER", { SCHEDULER_IDLE_SLEEP_TIME: 0.2 }),
    AIRFLOW_CONN_AWS_DEFAULT: JSON.stringify({
      conn_type: "aws",
      login: credentials.accessKeyId,
      password: credentials.secretAccessKey,
      extra: { region_name: region, endpoint_url: settings.endpoint },
    }),
    // As the execution role does on MWAA: boto3 without a connection works too.
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL: settings.endpoint,
    AWS_EC2_METADATA_DISABLED: "true",
  });
}

export function newSecret(): string {
  return randomBytes(48).toString("base64url");
}

/** MWAA syncs a bucket's folder; in the lab Airflow's own S3 bundle reads it. */
function dagBundle() {
  return {
    name: "mwaa",
    classpath: "airflow.providers.amazon.aws.bundles.s3.S3DagBundle",
    kwargs: { bucket_name: mwaaBucket, prefix: `${dagsFolder}/`, aws_conn_id: "aws_default", refresh_interval: 1 },
  };
}

/** 32 bytes in URL-safe base64, as Fernet wants them. */
function fernetKey(secret: string): string {
  return `${createHash("sha256").update(secret).digest("base64url")}=`;
}
