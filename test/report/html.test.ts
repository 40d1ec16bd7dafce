import { createHash } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { layoutGraph } from "../../report/graph.ts";
import { htmlReport } from "../../report/html.ts";
import { jsonHtml, markKey } from "../../report/json-html.ts";
import type { Report } from "../../report/report.ts";
import { timelineOf } from "../../report/timeline.ts";
import { compare } from "../../runs/diff.ts";
import { ran, type Sketch, sourceMap, trace } from "../runs/fixtures.ts";
import { failedItem, invalid, transient } from "./examples.ts";

const reports: Record<string, Report> = {
  transient: transient(),
  failed: failedItem(),
  bug: failedItem({ bug: true }),
  invalid: invalid(),
};
const pages = new Map<string, string>();

beforeAll(async () => {
  for (const [name, report] of Object.entries(reports)) pages.set(name, await htmlReport(report));
});
const page = (name: string): string => pages.get(name) ?? "";

/** A run full of what must not become markup, a link or a command. */
function hostile(): Report {
  const evil = '</script><script>alert(1)</script><img src=x onerror="alert(2)">\u2028';
  const one = transient();
  const map = { ...one.map, steps: one.map.steps.map((step) => ({ ...step, title: evil })) };
  const steps = [ran({ step: "clean_orders", status: "failed", error: evil, value: { [evil]: evil } })];
  const left = {
    ...one.left,
    steps,
    runId: evil,
    link: "javascript:alert(3)",
    error: { name: evil, cause: evil },
    input: evil,
    output: evil,
  };
  const right = { ...left, engine: "airflow" as const, output: { [evil]: evil }, engineFault: evil };
  return {
    ...one,
    pipeline: evil,
    scenario: evil,
    description: evil,
    map,
    left,
    right,
    comparison: compare({ map, left, right, expect: { error: evil, output: { [evil]: 1 } } }),
  };
}

describe("the page", () => {
  test.each(Object.keys(reports))(
    "%s: needs nothing else, runs nothing, and its policy allows exactly its style",
    (name) => {
      const html = page(name);
      const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? "";
      const hash = createHash("sha256").update(style).digest("base64");
      expect(html).toContain(
        `content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
      );
      expect(html.match(/<script[^>]*>/g)).toEqual(['<script type="application/json" id="data">']);
      expect(html).not.toMatch(/ style=| on[a-z]+=|<link|@import|url\((?!#)|src=/);
      expect(html.length).toBeLessThan(120_000);
    },
  );

  test.each(Object.keys(reports))("%s: every id once, every anchor leads somewhere", (name) => {
    const html = page(name).replace(/<script type="application\/json"[\s\S]*<\/script>/, "");
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids.length).toBe(new Set(ids).size);
    for (const [, anchor] of html.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(anchor);
  });

  test("the data block is the JSON document, whole", () => {
    const [, data = ""] = /id="data">([\s\S]*?)<\/script>/.exec(page("bug")) ?? [];
    expect(JSON.parse(data)).toMatchObject({ version: 1, scenario: "bug", verdict: "unexplained", exitCode: 4 });
  });

  test("shows the verdict, both values marked, the excused fields with their reason, and what was expected", () => {
    const html = page("bug");
    expect(html).toContain("Different and unexplained: 1 step differs. This is a bug.");
    expect(html).toContain(
      '<mark class="unexplained"><span class="unseen">different: </span>&quot;cleaned &quot;</mark>',
    );
    expect(html).toContain('<mark class="varied">');
    expect(html).toMatch(
      /id="LEDGER-SIBLINGS"[\s\S]*Step Functions stops the others at once[\s\S]*summarize_dataset\[2\]/,
    );
    expect(html).toContain("emit_execution_summary was tried 0 times, not once");
    expect(html).toContain("Unverified: MWAA Serverless (Tokyo)");
    expect(page("invalid")).toContain("a killed worker?");
  });

  test("nothing of a run's data becomes markup, and only web addresses become links", async () => {
    const html = await htmlReport(hostile());
    expect(html).not.toMatch(/<script>|<img|href="javascript/);
    expect(html.match(/<\/script>/g)).toHaveLength(1);
    const [, data = ""] = /id="data">([\s\S]*?)<\/script>/.exec(html) ?? [];
    expect(JSON.parse(data).scenario).toContain("</script><script>alert(1)");
  });

  test("the same report gives the same bytes", async () => {
    expect(await htmlReport(failedItem())).toBe(page("failed"));
  });

  test("a thousand items do not make a page that no browser opens", async () => {
    const map = sourceMap({ each: { map: { one: { ledger: ["LEDGER-SIBLINGS"] } } } });
    const items = (shift: number) =>
      Array.from({ length: 1000 }, (_, n) =>
        ran({ step: "one", indexes: [n], at: n, value: { n: n === 700 ? n + shift : n } }),
      );
    const left = trace("stepFunctions", [ran({ step: "each" }), ...items(0)]);
    const right = trace("airflow", [ran({ step: "each" }), ...items(1)]);
    const report = { ...transient(), map, left, right, comparison: compare({ map, left, right }) };
    const html = (await htmlReport(report)).replace(/<script type="application\/json"[\s\S]*<\/script>/, "");
    expect(html.length).toBeLessThan(500_000);
    expect(html).toContain("one[700]");
    expect(html).toContain("976 more that did the same");
  });
});

describe("values", () => {
  const plain = (html: string): string => html.replace(/<[^>]+>/g, "").replaceAll("&quot;", '"');

  test("short ones on a line, long ones indented, missing places where they would stand", () => {
    expect(plain(jsonHtml({ a: [1, null], b: {} }, new Map()))).toBe('{ "a": [1, null], "b": {} }');
    const long = { text: "x".repeat(60), list: [] };
    expect(plain(jsonHtml(long, new Map()))).toBe(`{\n  "text": "${"x".repeat(60)}",\n  "list": []\n}`);
    const missing = new Map([
      [markKey(["gone"]), "unexplained" as const],
      [markKey(["list", 1]), "explained" as const],
    ]);
    expect(plain(jsonHtml({ list: [1] }, missing))).toBe(
      '{\n  "list": [\n    1,\n    different, explained: (nothing)\n  ],\n  "gone": different: (nothing)\n}',
    );
    expect(plain(jsonHtml(undefined, new Map()))).toBe("(nothing)");
  });

  test("a huge one is cut", () => {
    const lines = jsonHtml(
      Array.from({ length: 5000 }, (_, n) => ({ n })),
      new Map(),
    ).split("\n");
    expect(lines.length).toBeLessThan(310);
    expect(lines.join("")).toContain("cut here");
  });
});

describe("graph", () => {
  const one: Sketch = {};
  const inner: Record<string, Sketch> = {
    a: one,
    p: {
      parallel: {
        x: { b: one, c: { map: { d: { catch: [{ e: one }, { f: { kind: "fail" } }] } } } },
        y: { g: { choice: [{ h: one }, { i: { kind: "succeed" } }] } },
      },
      catch: [{ j: one }],
    },
    k: one,
  };

  test("no box overlaps another, boxes lie in their frames, all within the picture", () => {
    const { boxes, frames, edges, width, height } = layoutGraph(sourceMap(inner));
    expect(boxes.map(({ step }) => step.step).sort()).toEqual("abcdefghijkp".split(""));
    const overlap = (a: (typeof boxes)[0], b: (typeof boxes)[0]) =>
      a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
    for (const [at, a] of boxes.entries())
      for (const b of boxes.slice(at + 1))
        expect([a.step.step, b.step.step, overlap(a, b)]).toEqual([a.step.step, b.step.step, false]);
    for (const { x, y, width: w, height: h } of [...boxes, ...frames]) {
      expect([x >= 0, y >= 0, x + w <= width, y + h <= height]).toEqual([true, true, true, true]);
    }
    for (const [x, y] of edges.flatMap(({ points }) => points))
      expect([x >= 0, x <= width, y >= 0, y <= height]).toEqual([true, true, true, true]);
    expect(frames.map(({ label }) => label)).toEqual(
      expect.arrayContaining(["x", "y", "for each item", "when 1", "when 2", "caught"]),
    );
  });

  test("a step after a choice whose ways all end is reached past them", () => {
    const gate = { choice: [{ stop: { kind: "succeed" } }] };
    const { boxes, edges, end } = layoutGraph(sourceMap({ gate, next: one }));
    const next = boxes.find(({ step }) => step.step === "next")!;
    const into = edges.filter(({ points, arrow }) => arrow && points.at(-1)?.[1] === next.y);
    expect(into).toHaveLength(1);
    expect(edges.filter(({ points }) => points.at(-1)?.join() === into[0]?.points[0]?.join())).toHaveLength(1);
    expect(end?.y).toBeGreaterThan(next.y + next.height);
    expect(layoutGraph(sourceMap({ gate })).end).toBeUndefined();
  });

  test("a box for each of 1,000 steps, quickly", () => {
    const many = sourceMap(Object.fromEntries(Array.from({ length: 1000 }, (_, n) => [`s${n}`, one])));
    const before = performance.now();
    expect(layoutGraph(many).boxes.length).toBe(1000);
    expect(performance.now() - before).toBeLessThan(500);
  });
});

test("the time scale holds both runs, with round figures", () => {
  const { comparison, left, right } = transient();
  const { rows, ticks } = timelineOf(comparison.steps, left, right);
  expect(rows.map(({ step }) => step)).toEqual(["clean_orders", "summarize_report", "notify_success"]);
  for (const { x, width } of rows.flatMap(({ bars }) => bars))
    expect([x >= 0, x + width <= 100.01]).toEqual([true, true]);
  expect(ticks.map(({ text }) => text)).toEqual(["0", "5 s", "10 s"]);
  expect(rows[1]?.label).toBe("summarize_report: Step Functions 6.1 s, Airflow 7.1 s");
});
