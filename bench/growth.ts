/** How compile time grows with the spec: CPU milliseconds per step, both targets, formatted, in a warm process. */
import { compile } from "../generators/compile.ts";
import { diamondsInARow, stepsInARow } from "./specs.ts";
import { cpuTimed, shown, statsOf, table } from "./stats.ts";

const rounds = 5;

export function growth(): string {
  // Warm: V8 has compiled what is used often.
  for (let round = 0; round < rounds; round++) {
    compileOnce(stepsInARow(100));
    compileOnce(diamondsInARow(64));
  }
  const steps = measure(stepsInARow, [10, 100, 1_000]);
  const diamonds = measure(diamondsInARow, [1, 4, 16, 64, 256]);
  return [
    table(["simple steps", "CPU ms", "ms per step"], rowsOf(steps)),
    `From 100 to 1,000 steps the time per step changes by a factor of **${ratio(steps, 100, 1_000)}** (1 is linear).`,
    table(["diamonds in a row", "CPU ms", "ms per diamond"], rowsOf(diamonds)),
    `From 64 to 256 diamonds the time per diamond changes by a factor of **${ratio(diamonds, 64, 256)}**.`,
  ].join("\n\n");
}

type Measured = { readonly count: number; readonly stats: ReturnType<typeof statsOf> };

function measure(spec: (count: number) => string, counts: readonly number[]): readonly Measured[] {
  return counts.map((count) => {
    const text = spec(count);
    const samples = Array.from({ length: rounds }, () => cpuTimed(() => compileOnce(text)));
    return { count, stats: statsOf(samples) };
  });
}

function compileOnce(text: string): void {
  const { compiled, diagnostics } = compile({ file: "pipelines/bench.yaml", text });
  if (!compiled) throw new Error(diagnostics.all.map(({ message }) => message).join("\n"));
}

const rowsOf = (measured: readonly Measured[]) =>
  measured.map(({ count, stats }) => [String(count), shown(stats), (stats.best / count).toFixed(2)]);

/** Of the best times: the spread is the machine's, not the compiler's. */
function ratio(measured: readonly Measured[], small: number, large: number): string {
  const each = (wanted: number) => (measured.find(({ count }) => count === wanted)?.stats.best ?? Number.NaN) / wanted;
  return (each(large) / each(small)).toFixed(2);
}
