/** A spec from a file: whatever the file is, the answer is a document or diagnostics. */
import { readFileSync, statSync } from "node:fs";
import { Diagnostics } from "../../diagnostics/diagnostic.ts";
import { readSpec, type SpecDocument } from "./read.ts";

/** AWS: a state machine definition has at most 1 MiB, and a spec is shorter than its definition. */
const maxBytes = 1_048_576;

export type LoadedSpec = {
  readonly document: SpecDocument | undefined;
  readonly diagnostics: Diagnostics;
  readonly text: string;
};

/** Reads a file and checks it. `name` is how diagnostics call it (default: the path as given). */
export function loadSpec(path: string, name = path): LoadedSpec {
  const refuse = (
    code: "file-unreadable" | "file-too-large" | "file-not-text",
    message: string,
    text = "",
    at = 0,
  ): LoadedSpec => {
    const diagnostics = new Diagnostics(name);
    diagnostics.add(code, [at, Math.min(at + 1, text.length)], message);
    return { document: undefined, diagnostics, text };
  };
  let bytes: Buffer;
  try {
    const stat = statSync(path);
    if (stat.isDirectory()) return refuse("file-unreadable", "This is a directory, not a file.");
    if (!stat.isFile()) return refuse("file-unreadable", "This is not an ordinary file.");
    if (stat.size > maxBytes)
      return refuse("file-too-large", `The file has ${inMiB(stat.size)} MiB; a spec has at most 1 MiB.`);
    bytes = readFileSync(path);
  } catch (error) {
    return refuse("file-unreadable", whyUnreadable(error));
  }
  const text = decode(bytes);
  if (text !== undefined) return { ...readSpec({ file: name, text }), text };
  const lossy = bytes.toString("utf8");
  const at = Math.max(0, lossy.indexOf("\uFFFD"));
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return refuse("file-not-text", wide ? "The file is in UTF-16, not in UTF-8." : "This byte is not UTF-8.", lossy, at);
}

/** The text without its byte order mark; undefined when the bytes are not UTF-8. */
function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const inMiB = (bytes: number): string => (bytes / 1_048_576).toFixed(1);

function whyUnreadable(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOENT" || code === "ENOTDIR") return "There is no such file.";
  if (code === "EACCES" || code === "EPERM") return "The file may not be read (permissions).";
  return `The file cannot be read (${code ?? "unknown error"}).`;
}
