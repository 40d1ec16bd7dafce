/** Installers and their like end with the command that started them, also when Ctrl-C ends it in the middle. */
import type { ChildProcess } from "node:child_process";

/** Ends the child when this process exits first. A process that is killed outright cannot do that; the build is then begun anew. */
export function endsWithUs(child: ChildProcess): void {
  const end = () => child.kill();
  process.once("exit", end);
  child.once("close", () => process.off("exit", end));
}
