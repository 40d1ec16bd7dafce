/** How a lab lives and ends: engines that die, clients that die, labs that are kept warm. On the real engines. */
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clientsFor } from "../../engines/clients.ts";
import { ensureLab, type Lab, labDown, labStatus, labUp } from "../../lab/lab.ts";
import { dagsFolder, mwaaBucket } from "../../lab/settings.ts";
import { labProcesses, until, useLabHome } from "./lab-home.ts";

let home: Awaited<ReturnType<typeof useLabHome>>;
let lab: Lab;

beforeAll(async () => {
  home = await useLabHome("3.2.1");
  lab = await ensureLab();
});

afterAll(async () => {
  await lab?.release();
  await labDown({ force: true });
  home?.remove();
});

const dag = `import pendulum
from airflow.sdk import dag, task

@dag(schedule=None, start_date=pendulum.datetime(2026, 1, 1), catchup=False)
def survivor():
    @task
    def answer():
        return 42

    answer()

survivor()
`;

describe("an engine that dies", () => {
  it.each([
    ["scheduler", "Airflow's scheduler", "scheduler.log"],
    ["emulator", "the emulator", "emulator.log"],
    ["airflow", "Airflow", "airflow-host.log"],
  ])("is noticed, told and started again: %s", async (key, name, log) => {
    const before = labStatus().engines.find((engine) => engine.name === key)!;
    process.kill(before.pid, "SIGKILL");
    const told = new RegExp(`${name} died \\(SIGKILL\\), see [^;]*${log}; it was started again`);
    await until(10, () => lab.engineHealth()?.match(told) ?? undefined);
    expect(labStatus().incidents.at(-1)).toMatchObject({ engine: name, how: "SIGKILL", restarted: true });
    await until(60, () => (labStatus().phase === "ready" ? true : undefined));
    const after = labStatus();
    expect(after.engines.filter((engine) => !engine.alive)).toEqual([]);
    expect(after.engines.find((engine) => engine.name === key)).toMatchObject({ restarts: 1 });
    expect(after.target).toEqual(lab.target);
  });

  it("works again afterwards: a DAG is parsed and runs", async () => {
    expect(labStatus().incidents).toHaveLength(3);
    const clients = clientsFor(lab.target);
    const s3 = await clients.s3();
    await s3.send(new PutObjectCommand({ Bucket: mwaaBucket, Key: `${dagsFolder}/survivor.py`, Body: dag }));
    clients.close();
    const { airflowUrl } = lab.target;
    const { access_token } = (await (await fetch(`${airflowUrl}/auth/token`)).json()) as { access_token: string };
    const headers = { authorization: `Bearer ${access_token}`, "content-type": "application/json" };
    const ask = (path: string, init = {}) => fetch(`${airflowUrl}/api/v2/dags/survivor${path}`, { headers, ...init });
    await until(30, async () => ((await ask("")).ok ? true : undefined));
    const body = JSON.stringify({ logical_date: null, dag_run_id: "r1", conf: {} });
    expect((await ask("/dagRuns", { method: "POST", body })).status).toBe(200);
    const state = await until(60, async () => {
      const run = (await (await ask("/dagRuns/r1")).json()) as { state: string };
      return ["success", "failed"].includes(run.state) ? run.state : undefined;
    });
    expect(state).toBe("success");
  });
});

const isSupervisor = (pid: number) => fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("supervisor.ts");

describe("the end", () => {
  it("comes with the last release, and leaves no process", async () => {
    const started = Date.now();
    await lab.release();
    console.log(`the lab stopped in ${Date.now() - started} ms`);
    expect(labStatus()).toMatchObject({ phase: "down", users: [], engines: [] });
    expect(labProcesses(home.folder)).toEqual([]);
  });

  /** Another command that uses the lab until it is killed. */
  function client(then: string) {
    const script = `import { ensureLab } from ${JSON.stringify(path.join(import.meta.dirname, "../../lab/lab.ts"))};
      await ensureLab({ onProgress: (line) => console.log(line) }); console.log("ready"); ${then}`;
    const argv = ["--import", "tsx", "--input-type=module", "--eval", script];
    const child = spawn(process.execPath, argv, { stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    child.stdout.on("data", (chunk) => {
      text += chunk;
    });
    return { child, said: (words: string) => until(120, () => (text.includes(words) ? true : undefined)) };
  }

  it("comes by itself when the only client is killed, while the engines start or later", async () => {
    const early = client("");
    await early.said("starting the engines");
    early.child.kill("SIGKILL");
    await until(20, () => (labProcesses(home.folder).length === 0 ? true : undefined));

    // Two at once share one lab.
    const late = [client("setInterval(() => {}, 1000);"), client("setInterval(() => {}, 1000);")];
    for (const one of late) await one.said("ready\n");
    const pids = late.map((one) => one.child.pid!).sort();
    expect([...labStatus().users].sort()).toEqual(pids);
    expect(labProcesses(home.folder).filter(isSupervisor)).toHaveLength(1);
    late[0]!.child.kill("SIGKILL");
    await sleep(1000);
    expect(labStatus()).toMatchObject({ phase: "ready", users: [late[1]!.child.pid] });
    late[1]!.child.kill("SIGKILL");
    await until(20, () => (labProcesses(home.folder).length === 0 ? true : undefined));
    expect(labStatus().phase).toBe("down");
  });

  it("comes when the supervisor is killed, which a client learns; the next command starts afresh", async () => {
    const first = await ensureLab();
    const [supervisor] = labProcesses(home.folder).filter(isSupervisor);
    process.kill(supervisor!, "SIGKILL");
    await until(10, () => first.engineHealth());
    expect(first.engineHealth()).toBe("the lab ended");
    const second = await ensureLab();
    expect(second.warm).toBe(false);
    expect(second.engineHealth()).toBeUndefined();
    await first.release();
    expect(labStatus().phase).toBe("ready");
    await second.release();
    expect(labProcesses(home.folder)).toEqual([]);
  });

  it("does not come while the lab is kept warm", async () => {
    expect(await labUp()).toMatchObject({ phase: "ready", keptWarm: true, users: [] });
    await sleep(1000);
    const user = await ensureLab();
    expect(user.warm).toBe(true);
    expect(await labDown()).toBe("in use");
    await user.release();
    expect(labStatus()).toMatchObject({ phase: "down", keptWarm: false });
    expect(await labDown()).toBe("not running");
    expect(labProcesses(home.folder)).toEqual([]);
  });
});
