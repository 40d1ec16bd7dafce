/** The warm process for dag.test(), on real Airflow. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type DagTester, startDagTester } from "../../lab/dag-test.ts";

let tester: DagTester;
let folder: string;

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "parallax-dag-"));
  tester = await startDagTester();
});

afterAll(async () => {
  await tester?.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

function write(name: string, text: string): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, text);
  return file;
}

const mapped = `import pendulum
from airflow.sdk import Param, dag, task

@dag(schedule=None, start_date=pendulum.datetime(2026, 1, 1), catchup=False, params={"n": Param(2, type="integer")})
def mapped():
    @task
    def items(params):
        return list(range(params["n"]))

    @task
    def double(item):
        print("not an answer")
        return {"value": item * 2}

    @task(retries=1, retry_delay=0.1)
    def flaky(ti, results):
        if ti.try_number == 1:
            raise RuntimeError("again")
        return [one["value"] for one in results]

    flaky(results=double.expand(item=items()))

mapped()
`;

it("runs a DAG and tells its task instances and values, again and again", async () => {
  const file = write("mapped.py", mapped);
  const run = await tester.run({ file, conf: { n: 3 }, runId: "first" });
  expect(run).toMatchObject({ dag_id: "mapped", run_id: "first", state: "success" });
  expect(run.tasks.map(({ task_id, map_index, state, try_number }) => [task_id, map_index, state, try_number])).toEqual(
    [
      ["items", -1, "success", 1],
      ["double", 0, "success", 1],
      ["double", 1, "success", 1],
      ["double", 2, "success", 1],
      ["flaky", -1, "success", 2],
    ],
  );
  const value = run.xcoms.find(({ task_id, key }) => task_id === "flaky" && key === "return_value")?.value;
  expect(value).toEqual([0, 2, 4]);

  const started = Date.now();
  // The first run's conf does not stay: without one the default holds.
  const second = await tester.run({ file });
  expect(second.tasks.filter((one) => one.task_id === "double")).toHaveLength(2);
  expect(second.run_id).not.toBe("first");
  console.log(`a warm run of five tasks took ${Date.now() - started} ms`);
});

it("sees a changed file", async () => {
  const file = write("mapped.py", mapped.replace("item * 2", "item * 5"));
  const run = await tester.run({ file, conf: { n: 2 } });
  expect(run.xcoms.find(({ task_id, key }) => task_id === "flaky" && key === "return_value")?.value).toEqual([0, 5]);
});

it("tells a failed run, and an import error", async () => {
  const failing = mapped.replaceAll("mapped", "failing").replace("if ti.try_number == 1:", "if True:");
  expect((await tester.run({ file: write("failing.py", failing) })).state).toBe("failed");
  await expect(tester.run({ file: write("broken.py", "from airflow.sdk import dag, nonsense\n") })).rejects.toThrow(
    /ImportError/,
  );
});
