/** The lab on the real engines. */
import { execFile } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import {
  CreateFunctionCommand,
  InvokeCommand,
  UpdateFunctionCodeCommand,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import { GetEnvironmentCommand } from "@aws-sdk/client-mwaa";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { CreateStateMachineCommand, DescribeExecutionCommand, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { invokeRestApi } from "../../engines/airflow/invoke-rest-api.ts";
import { type Clients, clientsFor } from "../../engines/clients.ts";
import { zipOf } from "../../engines/step-functions/zip.ts";
import { engineEnvironment } from "../../lab/child-environment.ts";
import { ensureLab, type Lab, labDown, labLogs, labStatus } from "../../lab/lab.ts";
import { pythonPackages } from "../../lab/paths.ts";
import { account, mwaaEnvironment } from "../../lab/settings.ts";
import { labProcesses, listeners, until, useLabHome } from "./lab-home.ts";

let home: Awaited<ReturnType<typeof useLabHome>>;
let lab: Lab;
let clients: Clients;

beforeAll(async () => {
  home = await useLabHome("3.2.1");
  lab = await ensureLab();
  clients = clientsFor(lab.target);
});

afterAll(async () => {
  clients?.close();
  await lab?.release();
  await labDown({ force: true });
  home?.remove();
});

const role = `arn:aws:iam::${account}:role/test`;

async function makeFunction(name: string, source: string, timeout = 5): Promise<void> {
  const lambda = await clients.lambda();
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Runtime: "python3.13",
      Handler: "code.handler",
      Role: role,
      Timeout: timeout,
      Code: { ZipFile: zipOf("code.py", source) },
    }),
  );
}

async function call(name: string, payload: unknown = {}): Promise<{ fault?: string | undefined; value: unknown }> {
  const lambda = await clients.lambda();
  const answer = await lambda.send(new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(payload) }));
  return { fault: answer.FunctionError, value: JSON.parse(Buffer.from(answer.Payload!).toString("utf8")) };
}

async function runMachine(name: string, definition: object, input: unknown) {
  const sfn = await clients.sfn();
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({ name, definition: JSON.stringify(definition), roleArn: role }),
  );
  const { executionArn } = await sfn.send(
    new StartExecutionCommand({ stateMachineArn, name: `${name}-1`, input: JSON.stringify(input) }),
  );
  return until(20, async () => {
    const run = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    return run.status === "RUNNING" ? undefined : run;
  });
}

describe("the running lab", () => {
  it("listens on the loopback interface only", () => {
    const addresses = listeners(labProcesses(home.folder));
    // The emulator, Airflow's pages, the MWAA API.
    expect(addresses.length).toBeGreaterThanOrEqual(3);
    expect(addresses.filter((address) => !address.startsWith("0100007F:"))).toEqual([]);
  });

  it("is joined, not started again, by a second command, which does not stop it for the first", async () => {
    const other = await ensureLab();
    expect(other.warm).toBe(true);
    expect(other.target).toEqual(lab.target);
    expect(labStatus().users).toEqual([process.pid, process.pid]);
    await other.release();
    await sleep(500);
    expect(labStatus()).toMatchObject({ phase: "ready", users: [process.pid] });
    expect(lab.engineHealth()).toBeUndefined();
  });

  it("shows the end of its logs", () => {
    expect(labLogs({ name: "emulator", lines: 500 })[0]!.text).toContain("Ready.");
  });
});

describe("the emulator's patches", () => {
  const install = async (before: string) => {
    const script = `${before}\nfrom parallax_lab.patches import install_patches\ninstall_patches()\nprint("installed")`;
    const env = engineEnvironment({ PYTHONPATH: pythonPackages, TMPDIR: home.folder });
    const run = promisify(execFile)(home.plan.emulatorPython, ["-c", script], { env });
    return run.then(
      ({ stdout }) => stdout,
      (error) => String(error.stderr),
    );
  };

  it("are all installed, or none", async () => {
    expect(await install("")).toContain("installed");
    const otherVersion = "import importlib.metadata as m; m.version = lambda name: '9.9.9'";
    expect(await install(otherVersion)).toMatch(/EmulatorMismatch: localemu 9\.9\.9 is installed; .* localemu 1\.3\.2/);
    const withoutSymbol = "import localemu.services.events.target as t; del t.StatesTargetSender.send_event";
    expect(await install(withoutSymbol)).toMatch(
      /EmulatorMismatch: localemu\.services\.events\.target\.StatesTargetSender\.send_event is not there; .* localemu 1\.3\.2/,
    );
  });
});

describe("Lambda in the lab", () => {
  it("has AWS's error shapes", async () => {
    const source = [
      "class Boom(Exception): pass",
      "def handler(event, context):",
      "    if event.get('exit'): import os; os._exit(3)",
      "    if event.get('slow'): import time; time.sleep(5)",
      "    if event.get('big'): return 'x' * 7_000_000",
      "    if event.get('boom'): raise Boom('requested')",
      "    return {'value': event['value'] * 2}",
    ].join("\n");
    await makeFunction("shapes", source, 1);
    expect(await call("shapes", { value: 21 })).toEqual({ value: { value: 42 } });
    expect(await call("shapes", { boom: true })).toEqual({
      fault: "Unhandled",
      value: {
        errorType: "Boom",
        errorMessage: "requested",
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        stackTrace: [expect.stringMatching(/^ {2}File "\/var\/task\/code\.py", line 6, in handler/)],
      },
    });
    expect((await call("shapes", { exit: true })).value).toMatchObject({ errorType: "Runtime.ExitError" });
    expect((await call("shapes", { big: true })).value).toMatchObject({ errorType: "Function.ResponseSizeTooLarge" });
    expect((await call("shapes", { slow: true })).value).toMatchObject({
      errorType: "Sandbox.Timedout",
      errorMessage: expect.stringMatching(/Task timed out after 1\.00 seconds$/),
    });
    // A process that ended or was killed is replaced.
    expect(await call("shapes", { value: 1 })).toEqual({ value: { value: 2 } });
  });

  it.each([
    ["import-error", "import nonsense", "Runtime.ImportModuleError"],
    ["no-handler", "x = 1", "Runtime.HandlerNotFound"],
    ["syntax-error", "def (:", "Runtime.UserCodeSyntaxError"],
  ])("tells a function that cannot be loaded: %s", async (name, source, errorType) => {
    await makeFunction(name, source);
    expect((await call(name)).value).toMatchObject({ errorType });
  });

  it("runs the new code after an update, also in a warm process", async () => {
    await makeFunction("changing", "def handler(event, context): return 'old'");
    expect((await call("changing")).value).toBe("old");
    const lambda = await clients.lambda();
    const ZipFile = zipOf("code.py", "def handler(event, context): return 'new'");
    await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: "changing", ZipFile }));
    // Lambda: until the update is through, the old code answers.
    await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 20, minDelay: 1 }, { FunctionName: "changing" });
    expect((await call("changing")).value).toBe("new");
  });
});

describe("Step Functions in the lab", () => {
  it("evaluates JSONata over values, whatever they hold", async () => {
    const definition = {
      QueryLanguage: "JSONata",
      StartAt: "Remember",
      States: {
        Remember: {
          Type: "Pass",
          Assign: { total: "{% $sum($states.input.numbers) %}", text: "{% $states.input.text %}", nothing: null },
          Next: "Choose",
        },
        Choose: { Type: "Choice", Choices: [{ Condition: "{% $total > 5 %}", Next: "Say" }] },
        Say: {
          Type: "Pass",
          Output: {
            total: "{% $total %}",
            text: "{% $text & '!' %}",
            nothing: "{% $nothing %}",
            hash: "{% $hash('a', 'MD5') %}",
          },
          End: true,
        },
      },
    };
    const text = 'quotes " and \\ and é and {% %}';
    const good = await runMachine("jsonata", definition, { numbers: [1, 2, 3.5], text });
    expect(good.status).toBe("SUCCEEDED");
    const hash = "0cc175b9c0f1b6a831c399e269772661";
    expect(JSON.parse(good.output!)).toEqual({ total: 6.5, text: `${text}!`, nothing: null, hash });
    const unmatched = await runMachine("unmatched", definition, { numbers: [1], text: "" });
    expect(unmatched).toMatchObject({ status: "FAILED", error: "States.NoChoiceMatched" });
  });

  it("fails with States.QueryEvaluationError when an expression has no value", async () => {
    const States = { Say: { Type: "Pass", Output: "{% $states.input.missing %}", End: true } };
    const run = await runMachine("undefined", { QueryLanguage: "JSONata", StartAt: "Say", States }, {});
    expect(run).toMatchObject({ status: "FAILED", error: "States.QueryEvaluationError" });
  });

  it("sees in Output the variables as they were before Assign", async () => {
    const States = {
      Set: { Type: "Pass", Assign: { x: 1 }, Next: "Both" },
      Both: { Type: "Pass", Assign: { x: "{% $x + 1 %}" }, Output: "{% $x %}", Next: "End" },
      End: { Type: "Pass", Output: { before: "{% $states.input %}", after: "{% $x %}" }, End: true },
    };
    const run = await runMachine("assign", { QueryLanguage: "JSONata", StartAt: "Set", States }, {});
    expect(JSON.parse(run.output!)).toEqual({ before: 1, after: 2 });
  });
});

const dag = `"""A DAG of the lab's own tests."""
import pendulum
from airflow.sdk import dag, task

@dag(schedule=None, start_date=pendulum.datetime(2026, 1, 1), catchup=False)
def lab_test():
    @task
    def keys():
        import boto3
        from airflow.providers.amazon.aws.hooks.s3 import S3Hook
        boto3.client("s3").head_bucket(Bucket="parallax-mwaa")
        return S3Hook().list_keys("parallax-mwaa", prefix="dags/lab_")

    keys()

lab_test()
`;

describe("Airflow in the lab", () => {
  it("is described, fed and asked as an MWAA environment", async () => {
    const mwaa = await clients.mwaa();
    const { Environment } = await mwaa.send(new GetEnvironmentCommand({ Name: mwaaEnvironment }));
    expect(Environment).toMatchObject({ Status: "AVAILABLE", AirflowVersion: "3.2.1", DagS3Path: "dags" });
    const Bucket = Environment!.SourceBucketArn!.split(":::")[1]!;
    const s3 = await clients.s3();
    await s3.send(new PutObjectCommand({ Bucket, Key: "dags/lab_test.py", Body: dag }));

    const get = (Path: string) => invokeRestApi(mwaa, { Name: mwaaEnvironment, Method: "GET", Path });
    const refused = (error: Error) => {
      expect(error.name).toBe("RestApiClientException");
      return undefined;
    };
    const uploaded = Date.now();
    await until(20, () => get("/dags/lab_test").catch(refused));
    console.log(`the DAG was listed after ${Date.now() - uploaded} ms`);

    const start = { logical_date: null, dag_run_id: "r1", conf: {} };
    const post = () =>
      invokeRestApi(mwaa, { Name: mwaaEnvironment, Method: "POST", Path: "/dags/lab_test/dagRuns", Body: start });
    await post();
    const repeated = await post().catch((error) => error);
    expect(repeated).toMatchObject({ name: "RestApiClientException", RestApiStatusCode: 409 });
    const state = await until(60, async () => {
      const run = (await get("/dags/lab_test/dagRuns/r1")).RestApiResponse as { state: string };
      return ["success", "failed"].includes(run.state) ? run.state : undefined;
    });
    expect(state).toBe("success");
    const Authorization = `Bearer ${((await (await fetch(`${lab.target.airflowUrl}/auth/token`)).json()) as { access_token: string }).access_token}`;
    const entry = "/api/v2/dags/lab_test/dagRuns/r1/taskInstances/keys/xcomEntries/return_value";
    const response = await fetch(`${lab.target.airflowUrl}${entry}`, { headers: { Authorization } });
    expect(((await response.json()) as { value: unknown }).value).toEqual(["dags/lab_test.py"]);
  });
});
