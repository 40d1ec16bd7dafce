/** Airflow's four programs, and how to tell that they are ready. */
import { ask } from "./http.ts";

export const airflowComponents = ["api-server", "scheduler", "dag-processor", "triggerer"] as const;
export type AirflowComponent = (typeof airflowComponents)[number];

export const airflowUrl = (port: number) => `http://127.0.0.1:${port}`;

/** What follows `airflow` on the command line. */
export function componentArguments(component: AirflowComponent, port: number): string[] {
  if (component === "api-server") return [component, "--workers", "1", "--host", "127.0.0.1", "--port", String(port)];
  // Airflow: the servers for task logs bind every interface. The pages read the log files themselves.
  return component === "dag-processor" ? [component] : [component, "--skip-serve-logs"];
}

/**
 * Makes the api-server build its routes for tasks, which it otherwise does at the first task (Airflow 3: seconds in
 * which it answers nobody). Does nothing while the api-server does not answer.
 */
export async function warmTaskRoutes(port: number): Promise<boolean> {
  return (await ask(`${airflowUrl(port)}/execution/health`, { timeoutMs: 60_000 }))?.status === 200;
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
