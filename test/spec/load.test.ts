import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadSpec } from "../../generators/spec/load.ts";
import { withSteps } from "./marked.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "parallax-load-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function load(content: string | Uint8Array, name = "t.yaml") {
  const path = join(folder, name);
  writeFileSync(path, content);
  return loadSpec(path, name);
}

const told = ({ diagnostics }: ReturnType<typeof loadSpec>) =>
  diagnostics.all.map(({ code, message, file }) => `${file} ${code}: ${message}`);

test("a good file, with the name that diagnostics use", () => {
  const { document, text } = load(withSteps("a: { pass: 1 }"));
  expect(document?.file).toBe("t.yaml");
  expect(document?.spec.steps).toEqual({ a: { pass: 1 } });
  expect(text).toBe(document?.text);
});

test("no file, a directory, a path through a file", () => {
  expect(told(loadSpec(join(folder, "none.yaml"), "none.yaml"))).toEqual([
    "none.yaml file-unreadable: There is no such file.",
  ]);
  expect(told(loadSpec(folder, "folder"))).toEqual(["folder file-unreadable: This is a directory, not a file."]);
  load("", "file.yaml");
  expect(told(loadSpec(join(folder, "file.yaml", "x.yaml"), "x"))).toEqual([
    "x file-unreadable: There is no such file.",
  ]);
});

test.skipIf(process.getuid?.() === 0)("a file that may not be read", () => {
  load("name: t\n", "locked.yaml");
  chmodSync(join(folder, "locked.yaml"), 0);
  expect(told(loadSpec(join(folder, "locked.yaml"), "locked.yaml"))).toEqual([
    "locked.yaml file-unreadable: The file may not be read (permissions).",
  ]);
});

test("10 MB are refused without being parsed", () => {
  const start = performance.now();
  const found = load(`name: t\n${"# padding\n".repeat(1_048_576)}`);
  expect(told(found)).toEqual(["t.yaml file-too-large: The file has 10.0 MiB; a spec has at most 1 MiB."]);
  expect(found.text).toBe("");
  expect(performance.now() - start).toBeLessThan(1_000);
});

test("a binary file, UTF-16 and a stray byte", () => {
  expect(told(load(Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0x02, 0xff, 0xfe, 0x00)))).toEqual([
    "t.yaml file-not-text: This byte is not UTF-8.",
  ]);
  expect(told(load(Buffer.from("\uFEFFname: t\n", "utf16le")))).toEqual([
    "t.yaml file-not-text: The file is in UTF-16, not in UTF-8.",
  ]);
  const { diagnostics, text } = load(
    Buffer.concat([Buffer.from("name: t\ndescription: caf"), Buffer.of(0xe9), Buffer.from("\n")]),
  );
  expect(diagnostics.all.map(({ range }) => text.slice(0, range[0]))).toEqual(["name: t\ndescription: caf"]);
});

test("a byte order mark is no part of the text", () => {
  const { document, text } = load(`\uFEFF${withSteps("a: { pass: 1 }")}`);
  expect(document).toBeDefined();
  expect(text.startsWith("name: t")).toBe(true);
});
