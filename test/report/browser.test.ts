/** The report in a real browser. */
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { htmlReport } from "../../report/html.ts";
import { failedItem, transient } from "./examples.ts";

const chromium = "/usr/bin/chromium";

describe.skipIf(!existsSync(chromium))("in a browser (skipped without Debian's chromium)", () => {
  let browser: import("playwright-core").Browser;
  beforeAll(async () => {
    const { chromium: engine } = await import("playwright-core");
    const args = [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ];
    browser = await engine.launch({ executablePath: chromium, args });
  }, 30_000);
  afterAll(() => browser?.close());

  test.each([
    ["with a difference", failedItem({ bug: true }), 400, "light"],
    ["explained", failedItem(), 1200, "dark"],
  ] as const)(
    "$0, $2 wide, $3: axe finds nothing, nothing sticks out, the policy is kept",
    async (_, report, width, colorScheme) => {
      const tab = await browser.newPage({ viewport: { width, height: 900 }, colorScheme, reducedMotion: "reduce" });
      const complaints: string[] = [];
      tab.on("console", (message) => complaints.push(message.text()));
      tab.on("request", (request) => complaints.push(request.url()));
      await tab.setContent(await htmlReport(report));
      await tab.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true; })');
      await tab.evaluate(await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
      const violations = await tab.evaluate(
        'axe.run(document, {resultTypes: ["violations"]}).then((r) => r.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.html).join(" | ").slice(0, 300)))',
      );
      expect(violations).toEqual([]);
      expect(await tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")).toBe(0);
      expect(complaints).toEqual([]);
      await tab.close();
    },
    30_000,
  );

  test("a link in the graph leads to the step, and opens it", async () => {
    const tab = await browser.newPage();
    const folder = await mkdtemp(join(tmpdir(), "report-"));
    await writeFile(join(folder, "page.html"), await htmlReport(transient()));
    await tab.goto(pathToFileURL(join(folder, "page.html")).href);
    const isOpen = () => tab.evaluate('document.getElementById("step-clean_orders").parentElement.open');
    expect(await isOpen()).toBe(false);
    await tab.locator("a.box", { hasText: "clean_orders" }).click();
    await expect.poll(isOpen).toBe(true);
    await rm(folder, { recursive: true });
    await tab.close();
  }, 30_000);
});
