/** From the text of a spec to a checked document in which every node knows its place. */
import type { Document, LineCounter, Node } from "yaml";
import { Diagnostics, type Range } from "../../diagnostics/diagnostic.ts";
import type { Path } from "../ir/types.ts";
import { reportIssues } from "./issues.ts";
import { reportRules } from "./rules.ts";
import { type PipelineSpec, pipelineSpec } from "./schema/pipeline.ts";
import { clamp, reportYaml } from "./yaml/complaints.ts";
import { find, keyRange, resolve, valueRange } from "./yaml/locate.ts";
import { reportTakenApart } from "./yaml/mask.ts";
import { parseYaml } from "./yaml/parse.ts";
import { toJson } from "./yaml/to-json.ts";

export type SpecDocument = {
  readonly file: string;
  readonly text: string;
  readonly yaml: Document;
  readonly lines: LineCounter;
  /** In the shape of the YAML: a path in it is a path in the file. */
  readonly spec: PipelineSpec;
  /** The node at a path (an alias leads to what it stands for); null for an empty value, undefined when it is not there. */
  readonly nodeAt: (path: Path) => Node | null | undefined;
  /** The place of the key at the end of a path; of a list entry, the entry's own. */
  readonly keyRange: (path: Path) => Range;
  /** The place of the value at a path. */
  readonly range: (path: Path) => Range;
};

/**
 * Reads one spec and reports all its problems at once: of the text, of the YAML, of the shape. When the YAML does not
 * parse, its shape is not judged. `document` is absent when there is an error.
 */
export function readSpec(options: { file: string; text: string }): {
  document: SpecDocument | undefined;
  diagnostics: Diagnostics;
} {
  const { file } = options;
  const diagnostics = new Diagnostics(file);
  const { text } = options;
  const yaml = readYaml(text, diagnostics);
  if (yaml === undefined) return { document: undefined, diagnostics };
  const { document, lines, value } = yaml;
  const result = pipelineSpec.safeParse(value);
  if (!result.success) reportIssues(result.error.issues, { document, value, diagnostics });
  reportRules({ file, document, value, diagnostics });
  tidy(diagnostics, text);
  if (!result.success || diagnostics.hasErrors) return { document: undefined, diagnostics };
  return {
    document: {
      file,
      text,
      yaml: document,
      lines,
      spec: result.data,
      nodeAt: (path) => {
        const found = find(document, path);
        return found && resolve(document, found.node);
      },
      keyRange: (path) => keyRange(document, path),
      range: (path) => valueRange(document, path),
    },
    diagnostics,
  };
}

function readYaml(text: string, diagnostics: Diagnostics) {
  const bad = badCharacter(text);
  if (bad) {
    diagnostics.add("file-not-text", [bad.at, bad.at + 1], bad.message);
    return undefined;
  }
  const parsed = parseYaml(text);
  if ("tooDeep" in parsed) {
    diagnostics.add(
      "yaml-too-deep",
      [parsed.tooDeep, parsed.tooDeep + 1],
      "This is the 101st level of mappings and lists inside each other.",
    );
    return undefined;
  }
  const { document, more, lines } = parsed;
  const masked = reportTakenApart({ text, document, diagnostics });
  reportYaml(masked ?? document, text, diagnostics);
  const { yaml } = document.directives;
  if (yaml.explicit && yaml.version !== "1.2")
    diagnostics.add(
      "yaml-syntax",
      [0, 1],
      `This file says that it is YAML ${yaml.version}; Parallax reads YAML 1.2.`,
      "Remove the %YAML line.",
    );
  const second = more[0];
  if (second) diagnostics.add("yaml-several-documents", clamp(second.range, text), "A second document starts here.");
  const value = masked === undefined && document.errors.length === 0 ? toJson(document, diagnostics) : undefined;
  tidy(diagnostics, text);
  if (diagnostics.hasErrors || value === undefined) return undefined;
  if (value === null) {
    diagnostics.add("file-empty", [0, 0], "There is no pipeline in this file.");
    return undefined;
  }
  return { document, lines, value };
}

/** YAML 1.2, c-printable: NUL and most control characters may not stand in a document. */
function badCharacter(text: string): { at: number; message: string } | undefined {
  const at = text.search(/(?![\t\n\r\u0085])[\p{Cc}\uFFFE\uFFFF]/u);
  if (at === -1) return undefined;
  const code = text.charCodeAt(at).toString(16).toUpperCase().padStart(4, "0");
  return { at, message: `The character U+${code} cannot stand in a text file.` };
}

/** In the order of the file, each once, every place inside the text. */
function tidy(diagnostics: Diagnostics, text: string): void {
  const seen = new Set<string>();
  const kept = diagnostics.all
    .map((diagnostic) => ({ ...diagnostic, range: clamp(diagnostic.range, text) }))
    .sort((a, b) => a.range[0] - b.range[0])
    .filter(({ code, range, message }) => {
      const key = `${code} ${range[0]} ${message}`;
      return !seen.has(key) && seen.add(key);
    });
  diagnostics.all.splice(0, diagnostics.all.length, ...kept);
}
