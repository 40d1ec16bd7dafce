/** Where the lab keeps its things: `.parallax/` in the project, or PARALLAX_HOME. */
import path from "node:path";

const project = path.join(import.meta.dirname, "..");

/** The folder of all that is built and kept, never committed. */
export function labHome(): string {
  const chosen = process.env.PARALLAX_HOME;
  return chosen ? path.resolve(chosen) : path.join(project, ".parallax");
}

/** The folder of the Python package that is put on the engines' path. */
export const pythonPackages = path.join(import.meta.dirname, "python");

/** The committed lock file of an environment. */
export function lockFile(environment: string): string {
  return path.join(import.meta.dirname, "locks", `${environment}.txt`);
}

/** The files of one lab: there is one lab per Airflow version. */
export type LabPaths = ReturnType<typeof labPaths>;

export function labPaths(airflowVersion: string) {
  const root = path.join(labHome(), "lab", airflowVersion);
  return {
    root,
    /** What runs where; written by the supervisor only. */
    state: path.join(root, "state.json"),
    /** Held for moments only: while a client joins, while the supervisor decides to stop. */
    lock: path.join(root, "join.lock"),
    /** One file per client that uses the lab. */
    leases: path.join(root, "leases"),
    /** Exists while `lab up` keeps the lab warm. */
    keep: path.join(root, "keep"),
    logs: path.join(root, "logs"),
    emulator: path.join(root, "emulator"),
    airflow: path.join(root, "airflow"),
  };
}
