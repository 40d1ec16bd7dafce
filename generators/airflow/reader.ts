/**
 * Builds one `@task` function: every name that its code reads becomes an argument, a name from Airflow's context
 * or a line before the body, whichever the place of the value asks for.
 */
import type { Spell, Value } from "../expressions/expression.ts";
import { readsOf } from "../ir/walk.ts";
import { argumentFor, type Context, type Guard, type Ref } from "./context.ts";
import type { Argument, Task } from "./model.ts";

const contextOf: { readonly [member: string]: string } = {
  id: "dag_run.run_id",
  startedAt: "dag_run.start_date.isoformat()",
  slug: 're.sub(r"[^A-Za-z0-9-]", "-", dag_run.run_id)',
};

export class Reader {
  readonly arguments: Argument[] = [];
  readonly context = new Set<string>();
  readonly before: string[] = [];
  readonly #owner: Context;
  readonly #loop: boolean;

  /** `loop`: the task repeats inside itself, and `attempt` is an argument of each round. */
  constructor(owner: Context, options: { loop?: boolean } = {}) {
    this.#owner = owner;
    this.#loop = options.loop ?? false;
  }

  /** Takes the guard of the path that starts here: its lines come first. */
  guard(guard: Guard | undefined): void {
    if (!guard) return;
    this.take(guard.name, guard.task);
    this.before.push(`if ${guard.skipWhen}:`, "    raise AirflowSkipException");
  }

  /** Makes a task's value an argument of this name. */
  take(name: string, task: Task): void {
    if (this.arguments.some((argument) => argument.name === name)) return;
    this.arguments.push({ name, from: argumentFor(this.#owner, name, task) });
  }

  /** Prepares every name that the values read. */
  reads(...values: readonly (Value | undefined)[]): void {
    for (const path of values.flatMap((value) => (value ? readsOf(value) : []))) this.#read(path);
  }

  #read(path: readonly string[]): void {
    const root = path[0] ?? "";
    const group = this.#owner.mapped;
    if (root === "input") this.context.add("params");
    else if (root === "run") this.context.add("dag_run");
    else if (root === "attempt") this.#attempt();
    else if (root === "error") this.#error(path[1]);
    else if (group && root === group.as) this.#argument({ name: root, from: root });
    else if (group && root === "index") this.context.add("ti");
    else {
      const ref = this.#owner.values.get(root);
      if (ref) this.ref(root, ref);
    }
  }

  /** Makes the value that a reference stands for available under `name`. */
  ref(name: string, ref: Ref): void {
    if (ref.kind === "task") {
      const known = this.arguments.some((argument) => argument.name === name);
      this.take(name, ref.task);
      if (ref.envelope && !known) this.before.push(`${name} = ${name}["result"]`);
      else if (ref.envelope) this.#once(`${name} = ${name}["result"]`);
    } else if (ref.kind === "pull") {
      this.context.add("ti");
      this.#once(`${name} = ti.xcom_pull(task_ids="${ref.task}")`);
    }
  }

  #attempt(): void {
    if (this.#loop) return;
    this.context.add("ti");
    this.#once("attempt = ti.try_number - 1");
  }

  #error(field: string | undefined): void {
    const error = this.#owner.error;
    // Which step failed is known here and now.
    if (!error || field === "step") return;
    if (error.source.kind === "pull") {
      this.context.add("ti");
      this.#once(`error = ti.xcom_pull(task_ids="${error.source.task}", key="error")`);
    } else {
      this.take(error.step, error.source.task);
      this.#once(`error = ${error.step}["error"]`);
    }
  }

  #argument(argument: Argument): void {
    if (!this.arguments.some((known) => known.name === argument.name)) this.arguments.push(argument);
  }

  #once(line: string): void {
    if (!this.before.includes(line)) this.before.push(line);
  }

  /** How the function's body spells names. */
  readonly spell: Spell = (path) => {
    const root = path[0] ?? "";
    if (root === "input") return { code: path.length > 1 ? "params" : "dict(params)", used: 1 };
    if (root === "run") return { code: contextOf[path[1] ?? ""] ?? "dag_run.run_id", used: 2 };
    if (root === "resources") return { code: `"\${${path.slice(0, 3).join(".")}}"`, used: 3 };
    if (root === "error" && path[1] === "step") return { code: `"${this.#owner.error?.step}"`, used: 2 };
    if (root === "index" && this.#owner.mapped) return { code: "ti.map_index", used: 1 };
    const ref = this.#owner.values.get(root);
    return { code: ref?.kind === "null" ? "None" : root, used: 1 };
  };
}
