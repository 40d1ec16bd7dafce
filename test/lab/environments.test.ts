import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { ensureEnvironment, finished } from "../../lab/environments.ts";
import type { Places } from "../../lab/python-find.ts";
import { script, useScratch } from "./scratch.ts";

const scratch = useScratch();

/** A Python that makes "environments" whose uv writes down what it is asked, and fails when told to. */
function fakePython(version: string): Places {
  const { folder } = scratch;
  const minor = version.split(".").slice(0, 2).join(".");
  const uv = [
    `echo "$@" >> ${folder}/calls`,
    'if [ "$1" = venv ]; then for last; do :; done; mkdir -p "$last/bin"; touch "$last/bin/python"; fi',
    `if [ "$1" = pip ] && [ -e ${folder}/fail ]; then echo "no such package: nonsense" >&2; exit 2; fi`,
    "exit 0",
  ].join("\n");
  script(path.join(folder, "uv-script"), uv);
  const file = path.join(folder, "bin", `python${minor}`);
  const answer = JSON.stringify({ version, executable: file, fault: "" });
  script(
    file,
    [
      `if [ "$1" = -c ]; then echo '${answer}'; exit 0; fi`,
      'if [ "$2" = venv ]; then mkdir -p "$4/bin"; cp "$0" "$4/bin/python"; exit 0; fi',
      `if [ "$3" = install ]; then cp ${folder}/uv-script "$(dirname "$0")/uv"; fi`,
    ].join("\n"),
  );
  const nowhere = path.join(folder, "nowhere");
  return { path: path.dirname(file), home: folder, pyenvRoot: nowhere, uvPythons: nowhere, folders: [] };
}

function calls(): string[] {
  return fs.readFileSync(path.join(scratch.folder, "calls"), "utf8").trim().split("\n");
}

describe("ensureEnvironment", () => {
  it("installs from the lock file with hashes, and tells what and how long", async () => {
    const lines: string[] = [];
    const places = fakePython("3.13.4");
    const made = await ensureEnvironment({ name: "emulator", places, onProgress: (line) => lines.push(line) });
    expect(calls().at(-1)).toMatch(/^pip sync .*--require-hashes .*locks\/emulator\.txt$/);
    expect(lines[0]).toBe("installing the AWS emulator on Python 3.13.4 (once)");
    expect(lines.at(-1)).toMatch(/^installed the AWS emulator in \d+\.\d s$/);
    expect(finished("emulator")).toEqual(made);
  });

  it("does nothing when the environment is there", async () => {
    const places = fakePython("3.13.4");
    await ensureEnvironment({ name: "emulator", places });
    const before = calls().length;
    await ensureEnvironment({ name: "emulator", places });
    expect(calls()).toHaveLength(before);
  });

  it("builds anew what is half-built, outdated, or whose Python is gone", async () => {
    const places = fakePython("3.13.4");
    await ensureEnvironment({ name: "emulator", places });
    const stamp = path.join(scratch.folder, "environments", "emulator.json");
    const python = path.join(scratch.folder, "environments", "emulator", "bin", "python");

    fs.rmSync(stamp);
    expect(finished("emulator")).toBeUndefined();
    await ensureEnvironment({ name: "emulator", places });

    fs.writeFileSync(stamp, fs.readFileSync(stamp, "utf8").replace(/"lock": "./, '"lock": "x'));
    expect(finished("emulator")).toBeUndefined();
    await ensureEnvironment({ name: "emulator", places });

    fs.rmSync(python);
    expect(finished("emulator")).toBeUndefined();
    await ensureEnvironment({ name: "emulator", places });
    expect(calls().filter((line) => line.startsWith("pip sync"))).toHaveLength(4);
  });

  it("tells why an installation failed, leaves no stamp, and can be repeated", async () => {
    const places = fakePython("3.13.4");
    fs.writeFileSync(path.join(scratch.folder, "fail"), "");
    const problem = await ensureEnvironment({ name: "emulator", places }).catch((error) => error);
    expect(problem).toMatchObject({ code: "LAB-INSTALL" });
    expect(problem.message).toContain("no such package: nonsense");
    expect(finished("emulator")).toBeUndefined();
    fs.rmSync(path.join(scratch.folder, "fail"));
    await ensureEnvironment({ name: "emulator", places });
    expect(finished("emulator")).toBeDefined();
  });

  it("lets the second of two commands wait, and says so", async () => {
    const places = fakePython("3.13.4");
    const lines: string[] = [];
    const ensure = () => ensureEnvironment({ name: "emulator", places, onProgress: (line) => lines.push(line) });
    await Promise.all([ensure(), ensure()]);
    expect(calls().filter((line) => line.startsWith("pip sync"))).toHaveLength(1);
    expect(lines.some((line) => line.startsWith(`waiting for process ${process.pid}`))).toBe(true);
  });

  it("names the Airflow versions there are when another one is asked for", async () => {
    await expect(ensureEnvironment({ name: "airflow-9.9.9" })).rejects.toMatchObject({
      code: "LAB-AIRFLOW-VERSION",
      message: expect.stringContaining("3.2.1"),
    });
  });
});
