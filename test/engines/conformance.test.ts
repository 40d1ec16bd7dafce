/** What every engine must do, and the deployment to both, on the lab's real engines. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { artifactsOf } from "../../cli/artifacts.ts";
import { restFor } from "../../engines/airflow/rest.ts";
import { type Artifacts, deploy } from "../../engines/deploy.ts";
import type { Change, Engine } from "../../engines/engine.ts";
import { newRunId } from "../../engines/run-id.ts";
import type { Json } from "../../generators/expressions/expression.ts";
import { compileFile, openLab, type TestLab } from "./support.ts";

const folder = "test/engine-clients/specs";
const source = readFileSync("test/engine-clients/functions/echo-or-fail.py", "utf8");

let lab: TestLab;
let slow: Artifacts;
let hurried: Artifacts;

const artifacts = (file: string): Artifacts => artifactsOf(compileFile(file), { root: process.cwd() });

function deployed(options: { artifacts: Artifacts; dryRun?: boolean }): Promise<Change[]> {
  const { clients } = lab.engines;
  return deploy({ target: clients.target, clients, ...options });
}

const actions = (changes: readonly Change[]) => Object.fromEntries(changes.map(({ what, action }) => [what, action]));

beforeAll(async () => {
  lab = await openLab();
  slow = artifacts(`${folder}/slow.yaml`);
  hurried = artifacts(`${folder}/hurried.yaml`);
  await deployed({ artifacts: slow });
  await deployed({ artifacts: hurried });
});

afterAll(() => lab?.close());

describe.each(["stepFunctions", "airflow"] as const)("%s", (name) => {
  const engineOf = (): Engine => lab.engines[name];

  async function run(options: { input: Json; limitSeconds?: number; signal?: AbortSignal }) {
    const { map } = slow;
    const engine = engineOf();
    const started = await engine.start({ map, runId: newRunId(), input: options.input });
    const lines: string[] = [];
    const follow = engine.follow({ map, run: started, ...options, onProgress: (line) => lines.push(line) });
    const problem = await follow.then(
      () => undefined,
      (error: unknown) => error,
    );
    return { problem, lines, trace: () => engine.history({ map, run: started, input: options.input }) };
  }

  it("runs a pipeline to its end and tells of its steps", async () => {
    const { problem, lines, trace } = await run({ input: { seconds: 0 } });
    expect(problem).toBeUndefined();
    expect(lines).toEqual(expect.arrayContaining(["rest started", "rest ended", "call started", "call ended"]));
    expect(new Set(lines).size).toBe(lines.length);
    const { steps, ...told } = await trace();
    expect(told).toMatchObject({ engine: name, status: "succeeded", output: "right", input: { seconds: 0 } });
    expect(steps.map(({ step, status }) => `${step} ${status}`)).toEqual([
      "both succeeded",
      "rest succeeded",
      "right succeeded",
      "call succeeded",
    ]);
    expect(steps.map(({ value }) => value)).toEqual([
      { left: null, right: "right" },
      null,
      "right",
      { attempt: 0, value: "right" },
    ]);
  });

  it("starts one run when the same request comes twice", async () => {
    const { map } = slow;
    const options = { map, runId: newRunId(), input: { seconds: 0 } };
    const first = await engineOf().start(options);
    const second = await engineOf().start(options);
    expect(second.runId).toBe(first.runId);
    await engineOf().follow({ map, run: second });
    expect((await engineOf().history({ map, run: second, input: options.input })).status).toBe("succeeded");
  });

  it("stops the run when it is interrupted", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error("interrupted")), 3_000);
    const { problem, trace } = await run({ input: { seconds: 120 }, signal: controller.signal });
    expect(problem).toMatchObject({ message: "interrupted" });
    const told = await trace();
    expect(told.status).toBe("aborted");
    expect(told.engineFault).toBeUndefined();
    expect(told.steps.find(({ step }) => step === "call")?.status).toBe("notRun");
  });

  it("stops a run that does not end in time", async () => {
    const { problem, trace } = await run({ input: { seconds: 120 }, limitSeconds: 5 });
    expect(problem).toMatchObject({ code: "RUN-TOO-LONG", exitCode: 1 });
    expect((await trace()).status).toBe("aborted");
  });

  it("tells a run that reached its own timeout", async () => {
    const { map } = hurried;
    const started = await engineOf().start({ map, runId: newRunId(), input: { seconds: 60 } });
    await engineOf().follow({ map, run: started, limitSeconds: 50 });
    const trace = await engineOf().history({ map, run: started, input: { seconds: 60 } });
    expect(trace).toMatchObject({ status: "timedOut", error: { name: "States.Timeout" } });
    expect(trace.steps.map(({ step, status }) => `${step} ${status}`)).toEqual([
      "first succeeded",
      "rest aborted",
      "last notRun",
    ]);
  });

  it("says that a pipeline was not uploaded", async () => {
    const map = { ...slow.map, pipeline: "no-such-pipeline", dagId: "no-such-pipeline" };
    await expect(engineOf().start({ map, runId: newRunId(), input: {} })).rejects.toMatchObject({
      code: "RUN-NOT-DEPLOYED",
    });
  });
});

describe("deploy", () => {
  it("changes nothing that is the same, and says what it would change", async () => {
    expect(new Set((await deployed({ artifacts: slow })).map(({ action }) => action))).toEqual(new Set(["unchanged"]));
    const other = `${source}# another version\n`;
    const changed: Artifacts = { ...slow, functionSource: async () => other };
    for (const expected of ["update", "update"]) {
      const changes = actions(await deployed({ artifacts: changed, dryRun: true }));
      expect(changes["Lambda function conformance-echo"]).toBe(expected);
      expect(Object.values(changes).filter((action) => action !== "unchanged")).toHaveLength(1);
    }
  });

  it("brings code, configuration and permissions of a function up to date", async () => {
    const [spec] = slow.functions;
    const returnsNew =
      "def handler(event, context):\n    import os\n    return {'attempt': 0, 'value': os.environ['SAYS']}\n";
    const permissions = [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::nobody/*"] }];
    const changed: Artifacts = {
      ...slow,
      functions: [{ ...spec!, environment: { SAYS: "new" }, permissions }],
      functionSource: async () => returnsNew,
    };
    try {
      const changes = actions(await deployed({ artifacts: changed }));
      expect(changes["Lambda function conformance-echo"]).toBe("update");
      expect(changes["IAM role parallax-function-conformance-echo"]).toBe("update");
      const engine = lab.engines.stepFunctions;
      const run = await engine.start({ map: slow.map, runId: newRunId(), input: { seconds: 0 } });
      await engine.follow({ map: slow.map, run });
      expect((await engine.history({ map: slow.map, run, input: {} })).output).toBe("new");
    } finally {
      await deployed({ artifacts: slow });
    }
  });

  it("waits until Airflow runs the changed DAG, not the one before", async () => {
    // The body of a task, which Airflow reads when it runs it, and an option, which it keeps with the DAG's structure.
    const dag = slow.dag.replaceAll('"right"', '"changed"').replaceAll("@task\n", "@task(retries=7)\n");
    const changed: Artifacts = { ...slow, dag };
    expect(dag).toContain("retries=7");
    try {
      const changes = await deployed({ artifacts: changed });
      expect(changes.at(-1)).toMatchObject({ action: "update" });
      const rest = restFor(lab.engines.clients);
      expect((await rest({ method: "GET", path: "/dags/slow/tasks/right" })).body).toMatchObject({ retries: 7 });
      const engine = lab.engines.airflow;
      const run = await engine.start({ map: slow.map, runId: newRunId(), input: { seconds: 0 } });
      await engine.follow({ map: slow.map, run });
      const trace = await engine.history({ map: slow.map, run, input: {} });
      expect(trace.steps.find(({ step }) => step === "right")?.value).toBe("changed");
    } finally {
      await deployed({ artifacts: slow });
    }
  });

  it("shows the import error of a DAG, and gets over it", async () => {
    const { pipeline, dag } = hurried;
    const broken: Artifacts = { ...hurried, dag: `${dag}\nimport no_such_module\n` };
    try {
      const failed = deployed({ artifacts: broken });
      await expect(failed).rejects.toMatchObject({ code: "RUN-IMPORT-ERROR", exitCode: 1 });
      await expect(failed).rejects.toThrow(/No module named 'no_such_module'/);
    } finally {
      const changes = await deployed({ artifacts: hurried });
      expect(changes.at(-1)).toMatchObject({ action: "update", what: expect.stringContaining(pipeline) });
    }
  });

  it("may happen twice at once", async () => {
    const [spec] = slow.functions;
    const name = `conformance-${newRunId()}`;
    const twice = { ...slow, pipeline: name, functions: [{ ...spec!, name }], functionSource: async () => source };
    const both = await Promise.all([deployed({ artifacts: twice }), deployed({ artifacts: twice })]);
    expect(both.flat().filter(({ what }) => what === `Lambda function ${name}`)).toHaveLength(2);
    const again = await deployed({ artifacts: twice });
    expect(new Set(again.map(({ action }) => action))).toEqual(new Set(["unchanged"]));
  });

  it("never overwrites a function that it did not make", async () => {
    const { CreateFunctionCommand, DeleteFunctionCommand, GetFunctionConfigurationCommand } = await import(
      "@aws-sdk/client-lambda"
    );
    const { zipOf } = await import("../../engines/step-functions/zip.ts");
    const lambda = await lab.engines.clients.lambda();
    const FunctionName = "conformance-foreign";
    const Role = "arn:aws:iam::000000000000:role/somebody";
    const Code = { ZipFile: zipOf("theirs.py", source) };
    await lambda.send(
      new CreateFunctionCommand({ FunctionName, Role, Code, Runtime: "python3.13", Handler: "theirs.handler" }),
    );
    try {
      const [spec] = slow.functions;
      const functions = [{ ...spec!, name: FunctionName }];
      const failed = deployed({
        artifacts: { ...slow, pipeline: "conformance-other", functions, functionSource: async () => source },
      });
      await expect(failed).rejects.toMatchObject({ code: "RUN-NAME-TAKEN" });
      const after = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
      expect(after.Handler).toBe("theirs.handler");
    } finally {
      await lambda.send(new DeleteFunctionCommand({ FunctionName }));
    }
  });
});
