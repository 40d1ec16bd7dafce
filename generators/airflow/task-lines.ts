/** Where each task stands in the text of a DAG. */

/** Task id -> its first and last line, counted from 1: from its decorator to the end of its function. */
export function taskLines(text: string): ReadonlyMap<string, readonly [first: number, last: number]> {
  const lines = text.split("\n");
  const found = new Map<string, readonly [number, number]>();
  for (const [index, line] of lines.entries()) {
    if (/^\s+(\w+ = )?(WaitSensor|DateTimeSensorAsync)\(/.test(line)) {
      const last = endOf(lines, index);
      const id = /task_id="(\w+)"/.exec(lines.slice(index, last).join("\n"))?.[1];
      if (id !== undefined) found.set(id, [index + 1, last]);
    }
    const definition = /^( {4})def (\w+)\(/.exec(line);
    if (definition?.[2] && !lines[index - 1]?.includes("@task_group"))
      found.set(definition[2], [startOf(lines, index) + 1, endOf(lines, index)]);
  }
  return found;
}

/** The index of the first decorator line above a definition. */
function startOf(lines: readonly string[], index: number): number {
  let first = index;
  while (first > 0 && lines[first - 1]?.trim() !== "") first--;
  return first;
}

/** The number of the last line that belongs to what begins at `index`. */
function endOf(lines: readonly string[], index: number): number {
  const depth = (lines[index] ?? "").search(/\S/);
  let last = index;
  for (let at = index + 1; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (line.trim() === "") continue;
    const inner = line.search(/\S/);
    if (inner < depth || (inner === depth && !/^\s*[)\]}]/.test(line))) break;
    last = at;
  }
  return last + 1;
}
