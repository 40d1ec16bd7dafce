/** What a command prints when something stops it: a message and a cure, never a stack. */
import { writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { EngineProblem } from "../engines/problem.ts";
import { type ExitCode, Reported, UsageProblem } from "./problem.ts";

/** Prints the problem to stderr and answers with its exit code. */
export function printProblem(error: unknown): ExitCode {
  if (error instanceof Reported) return error.exitCode;
  if (error instanceof UsageProblem) {
    process.stderr.write(`error: ${error.message}\n${error.fix === undefined ? "" : `  fix: ${error.fix}\n`}`);
    return error.exitCode;
  }
  if (error instanceof EngineProblem) {
    process.stderr.write(`error ${error.code}: ${error.message}\n  fix: ${error.fix}\n  more: npm run explain -- ${error.code}\n`);
    return error.exitCode;
  }
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`error: something went wrong that Parallax did not foresee: ${message}\n`);
  const file = path.join(os.tmpdir(), `parallax-error-${process.pid}.txt`);
  try {
    writeFileSync(file, error instanceof Error ? (error.stack ?? message) : message);
    process.stderr.write(`  The details are in ${file}; please report them.\n`);
  } catch {
    // Nothing more can be said.
  }
  return 1;
}
