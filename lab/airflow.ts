/** Airflow's four processes, and how to tell that they are ready. */
import path from "node:path";
import { type AirflowSettings, airflowEnvironment } from "./airflow-environment.ts";
import { type EngineProcess, startEngine } from "./engine-process.ts";
import { ask } from "./http.ts";

export const airflowComponents = ["api-server", "scheduler", "dag-processor", "triggerer"] as const;
export type AirflowComponent = (typeof airflowComponents)[number];

export const airflowUrl = (port: number) => `http://127.0.0.1:${port}`;

/** Starts one component; AIRFLOW_HOME must hold a migrated database. */
export function startAirflow(options: {
  component: AirflowComponent;
  /** The Airflow environment's interpreter. */
  python: string;
  settings: AirflowSettings;
  logs: string;
}): EngineProcess {
  const { component, python, settings, logs } = options;
  return startEngine({
    name: `Airflow's ${component}`,
    command: python,
    argv: ["-m", "parallax_lab.airflow_main", ...argumentsOf(component, settings.port)],
    environment: airflowEnvironment(settings),
    directory: settings.home,
    log: path.join(logs, `${component}.log`),
  });
}

function argumentsOf(component: AirflowComponent, port: number): string[] {
  if (component === "api-server") return [component, "--workers", "1", "--host", "127.0.0.1", "--port", String(port)];
  // Airflow: the servers for task logs bind every interface. The pages read the log files themselves.
  return component === "dag-processor" ? [component] : [component, "--skip-serve-logs"];
}

/** The components whose heartbeat Airflow itself calls healthy; none while its API does not answer. */
export async function healthyComponents(port: number): Promise<AirflowComponent[]> {
  const answer = await ask(`${airflowUrl(port)}/api/v2/monitor/health`);
  if (answer?.status !== 200) return [];
  const health = JSON.parse(answer.text) as Record<string, { status: string | null } | undefined>;
  const isHealthy = (name: string) => health[name]?.status === "healthy";
  return airflowComponents.filter((component) =>
    isHealthy(component === "api-server" ? "metadatabase" : component.replace("-", "_")),
  );
}
