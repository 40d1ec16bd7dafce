/** What a command says when it cannot do its work, and the exit code that goes with it. */

/**
 * 0 fine; 1 problems found; 2 wrong use; 3 an engine or an account cannot be reached; 4 the runs differ
 * unexplained or an expectation is not met; 130 interrupted.
 */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 130;

/** The command line asks for something that does not exist or makes no sense: exit code 2. */
export class UsageProblem extends Error {
  readonly exitCode = 2;
  readonly fix: string | undefined;

  constructor(message: string, fix?: string) {
    super(message);
    this.name = "UsageProblem";
    this.fix = fix;
  }
}

/** Files that cannot be written: exit code 1, and what was there before is still there. */
export class WriteProblem extends Error {
  readonly exitCode = 1;
  readonly fix: string;

  constructor(message: string, fix: string) {
    super(message);
    this.name = "WriteProblem";
    this.fix = fix;
  }
}

/** Problems that were already printed: only the exit code is left to give. */
export class Reported extends Error {
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode) {
    super("already reported");
    this.name = "Reported";
    this.exitCode = exitCode;
  }
}
