import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { endsWithUs } from "../../lab/ends-with-us.ts";

test("a child ends when its parent exits", async () => {
  const file = path.join(import.meta.dirname, "..", "..", "lab", "ends-with-us.ts");
  const script = `
    import { spawn } from "node:child_process";
    const { endsWithUs } = await import(${JSON.stringify(file)});
    const child = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60_000)"]);
    endsWithUs(child);
    console.log(child.pid);
    setTimeout(() => process.exit(130), 100);`;
  const parent = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    cwd: path.dirname(path.dirname(file)),
  });
  const [pid] = (await once(parent.stdout, "data")).map(Number);
  await once(parent, "close");
  let alive = true;
  for (let round = 0; alive && round < 100; round++) {
    await sleep(20);
    try {
      process.kill(pid!, 0);
    } catch {
      alive = false;
    }
  }
  expect(alive).toBe(false);
});

test("a child that has ended is forgotten", async () => {
  const before = process.listenerCount("exit");
  const child = spawn(process.execPath, ["-e", ""]);
  endsWithUs(child);
  expect(process.listenerCount("exit")).toBe(before + 1);
  await once(child, "close");
  expect(process.listenerCount("exit")).toBe(before);
});
