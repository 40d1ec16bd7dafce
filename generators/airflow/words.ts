/** Prose inside the DAG: titles and docstrings that stay within 100 columns. */

const width = 96;

/** `retry-report` -> `Retry report`. */
export function titleOf(name: string): string {
  const words = name.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A docstring of paragraphs; quotes and backslashes in them stay what they are. */
export function docstring(paragraphs: readonly string[]): string {
  const safe = paragraphs.map((paragraph) => wrap(paragraph.replaceAll("\\", "\\\\").replaceAll('"""', '\\"\\"\\"')));
  const [first = "", ...more] = safe;
  if (more.length === 0 && !first.includes("\n")) return `"""${first.endsWith('"') ? `${first} ` : first}"""`;
  return `"""${safe.join("\n\n")}\n"""`;
}

function wrap(text: string): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (line !== "" && line.length + word.length + 1 > width - 4) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].join("\n");
}
