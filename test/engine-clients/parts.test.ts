/** The small parts: ids, bindings, packages, roles, links, waiting. */
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { checkVersion, type Environment } from "../../engines/airflow/environment.ts";
import { bind, bindingsFor } from "../../engines/bindings.ts";
import { followRun } from "../../engines/follow.ts";
import { dagRunLink, executionLink } from "../../engines/links.ts";
import { placeOf } from "../../engines/place.ts";
import { newRunId } from "../../engines/run-id.ts";
import { functionRole, machineRole, machineRoleName } from "../../engines/step-functions/roles.ts";
import { zipOf } from "../../engines/step-functions/zip.ts";
import type { Resource } from "../../generators/ir/types.ts";

const place = placeOf("arn:aws:airflow:eu-west-1:123456789012:environment/e");

describe("run ids", () => {
  it("are short, safe for both engines, and sort by time", () => {
    expect(newRunId()).toMatch(/^r-[0-9a-z]{8}-[0-9a-z]{4}$/);
    expect(newRunId(1).slice(0, 10) < newRunId(Date.now()).slice(0, 10)).toBe(true);
    expect(newRunId(5)).not.toBe(newRunId(5));
  });
});

describe("bindings", () => {
  const resources: Resource[] = [
    { id: "reports", kind: "bucket", range: [0, 0] },
    { id: "named", kind: "bucket", name: "my-bucket", range: [0, 0] },
  ];

  it("name buckets after pipeline and account, and take a given name as it is", () => {
    const bound = bindingsFor({ pipeline: "p", resources, account: "123456789012" });
    expect(bound.get("reports")).toMatchObject({
      name: "parallax-p-reports-123456789012",
      arn: "arn:aws:s3:::parallax-p-reports-123456789012",
    });
    expect(bound.get("named")!.name).toBe("my-bucket");
    expect(bindingsFor({ pipeline: "p", resources }).get("reports")!.name).toBe("parallax-p-reports");
  });

  it("keep to S3's 63 characters, and still tell long names apart", () => {
    const names = ["a", "b"].map(
      (end) => bindingsFor({ pipeline: "x".repeat(60) + end, resources }).get("reports")!.name,
    );
    for (const name of names) expect(name).toMatch(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/);
    expect(names[0]).not.toBe(names[1]);
  });

  it("replace what a text refers to, and nothing else", () => {
    const bound = bindingsFor({ pipeline: "p", resources });
    expect(bind("${resources.reports.arn}/executions/* of ${resources.named.name} ${input.x}", bound)).toBe(
      "arn:aws:s3:::parallax-p-reports/executions/* of my-bucket ${input.x}",
    );
    expect(() => bind("${resources.nope.arn}", bound)).toThrow(expect.objectContaining({ code: "RUN-BINDING" }));
    expect(() => bind("${resources.named.url}", bound)).toThrow(expect.objectContaining({ code: "RUN-BINDING" }));
  });
});

describe("packages", () => {
  it("are the same bytes for the same source", () => {
    const sha = (text: string) => createHash("sha256").update(zipOf("f.py", text)).digest("hex");
    expect(sha("a = 1\n")).toBe(sha("a = 1\n"));
    expect(sha("a = 1\n")).not.toBe(sha("a = 2\n"));
  });

  it("hold the file, readable for all, at the places that the directory names", () => {
    const text = "# naïve\n";
    const zip = zipOf("clean-orders.py", text);
    const end = zip.length - 22;
    expect(zip.readUInt32LE(end)).toBe(0x06054b50);
    const central = zip.readUInt32LE(end + 16);
    expect(zip.readUInt32LE(central)).toBe(0x02014b50);
    expect(zip.readUInt32LE(central + 38) >>> 16).toBe(0o100644);
    const local = zip.readUInt32LE(central + 42);
    const size = zip.readUInt32LE(local + 18);
    const data = local + 30 + zip.readUInt16LE(local + 26);
    expect(zip.subarray(local + 30, data).toString()).toBe("clean-orders.py");
    expect(zip.subarray(data, data + size).toString()).toBe(text);
  });
});

describe("roles", () => {
  it("let a function write its own log and do what it declares", () => {
    const declared = { actions: ["s3:PutObject"], resources: ["arn:aws:s3:::b/x/*"] };
    const group = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/clean-orders";
    expect(functionRole(place, { name: "clean-orders", permissions: [declared] })).toEqual({
      name: "parallax-function-clean-orders",
      service: "lambda.amazonaws.com",
      statements: [
        {
          actions: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
          resources: [group, `${group}:*`],
        },
        declared,
      ],
    });
  });

  it("let a state machine invoke exactly its functions", () => {
    expect(machineRole(place, { pipeline: "p", functions: ["a", "b"] }).statements).toEqual([
      {
        actions: ["lambda:InvokeFunction"],
        resources: ["a", "b"].map((name) => `arn:aws:lambda:eu-west-1:123456789012:function:${name}`),
      },
    ]);
    expect(machineRole(place, { pipeline: "p", functions: [] }).statements).toEqual([]);
  });

  it("keep to IAM's 64 characters", () => {
    expect(machineRoleName("x".repeat(80))).toHaveLength(64);
  });
});

describe("links", () => {
  it("lead to AWS's console, and to no page of the lab's emulator", () => {
    const run = { machine: "p", run: "r-1" };
    expect(executionLink({ name: "aws", region: "eu-west-1", mwaaEnvironment: "e" }, place, run)).toBe(
      "https://eu-west-1.console.aws.amazon.com/states/home?region=eu-west-1#/v2/executions/details/arn%3Aaws%3Astates%3Aeu-west-1%3A123456789012%3Aexecution%3Ap%3Ar-1",
    );
    expect(executionLink({ name: "lab", region: "eu-west-1", mwaaEnvironment: "e" }, place, run)).toBeUndefined();
  });

  it("lead to Airflow's pages, of the lab and of MWAA's web server", () => {
    const ids = { dagId: "p", runId: "r-1" };
    expect(dagRunLink({ base: "http://127.0.0.1:8080/", ...ids })).toBe("http://127.0.0.1:8080/dags/p/runs/r-1");
    expect(dagRunLink({ base: "x.on.aws", ...ids })).toBe("https://x.on.aws/dags/p/runs/r-1");
    expect(dagRunLink({ base: undefined, ...ids })).toBeUndefined();
  });
});

describe("the environment's Airflow", () => {
  const environment = (airflowVersion: string): Environment => ({
    arn: "",
    airflowVersion,
    bucket: "b",
    folder: "dags",
  });

  it.each([
    ["3.2.1", "3.2.1"],
    ["3.3.1", "3.2.1"],
    ["3.0.6", "3.0"],
  ])("%s takes a DAG for %s", (version, generatedFor) => {
    expect(() => checkVersion(environment(version), generatedFor)).not.toThrow();
  });

  it.each([
    ["3.0.6", "3.2.1", /generated for 3\.2\.1/],
    ["2.11.2", "3.2.1", /Airflow 3/],
    ["3.2.1", "2.11", /generated for 2\.11/],
  ])("%s refuses a DAG for %s", (version, generatedFor, message) => {
    expect(() => checkVersion(environment(version), generatedFor)).toThrow(message);
    expect(() => checkVersion(environment(version), generatedFor)).toThrow(
      expect.objectContaining({ code: "RUN-ENVIRONMENT" }),
    );
  });
});

describe("following a run", () => {
  const pace = { first: 1, factor: 1, most: 1 };

  function run(endsAfter: number) {
    const calls = { asked: 0, stopped: 0 };
    const ended = async () => ++calls.asked > endsAfter;
    const stop = async () => {
      calls.stopped += 1;
    };
    return { calls, options: { what: "the run", pace, ended, stop } };
  }

  it("ends with the run", async () => {
    const { calls, options } = run(3);
    await followRun(options);
    expect(calls).toEqual({ asked: 4, stopped: 0 });
  });

  it("stops the run when it is interrupted", async () => {
    const { calls, options } = run(Number.POSITIVE_INFINITY);
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error("Ctrl-C")), 20);
    await expect(followRun({ ...options, signal: controller.signal })).rejects.toThrow("Ctrl-C");
    expect(calls.stopped).toBe(1);
  });

  it("stops a run that does not end", async () => {
    const { calls, options } = run(Number.POSITIVE_INFINITY);
    await expect(followRun({ ...options, limitSeconds: 0.05 })).rejects.toMatchObject({ code: "RUN-TOO-LONG" });
    expect(calls.stopped).toBe(1);
  });

  it("does not stop a run because an engine did not answer", async () => {
    const { calls, options } = run(0);
    const ended = () => Promise.reject(new Error("no answer"));
    await expect(followRun({ ...options, ended })).rejects.toThrow("no answer");
    expect(calls.stopped).toBe(0);
  });
});
