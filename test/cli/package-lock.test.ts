import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

type Lock = { packages: Record<string, { optionalDependencies?: Record<string, string> }> };

/** A registry that lacks the builds for other platforms makes npm write a lock file that `npm ci` then refuses. */
test("the lock file knows every optional package, whatever the platform it was written on", () => {
  const file = path.join(import.meta.dirname, "..", "..", "package-lock.json");
  const { packages } = JSON.parse(readFileSync(file, "utf8")) as Lock;
  const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !packages[`node_modules/${name}`] && !packages[`${place}/node_modules/${name}`],
    ),
  );
  expect(missing).toEqual([]);
});
