/** What stops a deployment or a run: one error type with a code from the catalogue, a message and a cure. */
import { type Code, catalogue } from "../diagnostics/catalogue.ts";

/** Something that the user can mend; never a bug of ours. The command line prints it without a stack. */
export class EngineProblem extends Error {
  readonly code: Code;
  readonly fix: string;
  /** 1: the engine said no. 3: the engine or the account cannot be reached. */
  readonly exitCode: 1 | 3 = 1;

  constructor(options: { code: Code; message: string; fix?: string; cause?: unknown }) {
    super(options.message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = "EngineProblem";
    this.code = options.code;
    this.fix = options.fix ?? catalogue[options.code].fix;
  }
}

/** No engine, no account, no credentials, no region: nothing was done, exit code 3. */
export class EngineUnreachable extends EngineProblem {
  override readonly exitCode = 3;

  constructor(options: { code: Code; message: string; fix?: string; cause?: unknown }) {
    super(options);
    this.name = "EngineUnreachable";
  }
}
