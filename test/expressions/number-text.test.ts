/** Numbers in texts: the Python helper against JSONata's $string (expressions.md T15). */
import { describe, expect, it } from "vitest";
import { randomFrom } from "./random.ts";
import { findPython, runJsonata, runPython } from "./support.ts";

const python = findPython();
if (python === undefined)
  console.warn("No Python 3.10 or later on the PATH: test/expressions/number-text.test.ts is skipped.");

const special = [
  0,
  -0,
  1,
  -1,
  0.1 + 0.2,
  1 / 3,
  2 / 3,
  1e21,
  1e20,
  123456789012345680,
  1e-6,
  1e-7,
  1.5e-7,
  2 ** 53,
  2 ** 53 + 2,
  5e-324,
  4e-320,
  1e15,
  999999999999999.9,
  0.1234567890123455,
];

/** Numbers of all sizes: any bits, few decimals, ties at the fifteenth digit. */
function numbers(count: number): number[] {
  const { int, pick } = randomFrom(7);
  const bits = new DataView(new ArrayBuffer(8));
  return Array.from({ length: count }, () => {
    const sign = pick([1, -1]);
    switch (int(4)) {
      case 0:
        return (sign * int(2 ** 31)) / 10 ** int(9);
      case 1:
        return sign * (int(2 ** 30) * 2 ** 23 + int(2 ** 23)) * pick([1, 2, 5, 10, 0.5]);
      case 2:
        return (sign * (2 * int(2 ** 30) + 1)) / 2 ** int(40);
      default:
        bits.setUint32(0, int(2 ** 32));
        bits.setUint32(4, int(2 ** 32));
        return bits.getFloat64(0);
    }
  }).filter((number) => Number.isFinite(number) && Math.abs(number) < 1.7e308);
}

describe.skipIf(python === undefined)("number_text", () => {
  it("prints 15,000 numbers as $string does", { timeout: 60_000 }, async () => {
    const all = [...special, ...numbers(15_000)];
    const wanted = await runJsonata("$map($xs, function($x){$string($x)})", { xs: all });
    const [given] = runPython(python!, [{ code: "[number_text(x) for x in xs]", variables: { xs: all } }]);
    const [left, right] = [wanted, given!].map((outcome) =>
      "ok" in outcome ? (outcome.ok as string[]) : [outcome.error],
    );
    expect(right!.length).toBe(all.length);
    const different = all.filter((_, index) => left![index] !== right![index]);
    expect(different.slice(0, 5)).toEqual([]);
  });
});
