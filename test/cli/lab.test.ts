import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { labLogsCommand, labStatusCommand } from "../../cli/lab.ts";
import { captured, type Project, project } from "./project.ts";

let here: Project;
beforeAll(() => {
  here = project({
    "lab/3.2.1/logs/emulator.log": "one\ntwo\nthree\n",
    "lab/3.2.1/logs/scheduler.log": "four\n",
  });
  vi.stubEnv("PARALLAX_HOME", here.root);
});
afterAll(() => {
  vi.unstubAllEnvs();
  here.remove();
});

describe("lab logs", () => {
  test("the ends of all, or of those that are named", () => {
    const all = captured(() => labLogsCommand({ lines: 2 }));
    expect(all.stdout).toBe(
      `== ${path.join(here.root, "lab/3.2.1/logs/emulator.log")}\ntwo\nthree\n\n== ${path.join(here.root, "lab/3.2.1/logs/scheduler.log")}\nfour\n\n`,
    );
    expect(JSON.parse(captured(() => labLogsCommand({ name: "sched", json: true })).stdout)).toMatchObject({
      version: 1,
      logs: [{ name: "scheduler.log", text: "four" }],
    });
  });

  test("a name that no log has", () => {
    expect(captured(() => labLogsCommand({ name: "schedular" })).thrown).toMatchObject({
      message: "The lab has no log called `schedular`.",
      fix: "Did you mean `scheduler`?",
      exitCode: 2,
    });
  });

  test("a lab that never ran", () => {
    expect(captured(() => labLogsCommand({ airflow: "3.3" })).stdout).toBe(
      "There are no logs: the lab has not run yet.\n",
    );
  });
});

test("lab status of a lab that is down", () => {
  let exitCode: number | undefined;
  const { stdout } = captured(() => {
    exitCode = labStatusCommand({ json: true });
  });
  expect(JSON.parse(stdout)).toMatchObject({ version: 1, phase: "down", engines: [] });
  expect(exitCode).toBe(3);
});
