/** Finds a Python on this machine: on the PATH, in pyenv, among uv's own, in the usual folders. */
import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { engineEnvironment } from "./child-environment.ts";
import { LabProblem } from "./lab-problem.ts";

const run = promisify(execFile);

export type Python = {
  /** The interpreter itself, no shim and no link of a virtual environment. */
  readonly executable: string;
  /** As in 3.13.0. */
  readonly version: string;
};

/** Where to look; the defaults are this process's own. Tests give others. */
export type Places = {
  readonly path: string;
  readonly home: string;
  readonly pyenvRoot: string;
  readonly uvPythons: string;
  /** Folders that hold programs but are often not on a PATH. */
  readonly folders: readonly string[];
};

function usualPlaces(environment: NodeJS.ProcessEnv = process.env): Places {
  const home = os.homedir();
  const data = environment.XDG_DATA_HOME ?? path.join(home, ".local", "share");
  return {
    path: environment.PATH ?? "",
    home,
    pyenvRoot: environment.PYENV_ROOT ?? path.join(home, ".pyenv"),
    uvPythons: environment.UV_PYTHON_INSTALL_DIR ?? path.join(data, "uv", "python"),
    folders: ["/usr/local/bin", "/usr/bin", "/opt/homebrew/bin", path.join(home, ".local", "bin")],
  };
}

/**
 * The first Python whose version is one of `versions` ("3.12"), which come in order of preference. Every
 * candidate is run: a name proves nothing (a pyenv shim may point nowhere, Debian's may lack venv).
 * Throws LabProblem LAB-NO-PYTHON that says what was looked for, where, and what was wrong with what was found.
 */
export async function findPython(options: {
  versions: readonly string[];
  for: string;
  places?: Places;
}): Promise<Python> {
  const places = options.places ?? usualPlaces();
  const tried = new Set<string>();
  const faults: string[] = [];
  for (const version of options.versions) {
    for (const candidate of candidates(version, places)) {
      if (tried.has(`${version} ${candidate}`)) continue;
      tried.add(`${version} ${candidate}`);
      const answer = await ask(candidate);
      if ("fault" in answer) {
        if (!faults.includes(answer.fault)) faults.push(answer.fault);
      } else if (answer.version.startsWith(`${version}.`)) return answer;
    }
  }
  throw notFound({ ...options, places, faults });
}

function* candidates(version: string, places: Places): Generator<string> {
  const exact = `python${version}`;
  const onPath = places.path.split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  for (const folder of onPath) yield* existing(path.join(folder, exact));
  yield* versionsIn(places.pyenvRoot, "versions", version, (name) => name.startsWith(version));
  yield* versionsIn(places.uvPythons, "", version, (name) => name.startsWith(`cpython-${version}`));
  for (const folder of places.folders) yield* existing(path.join(folder, exact));
  yield* existing(`/Library/Frameworks/Python.framework/Versions/${version}/bin/${exact}`);
  for (const folder of onPath) {
    yield* existing(path.join(folder, "python3"));
    yield* existing(path.join(folder, "python"));
  }
}

function* existing(file: string): Generator<string> {
  if (fs.existsSync(file)) yield file;
}

function* versionsIn(root: string, below: string, version: string, fits: (name: string) => boolean): Generator<string> {
  const folder = path.join(root, below);
  if (!fs.existsSync(folder)) return;
  const names = fs.readdirSync(folder).filter(fits);
  // Newest patch release first.
  names.sort((one, other) => other.localeCompare(one, "en", { numeric: true }));
  for (const name of names) yield* existing(path.join(folder, name, "bin", `python${version}`));
}

const question = `import json, platform, sys
fault = "" if platform.python_implementation() == "CPython" else "is not CPython"
try:
    import ensurepip, venv
except ImportError as error:
    fault = "has no module " + str(error.name) + " (on Debian: apt install python3-venv)"
version = "%d.%d.%d" % sys.version_info[:3]
print(json.dumps({"version": version, "executable": sys.executable, "fault": fault}))`;

async function ask(candidate: string): Promise<Python | { fault: string }> {
  try {
    // No -I or -E: Python 2 would not know them; the environment is a clean one anyway.
    const { stdout } = await run(candidate, ["-c", question], { timeout: 10_000, env: engineEnvironment({}) });
    const answer = JSON.parse(stdout) as Python & { fault: string };
    if (answer.fault !== "") return { fault: `${candidate} ${answer.fault}` };
    return { executable: answer.executable, version: answer.version };
  } catch {
    return { fault: `${candidate} does not run` };
  }
}

function notFound(about: { versions: readonly string[]; for: string; places: Places; faults: string[] }): LabProblem {
  const { versions, places } = about;
  const wanted = versions.join(" or ");
  const looked = [
    "on the PATH",
    `in pyenv (${places.pyenvRoot})`,
    `among uv's own (${places.uvPythons})`,
    `in ${places.folders.join(", ")}`,
  ];
  const relevant = about.faults.filter((fault) => versions.some((version) => fault.includes(version)));
  const seen = relevant.length === 0 ? "" : ` Found, but of no use: ${relevant.join("; ")}.`;
  const newest = versions.at(-1)!;
  return new LabProblem({
    code: "LAB-NO-PYTHON",
    message: `${about.for} needs Python ${wanted}, and none was found: looked for python${versions.join(", python")}, python3 and python ${looked.join(", ")}.${seen}`,
    fix: `Install Python ${newest}: from python.org or your package manager, or \`pyenv install ${newest}\`, or \`uv python install ${newest}\`. Then try again.`,
  });
}
