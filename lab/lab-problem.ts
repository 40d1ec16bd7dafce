/** What stops the lab: a code, a message and a cure, printed without a stack. Exit code 3: no engine was reached. */
import type { Code } from "../diagnostics/catalogue.ts";
import { EngineUnreachable } from "../engines/problem.ts";

/** A LabProblem has a code that starts with LAB-. */
export class LabProblem extends EngineUnreachable {
  constructor(options: { code: Extract<Code, `LAB-${string}`>; message: string; fix?: string; cause?: unknown }) {
    super(options);
    this.name = "LabProblem";
  }
}
