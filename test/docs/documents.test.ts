import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { check } from "../../generators/compile.ts";
import { functionTable } from "../../generators/expressions/functions.ts";
import { laterKinds, laterResources, stepKinds } from "../../generators/spec/schema/words.ts";

const root = path.join(import.meta.dirname, "..", "..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");
const under = (folder: string) => readdirSync(path.join(root, folder)).map((file) => `${folder}/${file}`);
const documents = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", ...under("docs"), ...under("docs/decisions")].filter(
  (file) => file.endsWith(".md"),
);

describe.each(documents)("%s", (file) => {
  const text = read(file);

  test("its links lead somewhere", () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map(([, link = ""]) => link);
    const dead = links.filter((link) => !existsSync(path.join(root, path.dirname(file), link)));
    expect(dead).toEqual([]);
  });

  test("the npm scripts that it names exist", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const named = [...text.matchAll(/npm run (?:--silent )?([a-z:]+)/g)].map(([, script = ""]) => script);
    expect(named.filter((script) => !Object.hasOwn(scripts, script))).toEqual([]);
  });

  test("its pipelines compile, without a warning", () => {
    for (const [, yaml = ""] of text.matchAll(/```yaml\n([\s\S]*?)```/g)) {
      const name = /^name: (.*)$/m.exec(yaml)?.[1];
      if (name) expect(check({ file: `${name}.yaml`, text: yaml }).diagnostics.all).toEqual([]);
    }
  });
});

describe("docs/language.md", () => {
  const text = read("docs/language.md");

  test("names every function and every kind of step, and what is not yet", () => {
    const words = [...functionTable.keys(), ...stepKinds].filter((word) => !new RegExp(`\`${word}\\b`).test(text));
    expect(words).toEqual([]);
    const later = text.slice(text.indexOf("## Not yet"));
    expect(laterKinds.filter((kind) => !later.includes(`\`${kind}\``))).toEqual([]);
    expect(laterResources.filter((kind) => !later.includes(`${kind}s`))).toEqual([]);
  });
});
