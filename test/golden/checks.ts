/** What holds for everything that the compiler makes. */
import type { Compiled } from "../../generators/compile.ts";

/** asl-validator's complaints about a definition. */
export async function validatorProblems(text: string): Promise<readonly string[]> {
  const { default: validate } = await import("asl-validator");
  const { errors } = validate(JSON.parse(text), { checkArn: true, checkPaths: true });
  return errors.map((error: { "Error code"?: string; Message?: string }) => `${error["Error code"]}: ${error.Message}`);
}

/** Every `{% … %}` in a definition, without the delimiters. */
export function expressionsIn(text: string): readonly string[] {
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value === "string") {
      if (value.startsWith("{%")) found.push(value.slice(2, -2).trim());
    } else if (value !== null && typeof value === "object") for (const inner of Object.values(value)) visit(inner);
  };
  visit(JSON.parse(text));
  return found;
}

/** design.md §3: each step is a state and a task of its own name; every other one carries a suffix and folds back to a step. */
export function invariantBreaches({ asl, dag, map }: Compiled): readonly string[] {
  const breaches: string[] = [];
  const states = statesIn(JSON.parse(asl));
  const mapped = new Set(["input", "output"]);
  for (const step of map.steps) {
    const main = step.asl.states.find(({ role }) => role === "step");
    if (main?.name !== step.step) breaches.push(`${step.step} is not the state ${step.step}`);
    const task = step.airflow.tasks.find(({ role }) => role === "step");
    if (task?.id !== step.step) breaches.push(`${step.step} is not the task ${step.step}`);
    for (const { name, pointer } of step.asl.states) {
      mapped.add(name);
      if (!(at(JSON.parse(asl), pointer) as { Type?: string } | undefined)?.Type) breaches.push(`${pointer} is no state`);
      if (name !== step.step && !name.startsWith(`${step.step}__`)) breaches.push(`the state ${name} does not carry ${step.step}`);
    }
    for (const { id, lines } of step.airflow.tasks) {
      const text = dag.split("\n").slice(lines[0] - 1, lines[1]).join("\n");
      if (!new RegExp(`(def ${id}\\(|task_id="${id}")`).test(text)) breaches.push(`lines ${lines} do not hold the task ${id}`);
      const suffixed = id.startsWith(`${step.step}__`) || step.kind === "parallel";
      if (id !== step.step && !suffixed) breaches.push(`the task ${id} does not carry ${step.step}`);
    }
  }
  return [...breaches, ...states.filter((name) => !mapped.has(name)).map((name) => `the state ${name} belongs to no step`)];
}

function at(value: unknown, pointer: string): unknown {
  return pointer
    .split("/")
    .slice(1)
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value);
}

type Machine = { readonly States: Record<string, { Branches?: Machine[]; ItemProcessor?: Machine }> };

function statesIn(machine: Machine): readonly string[] {
  return Object.entries(machine.States).flatMap(([name, state]) => [
    name,
    ...(state.Branches ?? []).flatMap(statesIn),
    ...(state.ItemProcessor ? statesIn(state.ItemProcessor) : []),
  ]);
}
