/** Whatever two traces say: equal ones are the same, and any single change is told unless an entry covers it. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { SourceMap } from "../../generators/source-map.ts";
import { compare } from "../../runs/diff.ts";
import type { StepTrace, Trace } from "../../runs/trace.ts";
import { attempt, failedWith, ran, type Sketch, sourceMap, trace } from "./fixtures.ts";

// A fixed seed: a failure is one to mend, not one to wonder about.
fc.configureGlobal({ seed: 20261121, numRuns: 60 });

type World = { map: SourceMap; left: Trace };

const siblings = ["LEDGER-SIBLINGS"];
const body = (prefix: string, ledger: string[]): Record<string, Sketch> => ({
  [`${prefix}_first`]: { ledger },
  [`${prefix}_second`]: { ledger },
});

/** A pipeline of steps, parallels and maps, and a run of it that ends well. */
const world = (ledger: string[]): fc.Arbitrary<World> =>
  fc
    .array(
      fc.record({
        kind: fc.constantFrom("lambda", "parallel", "map"),
        items: fc.nat(3),
        tries: fc.integer({ min: 1, max: 3 }),
        value: fc.jsonValue(),
      }),
      { minLength: 2, maxLength: 5 },
    )
    .map((shapes) => {
      const sketch: Record<string, Sketch> = {};
      const steps: StepTrace[] = [];
      shapes.forEach(({ kind, items, tries, value }, at) => {
        const id = `s${at}`;
        const start = at * 100;
        const json = JSON.parse(JSON.stringify(value ?? null));
        const many = Array.from({ length: tries }, (_, n) =>
          attempt(start + n * 2, start + n * 2 + 1, n < tries - 1 ? "Flaky" : undefined),
        );
        if (kind === "parallel")
          sketch[id] = { parallel: { x: body(`${id}x`, ledger), y: body(`${id}y`, ledger) }, ledger };
        else if (kind === "map") sketch[id] = { map: body(id, ledger), ledger };
        else sketch[id] = {};
        steps.push(ran({ step: id, value: json, attempts: kind === "lambda" ? many : [attempt(start, start + 50)] }));
        const inner =
          kind === "parallel"
            ? ([
                [`${id}x`, []],
                [`${id}y`, []],
              ] as const)
            : kind === "map"
              ? Array.from({ length: items }, (_, n) => [id, [n]] as const)
              : [];
        for (const [prefix, indexes] of inner) {
          steps.push(
            ran({ step: `${prefix}_first`, indexes, at: start + 1, value: json }),
            ran({ step: `${prefix}_second`, indexes, at: start + 2, value: [json] }),
          );
        }
      });
      return {
        map: sourceMap(sketch, { outputVaries: [] }),
        left: trace("stepFunctions", steps, { output: { done: true } }),
      };
    });

const asRight = (left: Trace): Trace => ({ ...left, engine: "airflow" });
const edit = (run: Trace, at: number, change: (step: StepTrace) => StepTrace | undefined): Trace => ({
  ...asRight(run),
  steps: run.steps.flatMap((step, index) => (index === at ? (change(step) ?? []) : step)),
});

const mutations: Record<string, (step: StepTrace) => StepTrace | undefined> = {
  status: (step) => ({ ...step, status: "failed", error: { name: "Boom", cause: "" } }),
  "attempt count": (step) => ({ ...step, attempts: [...step.attempts, ...step.attempts.slice(-1)] }),
  "attempt outcome": (step) => ({
    ...step,
    attempts: step.attempts.map((one, n) => (n === 0 ? { ...one, outcome: "aborted" } : one)),
  }),
  value: (step) => ({ ...step, value: { changed: step.value ?? null } }),
  "value lost": ({ value: _, ...step }) => step,
  "step or item dropped": () => undefined,
};

test("a run compared with itself is the same", () => {
  fc.assert(
    fc.property(world([]), ({ map, left }) => {
      const comparison = compare({ map, left, right: asRight(left) });
      expect([comparison.verdict, comparison.invalid]).toEqual(["same", []]);
    }),
  );
});

test.each(Object.entries(mutations))("a change of one step is unexplained: %s", (_, change) => {
  // The entry stands on the steps, but nothing failed: it must not excuse anything.
  fc.assert(
    fc.property(world(siblings), fc.nat(), ({ map, left }, seed) => {
      const at = seed % left.steps.length;
      expect(compare({ map, left, right: edit(left, at, change) }).verdict).toBe("unexplained");
      expect(
        compare({ map, left: { ...edit(left, at, change), engine: "stepFunctions" }, right: asRight(left) }).verdict,
      ).toBe("unexplained");
    }),
  );
});

test("a swap of two steps of one block is unexplained", () => {
  fc.assert(
    fc.property(world(siblings), ({ map, left }) => {
      const roots = left.steps.filter(({ step }) => /^s\d$/.test(step));
      const [a, b] = [roots[0]!, roots[1]!];
      const swapped = left.steps.map((step) =>
        step === a
          ? { ...a, attempts: b.attempts.slice(0, a.attempts.length) }
          : step === b
            ? { ...b, attempts: a.attempts }
            : step,
      );
      const right = { ...asRight(left), steps: swapped };
      expect(compare({ map, left, right }).verdict).toBe("unexplained");
    }),
  );
});

test.each<[string, Partial<Trace>]>([
  ["status", failedWith("Boom")],
  ["error", { error: { name: "Boom", cause: "" } }],
  ["output", { output: { done: false } }],
])("a change of the run's %s is unexplained", (_, change) => {
  fc.assert(
    fc.property(world(siblings), ({ map, left }) => {
      expect(compare({ map, left, right: { ...asRight(left), ...change } }).verdict).toBe("unexplained");
    }),
  );
});

test("when a sibling failed, whatever Airflow did with what Step Functions stopped is explained, and only that", () => {
  const sketch: Record<string, Sketch> = {
    p: { parallel: { x: { a: { ledger: siblings } }, y: { b: { ledger: siblings }, c: { ledger: siblings } } } },
  };
  const free = sourceMap(sketch);
  const fixed = [
    ran({ step: "p", status: "failed", error: "Boom" }),
    ran({ step: "a", status: "failed", error: "Boom" }),
  ];
  const anything = fc.record({
    status: fc.constantFrom("succeeded" as const, "failed" as const, "notRun" as const),
    value: fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value ?? null))),
  });
  fc.assert(
    fc.property(anything, anything, fc.constantFrom("aborted" as const, "notRun" as const), (b, c, stopped) => {
      const left = trace(
        "stepFunctions",
        [...fixed, ran({ step: "b", status: stopped }), ran({ step: "c", status: "notRun" })],
        failedWith("Boom"),
      );
      const right = trace(
        "airflow",
        [...fixed, ran({ step: "b", ...b }), ran({ step: "c", at: 5, ...c })],
        failedWith("Boom"),
      );
      expect(compare({ map: free, left, right }).verdict).not.toBe("unexplained");
      const otherError = { ...right, ...failedWith("Bang") };
      expect(compare({ map: free, left, right: otherError }).verdict).toBe("unexplained");
      const without = sourceMap({ p: { parallel: { x: { a: {} }, y: { b: {}, c: {} } } } });
      const same = compare({ map: without, left, right });
      expect(same.verdict).toBe(
        same.steps.every(({ differences }) => differences.length === 0) ? "same" : "unexplained",
      );
    }),
  );
});
