/** The command line: words and options in, exit codes out. */
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { airflowVersions, parseAirflowVersion } from "../generators/airflow/versions.ts";
import { printProblem } from "./print-problem.ts";
import { type ExitCode, Reported } from "./problem.ts";
import { projectRoot } from "./project.ts";

const abort = new AbortController();

const airflowOption = new Option("--airflow <version>", `the Airflow to generate for: ${airflowVersions.join(", ")}`).argParser((text) => {
  const version = parseAirflowVersion(text);
  if (version === undefined) throw new InvalidArgumentError(`The versions are ${airflowVersions.join(", ")}.`);
  return version;
});
const jsonOption = new Option("--json", "print the result as JSON");
const targetOption = new Option("--target <target>", "where to run").choices(["lab", "aws"]).default("lab");
const environmentOption = new Option("--environment <name>", "the MWAA environment (with --target aws)");

type Action = (options: Record<string, never>, names: readonly string[]) => Promise<ExitCode | undefined> | ExitCode | undefined;

let exitCode: ExitCode = 0;

/** Runs one command's work; whatever it throws becomes a message and an exit code. */
const run = (work: Action) => async (...args: unknown[]) => {
  const command = args.at(-1) as Command;
  exitCode = (await work(command.optsWithGlobals() as Record<string, never>, command.args)) ?? 0;
};

const program = new Command("parallax").description("One YAML pipeline, compiled to AWS Step Functions and to Airflow, run on both, compared.").exitOverride().showHelpAfterError(false);

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
      if ((options as { watch?: boolean }).watch) await generateAndWatch(all);
      else generate(all);
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

const lab = program.command("lab").description("the local engines: up, down, status, logs");
for (const [name, description] of [
  ["up", "start them and keep them warm"],
  ["down", "stop them"],
  ["status", "say what runs"],
  ["logs", "show the ends of their logs"],
] as const) {
  const command = lab.command(name === "logs" ? "logs [name]" : name).description(description).addOption(airflowOption).addOption(jsonOption);
  if (name === "down") command.option("--force", "even when another command uses them");
  if (name === "logs") command.option("--lines <count>", "lines of each log", (text) => Number.parseInt(text, 10), 20);
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
      (exit === 0 ? process.stdout : process.stderr).write(text);
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

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) exitCode = error.exitCode === 0 ? 0 : 2;
  else exitCode = abort.signal.aborted ? 130 : printProblem(error);
}
process.exitCode = exitCode;
