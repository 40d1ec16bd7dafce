/** The command line: words and options in, exit codes out. */
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { airflowVersions, parseAirflowVersion } from "../generators/airflow/versions.ts";
import { printProblem, problemJson } from "./print-problem.ts";
import { type ExitCode, Reported } from "./problem.ts";
import { projectRoot } from "./project.ts";

const abort = new AbortController();

const airflowOption = new Option(
  "--airflow <version>",
  `the Airflow to generate for: ${airflowVersions.join(", ")}`,
).argParser((text) => {
  const version = parseAirflowVersion(text);
  if (version === undefined) throw new InvalidArgumentError(`The versions are ${airflowVersions.join(", ")}.`);
  return version;
});
const jsonOption = new Option("--json", "print the result as JSON");
const targetOption = new Option("--target <target>", "where to run").choices(["lab", "aws"]).default("lab");
const environmentOption = new Option("--environment <name>", "the MWAA environment (with --target aws)");

type Action = (
  options: Record<string, never>,
  names: readonly string[],
) => Promise<ExitCode | undefined> | ExitCode | undefined;

let exitCode: ExitCode = 0;

/** Runs one command's work; whatever it throws becomes a message and an exit code. */
const run =
  (work: Action) =>
  async (...args: unknown[]) => {
    const command = args.at(-1) as Command;
    exitCode = (await work(command.optsWithGlobals() as Record<string, never>, command.args)) ?? 0;
  };

const program = new Command("parallax")
  .description("One YAML pipeline, compiled to AWS Step Functions and to Airflow, run on both, compared.")
  .exitOverride()
  .showHelpAfterError(false);

program
  .command("generate [names...]")
  .description("compile pipelines/*.yaml to asl-out/ and dags-out/")
  .option("--check", "write nothing; exit 1 when an output is stale")
  .option("--watch", "compile again on every change")
  .addOption(airflowOption)
  .addOption(jsonOption)
  .action(
    run(async (options, names) => {
      const { generate, generateAndWatch } = await import("./generate.ts");
      const all = { ...options, root: projectRoot(), names };
      if ((options as { watch?: boolean }).watch) return await generateAndWatch({ ...all, signal: abort.signal });
      generate(all);
      return undefined;
    }),
  );

program
  .command("compare [names...]")
  .description("run on both engines and compare, in the local lab or on AWS")
  .option("--scenario <name>", "a scenario of the spec (default: its first)")
  .option("--input <json>", "an input by hand: JSON, or @file")
  .option("--all", "every scenario (of every pipeline, where none is named)")
  .addOption(targetOption)
  .addOption(environmentOption)
  .option("--keep-warm", "leave the lab running")
  .addOption(airflowOption)
  .addOption(jsonOption)
  .action(
    run(async (options, names) => {
      const { compareCommand } = await import("./compare.ts");
      return await compareCommand({ target: "lab", ...options, root: projectRoot(), names, signal: abort.signal });
    }),
  );

program
  .command("upload [names...]")
  .description("put pipelines on Step Functions and into the MWAA bucket's DAGs folder")
  .option("--dry-run", "say what would be done")
  .addOption(targetOption)
  .addOption(environmentOption)
  .addOption(airflowOption)
  .addOption(jsonOption)
  .action(
    run(async (options, names) => {
      const { upload } = await import("./upload.ts");
      await upload({ target: "lab", ...options, root: projectRoot(), names, signal: abort.signal });
      return undefined;
    }),
  );

function lineCount(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number from 1 on.");
}

const lab = program.command("lab").description("the local engines: up, down, status, logs");
for (const [name, description] of [
  ["up", "start them and keep them warm"],
  ["down", "stop them"],
  ["status", "say what runs"],
  ["logs", "show the ends of their logs"],
] as const) {
  const command = lab
    .command(name === "logs" ? "logs [name]" : name)
    .description(description)
    .addOption(airflowOption)
    .addOption(jsonOption);
  if (name === "down") command.option("--force", "even when another command uses them");
  if (name === "logs") command.option("--lines <count>", "lines of each log", lineCount, 20);
  command.action(
    run(async (options, args) => {
      const commands = await import("./lab.ts");
      if (name === "up") return await commands.labUpCommand(options);
      if (name === "down") return await commands.labDownCommand(options);
      if (name === "status") return commands.labStatusCommand(options);
      return commands.labLogsCommand({ ...options, ...(args[0] === undefined ? {} : { name: args[0] }) });
    }),
  );
}

program
  .command("explain [code]")
  .description("a diagnostic or a known difference, in plain words")
  .addOption(jsonOption)
  .action(
    run(async (options, [code]) => {
      const { explain } = await import("./explain.ts");
      const { text, exitCode: exit } = explain(code, options);
      // With --json the answer "there is none" is a result too.
      (exit === 0 || (options as { json?: boolean }).json ? process.stdout : process.stderr).write(text);
      return exit;
    }),
  );

// The first Ctrl-C ends runs and leaves the lab in order; the second ends at once, and the lab's supervisor cleans up.
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    if (abort.signal.aborted) process.exit(130);
    process.stderr.write("\nstopping (press again to stop at once)\n");
    abort.abort(new Reported(130));
  });
}

// `npm run explain | head` closes the pipe: nobody reads on, so there is nothing left to say.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(exitCode);
  throw error;
});

const json = process.argv.includes("--json");
try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) exitCode = usage(error);
  else exitCode = abort.signal.aborted ? 130 : printProblem(error, { json });
}
process.exitCode = exitCode;
// What was begun when Ctrl-C came may still be going on; the lab ends without us.
if (abort.signal.aborted) process.exit();

/** Commander has printed its message already; help that was asked for is no mistake. */
function usage(error: CommanderError): ExitCode {
  if (error.exitCode === 0) return 0;
  const message = error.message.replace(/^error: /, "");
  if (json) process.stdout.write(problemJson({ message, exitCode: 2 }));
  return 2;
}
