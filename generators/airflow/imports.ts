/** The import block, from the names that the text really uses. */
import { type AirflowVersion, moduleOf } from "./versions.ts";

const airflowNames = [
  "AirflowException",
  "AirflowFailException",
  "AirflowSkipException",
  "AirflowTaskTimeout",
  "DateTimeSensorAsync",
  "Param",
  "TaskGroup",
  "WaitSensor",
  "dag",
  "get_current_context",
  "task",
  "task_group",
];

const standard: readonly (readonly [pattern: RegExp, line: string])[] = [
  [/\bfunctools\./, "import functools"],
  [/\bjson\./, "import json"],
  [/\bmath\./, "import math"],
  [/\brandom\./, "import random"],
  [/\bre\./, "import re"],
  [/\btime\.(time|sleep)\(/, "import time"],
];

const from: readonly (readonly [module: string, names: readonly string[]])[] = [
  ["collections.abc", ["Callable", "Mapping", "Sequence"]],
  ["datetime", ["timedelta"]],
  ["decimal", ["Decimal"]],
  ["typing", ["Any", "NamedTuple"]],
];

/**
 * The import block for `text`, in the order of ruff's rule I: standard library, then the rest; plain imports first.
 * `more`: what expression helpers ask for.
 */
export function importsFor(text: string, version: AirflowVersion, more: readonly string[]): string {
  // The text holds the helpers too, so that names from modules that are known here are found in it.
  const lines = new Set<string>(more.filter((line) => !from.some(([module]) => line.startsWith(`from ${module} `))));
  for (const [pattern, line] of standard) if (pattern.test(text)) lines.add(line);
  for (const [module, names] of from) {
    const used = names.filter((name) => new RegExp(`\\b${name}\\b`).test(text));
    if (used.length > 0) lines.add(`from ${module} import ${used.join(", ")}`);
  }
  const modules = new Map<string, string[]>();
  for (const name of airflowNames) {
    if (!new RegExp(`(?<![."'])\\b${name}\\b`).test(text)) continue;
    const module = moduleOf(version, name);
    modules.set(module, [...(modules.get(module) ?? []), name]);
  }
  const airflow = [...modules].map(([module, names]) => `from ${module} import ${names.join(", ")}`).sort();
  return `${inOrder([...lines])}\n\nimport pendulum\n${airflow.join("\n")}`.trimStart();
}

function inOrder(lines: readonly string[]): string {
  const plain = lines.filter((line) => line.startsWith("import ")).sort();
  const named = lines.filter((line) => line.startsWith("from ")).sort();
  return [...plain, ...named].join("\n");
}
