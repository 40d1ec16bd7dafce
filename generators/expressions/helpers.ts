/** The Python functions that expressions may call, one file each under templates/airflow/helpers. */
import { readFileSync } from "node:fs";

/** Helpers in the order in which they are written, with the helpers that each one calls. */
const calls = {
  need: [],
  number_text: [],
  to_json: ["number_text"],
  to_text: ["to_json"],
  from_json: [],
  sum_of: ["need"],
  remainder: [],
  to_number: [],
  to_int: ["to_number"],
  has_path: [],
  get_path: [],
  json_equal: [],
  json_in: ["json_equal"],
  /** No expression calls it: for values that leave a task, as the payload of a function. */
  whole_numbers: [],
} as const satisfies Record<string, readonly string[]>;

export type Helper = keyof typeof calls;
export const helperNames = Object.keys(calls) as readonly Helper[];

/** The helpers with all that they call, in the order in which they are written. */
export function withCalled(names: Iterable<Helper>): readonly Helper[] {
  const wanted = new Set<Helper>(names);
  // What a helper calls stands before it in the table, so one pass from the end finds everything.
  for (const name of [...helperNames].reverse()) {
    if (wanted.has(name)) for (const called of calls[name]) wanted.add(called);
  }
  return helperNames.filter((name) => wanted.has(name));
}

const texts = new Map<Helper, { readonly body: string; readonly imports: readonly string[] }>();

/** One helper's file: its imports, and the rest of it. */
function read(name: Helper): { readonly body: string; readonly imports: readonly string[] } {
  const known = texts.get(name);
  if (known !== undefined) return known;
  const file = new URL(`../../templates/airflow/helpers/${name}.py`, import.meta.url);
  const lines = readFileSync(file, "utf8").split("\n");
  const isImport = (line: string): boolean => /^(import|from) /.test(line);
  const text = {
    // Imports of other helpers serve the linter only: in a DAG all of them stand in one file.
    imports: lines.filter((line) => isImport(line) && !line.startsWith("from .")),
    body: lines
      .filter((line) => !isImport(line))
      .join("\n")
      .trim(),
  };
  texts.set(name, text);
  return text;
}

/**
 * The source of these helpers and of all that they call, two blank lines between them, and the import
 * statements that they need, one to a line.
 */
export function helperSource(names: Iterable<Helper>): {
  readonly source: string;
  readonly imports: readonly string[];
} {
  const parts = withCalled(names).map(read);
  return {
    source: parts.map((part) => part.body).join("\n\n\n"),
    imports: [...new Set(parts.flatMap((part) => part.imports))].sort(),
  };
}
