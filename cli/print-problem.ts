/** What a command prints when something stops it: a message and a cure, never a stack. */
import { writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { printable } from "../diagnostics/frame.ts";
import { EngineProblem } from "../engines/problem.ts";
import { type ExitCode, Reported, UsageProblem, WriteProblem } from "./problem.ts";

type Told = { readonly message: string; readonly fix?: string; readonly code?: string; readonly exitCode: ExitCode };

/** Prints the problem, to stderr for people and with `json` to stdout as data too, and answers with its exit code. */
export function printProblem(error: unknown, options: { json?: boolean } = {}): ExitCode {
  if (error instanceof Reported) return error.exitCode;
  const told = tell(error);
  const { message, fix, code, exitCode } = told;
  if (options.json) process.stdout.write(problemJson(told));
  const lines = [`error${code === undefined ? "" : ` ${code}`}: ${printable(message)}`];
  if (fix !== undefined) lines.push(`  fix: ${printable(fix)}`);
  if (code !== undefined) lines.push(`  more: npm run explain -- ${code}`);
  process.stderr.write(`${lines.join("\n")}\n`);
  return exitCode;
}

/** A problem as the one JSON document of a command that did not get as far as its result. */
export function problemJson(told: Told): string {
  const { exitCode, ...error } = told;
  return `${JSON.stringify({ version: 1, error, exitCode }, null, 2)}\n`;
}

function tell(error: unknown): Told {
  if (error instanceof UsageProblem || error instanceof WriteProblem) {
    const { message, fix, exitCode } = error;
    return { message, ...(fix === undefined ? {} : { fix }), exitCode };
  }
  if (error instanceof EngineProblem) {
    const { code, message, fix, exitCode } = error;
    return { code, message, fix, exitCode };
  }
  const message = error instanceof Error ? error.message : String(error);
  const file = keepDetails(error instanceof Error ? (error.stack ?? message) : message);
  return {
    message: `something went wrong that Parallax did not foresee: ${message}`,
    ...(file === undefined ? {} : { fix: `This is a bug. The details are in ${file}; please report them.` }),
    exitCode: 1,
  };
}

/** Stacks are for reports, not for the screen. Undefined when there is no room even for that. */
function keepDetails(text: string): string | undefined {
  const file = path.join(os.tmpdir(), `parallax-error-${process.pid}.txt`);
  try {
    writeFileSync(file, text);
    return file;
  } catch {
    return undefined;
  }
}
