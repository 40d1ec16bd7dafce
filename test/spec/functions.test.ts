/** The Lambda sources that ship with Parallax are formatted, typed and clean by ruff. */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { beforeAll, expect, test } from "vitest";

type Workspace = { format(text: string): string; check(text: string): { code: string | null; message: string }[] };

let ruff: Workspace;
beforeAll(() => {
  const { Workspace, PositionEncoding } = createRequire(import.meta.url)("@astral-sh/ruff-wasm-nodejs");
  const select = ["F", "E", "I", "UP", "B", "D", "ANN0", "ANN2", "SIM", "RUF"];
  const lint = { select, pydocstyle: { convention: "google" } };
  ruff = new Workspace({ "line-length": 100, "target-version": "py313", lint }, PositionEncoding.Utf16);
});

const folder = new URL("../../functions/", import.meta.url);

test.each(readdirSync(folder).filter((file) => file.endsWith(".py")))("%s", (file) => {
  const text = readFileSync(new URL(file, folder), "utf8");
  expect(ruff.check(text).map(({ code, message }) => `${code} ${message}`)).toEqual([]);
  expect(ruff.format(text)).toBe(text);
});
