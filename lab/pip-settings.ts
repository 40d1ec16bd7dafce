/** The user's pip configuration, in uv's words: uv does not read it, and the lab must reach the same index as pip. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { installerEnvironment } from "./child-environment.ts";

const run = promisify(execFile);

/** Environment variables for uv that say what `pip config list` says; empty when uv has settings of its own. */
export async function uvSettings(python: string): Promise<Record<string, string>> {
  if (
    Object.keys(process.env).some((name) => /^UV_(DEFAULT_INDEX|INDEX|INDEX_URL|EXTRA_INDEX_URL|NO_INDEX)$/.test(name))
  )
    return {};
  try {
    const listing = await run(python, ["-m", "pip", "config", "list"], {
      env: installerEnvironment({}),
      timeout: 30_000,
    });
    return translate(listing.stdout);
  } catch {
    // Without pip's settings uv still has its own defaults.
    return {};
  }
}

/** Translates the lines of `pip config list`, such as `global.index-url='https://…'`. */
export function translate(listing: string): Record<string, string> {
  const pip = new Map<string, string>();
  for (const line of listing.split("\n")) {
    const match = /^(global|install|user|site|:env:)\.([a-z-]+)=(['"])(.*)\3$/.exec(line.trim());
    if (match === null) continue;
    const [, section, key, , value] = match as unknown as [string, string, string, string, string];
    // Environment variables win over files, and pip lists them last or first depending on its version.
    if (section === ":env:" || !pip.has(key)) pip.set(key, value.replaceAll("\\n", " ").trim());
  }
  const words = (key: string) =>
    pip
      .get(key)
      ?.split(/\s+/)
      .filter((word) => word !== "") ?? [];
  const settings: Record<string, string> = {};
  const set = (name: string, value: string | undefined) => {
    if (value) settings[name] = value;
  };
  set("UV_DEFAULT_INDEX", pip.get("index-url"));
  set("UV_INDEX", words("extra-index-url").join(" "));
  set("UV_FIND_LINKS", words("find-links").join(","));
  set("UV_INSECURE_HOST", words("trusted-host").join(" "));
  set("SSL_CERT_FILE", pip.get("cert"));
  set("HTTPS_PROXY", pip.get("proxy"));
  if (/^(1|true|yes|on)$/i.test(pip.get("no-index") ?? "")) settings.UV_NO_INDEX = "1";
  // pip takes a version from any of its indexes; with the hashes of the lock files that is safe.
  if (settings.UV_INDEX !== undefined) settings.UV_INDEX_STRATEGY = "unsafe-best-match";
  return settings;
}
