import path from "node:path";
import { describe, expect, it } from "vitest";
import { findPython, type Places } from "../../lab/python-find.ts";
import { script, useScratch } from "./scratch.ts";

const scratch = useScratch();

function places(): Places {
  const under = (name: string) => path.join(scratch.folder, name);
  return {
    path: `${under("one")}:${under("two")}`,
    home: scratch.folder,
    pyenvRoot: under("pyenv"),
    uvPythons: under("uv"),
    folders: [under("usual")],
  };
}

function fake(name: string, version: string, fault = ""): string {
  const file = path.join(scratch.folder, name);
  return script(file, `echo '${JSON.stringify({ version, executable: file, fault })}'`);
}

const find = (...versions: string[]) => findPython({ versions, for: "The emulator", places: places() });

describe("findPython", () => {
  it("runs what it finds: a pyenv shim that points nowhere is passed over", async () => {
    script(path.join(scratch.folder, "one/python3.13"), "echo 'pyenv: python3.13: command not found' >&2; exit 127");
    const real = fake("pyenv/versions/3.13.0/bin/python3.13", "3.13.0");
    expect(await find("3.13")).toEqual({ executable: real, version: "3.13.0" });
  });

  it("does not believe a name", async () => {
    fake("one/python3.13", "3.11.2");
    const real = fake("two/python3", "3.13.2");
    expect((await find("3.13")).executable).toBe(real);
  });

  it("takes the first version of the list that is anywhere", async () => {
    fake("one/python3.13", "3.13.0");
    const preferred = fake("usual/python3.12", "3.12.9");
    expect((await find("3.12", "3.13")).executable).toBe(preferred);
  });

  it("takes the newest patch release of pyenv, and finds uv's own", async () => {
    fake("pyenv/versions/3.13.2/bin/python3.13", "3.13.2");
    fake("pyenv/versions/3.13.10/bin/python3.13", "3.13.10");
    fake("uv/cpython-3.12.4-linux-x86_64-gnu/bin/python3.12", "3.12.4");
    expect((await find("3.13")).version).toBe("3.13.10");
    expect((await find("3.12")).version).toBe("3.12.4");
  });

  it("says what was looked for, where, and what was wrong with what was found", async () => {
    fake("one/python3.13", "3.13.1", "has no module ensurepip (on Debian: apt install python3-venv)");
    script(path.join(scratch.folder, "usual/python3.13"), "exit 1");
    const problem = await find("3.13").catch((error) => error);
    expect(problem).toMatchObject({ code: "LAB-NO-PYTHON", exitCode: 3 });
    expect(problem.message).toContain("The emulator needs Python 3.13");
    for (const place of ["on the PATH", "in pyenv", "among uv's own"]) expect(problem.message).toContain(place);
    expect(problem.message).toContain("one/python3.13 has no module ensurepip");
    expect(problem.message).toContain("usual/python3.13 does not run");
    expect(problem.fix).toContain("Install Python 3.13");
  });
});
