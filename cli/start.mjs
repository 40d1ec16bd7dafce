/**
 * Starts `generate` quickly: Node 20 cannot run TypeScript, and a loader that asks for each of 270 modules takes most
 * of the command's time. The command's own files become one (0.15 s, by the esbuild that tsx brings), kept until one of
 * them changes. What cannot be kept or built is run through tsx, as every other command is.
 */
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import v8 from "node:v8";

const root = path.join(import.meta.dirname, "..");
// Inside node_modules, so that the packages are found from there.
const folder = path.join(root, "node_modules", ".cache", "parallax");
const bundle = path.join(folder, "generate.mjs");
const stamps = path.join(folder, "generate.json");

/** What a file is known by; undefined when it is not there. */
function stampOf(file) {
  const found = fs.statSync(path.join(root, file), { throwIfNoEntry: false });
  return found && `${found.mtimeMs} ${found.size}`;
}

function isFresh() {
  try {
    const known = Object.entries(JSON.parse(fs.readFileSync(stamps, "utf8")));
    return fs.existsSync(bundle) && known.every(([file, stamp]) => stampOf(file) === stamp);
  } catch {
    return false;
  }
}

/** Files that say where they are keep the place of their source. */
function inPlace(file) {
  const text = fs.readFileSync(file, "utf8");
  if (!text.includes("import.meta.")) return undefined;
  const contents = text
    .replaceAll("import.meta.dirname", JSON.stringify(path.dirname(file)))
    .replaceAll("import.meta.url", JSON.stringify(pathToFileURL(file).href));
  return { loader: "ts", contents };
}

async function build() {
  const { build: esbuild } = createRequire(createRequire(import.meta.url).resolve("tsx"))("esbuild");
  const building = esbuild({
    entryPoints: [path.join(root, "cli", "main.ts")],
    absWorkingDir: root,
    outfile: bundle,
    bundle: true,
    write: false,
    metafile: true,
    packages: "external",
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "silent",
    plugins: [
      {
        name: "parallax",
        setup(plugin) {
          const others = { filter: /^\.\/(compare|upload|lab|explain)\.ts$/ };
          plugin.onResolve(others, ({ path }) => ({ path, external: true }));
          plugin.onLoad({ filter: /\.ts$/ }, ({ path }) => inPlace(path));
        },
      },
    ],
  });
  // Another process builds; what the bundle will import is loaded meanwhile.
  for (const name of ["zod", "yaml", "handlebars", "@marcbachmann/cel-js", "commander"]) await import(name);
  // The two flags of generators/ruff.ts: V8 takes them before it compiles, or not at all.
  for (const flag of ["--liftoff-only", "--wasm-tiering-budget=100000000"]) v8.setFlagsFromString(flag);
  createRequire(import.meta.url)("@astral-sh/ruff-wasm-nodejs");
  const { outputFiles, metafile } = await building;
  const files = [...Object.keys(metafile.inputs), "cli/start.mjs", "package-lock.json"];
  fs.mkdirSync(folder, { recursive: true });
  replace(bundle, outputFiles[0].text);
  replace(stamps, JSON.stringify(Object.fromEntries(files.map((file) => [file, stampOf(file)]))));
}

function replace(file, text) {
  const fresh = `${file}.${process.pid}`;
  fs.writeFileSync(fresh, text);
  fs.renameSync(fresh, file);
}

async function isReady() {
  if (process.argv[2] !== "generate") return false;
  if (isFresh()) return true;
  try {
    await build();
    return true;
  } catch {
    return false;
  }
}

if (await isReady()) await import(pathToFileURL(bundle).href);
else {
  const { register } = await import("tsx/esm/api");
  register();
  await import("./main.ts");
}
