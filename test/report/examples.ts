/** Reports of runs as they really look, one for each kind of verdict; tests and people look at them. */
import type { Json } from "../../generators/expressions/expression.ts";
import type { Report } from "../../report/report.ts";
import { costOf } from "../../runs/cost.ts";
import { compare } from "../../runs/diff.ts";
import type { StepTrace } from "../../runs/trace.ts";
import { attempt, failedWith, ran, sourceMap, trace } from "../runs/fixtures.ts";

const links = {
  stepFunctions: { link: "https://console.aws.amazon.com/states/home?region=us-east-1#/v2/executions/details/demo-1" },
  airflow: { link: "http://127.0.0.1:8080/dags/demo/runs/demo-1" },
};

const retryMap = sourceMap(
  {
    clean_orders: { varies: [["cleaned_at"]] },
    summarize_report: {
      ledger: ["LEDGER-RETRY-JITTER", "LEDGER-EARLIER-ERRORS", "LEDGER-CAUGHT-RED"],
      catch: [{ handle_failure: { kind: "pass" }, finish_handled: { kind: "succeed" } }],
    },
    notify_success: { kind: "pass" },
  },
  {
    pipeline: "retry-report",
    ledger: ["LEDGER-LATENCY", "LEDGER-SKIPPED", "LEDGER-ERROR-CAUSE", "LEDGER-PAYLOAD-LIMIT"],
  },
);

type Part = Pick<Report, "scenario" | "map" | "left" | "right" | "comparison">;
const report = (part: Part, description: string): Report => ({
  pipeline: part.map.pipeline,
  description,
  target: "lab",
  cost: costOf(part.left, part.right),
  ...part,
});

/** Three tries on both sides; only waits differ. */
export function transient(): Report {
  const message: Json = { message: "Pipeline completed successfully" };
  const steps = (pace: number, stamp: string, errors: boolean): StepTrace[] => [
    ran({ step: "clean_orders", at: 0.1 * pace, value: { cleaned_at: stamp, status: "cleaned" } }),
    ran({
      step: "summarize_report",
      value: { summary_status: "completed", records: 120, attempt: 2 },
      attempts: [
        { ...attempt(pace, pace + 0.1, "RuntimeError"), ...(errors ? {} : { error: undefined as never }) },
        { ...attempt(2 + 2 * pace, 2.1 + 2 * pace, "RuntimeError"), ...(errors ? {} : { error: undefined as never }) },
        attempt(5 + 3 * pace, 5.1 + 3 * pace),
      ],
    }),
    ran({ step: "notify_success", at: 6 + 3 * pace, value: message }),
  ];
  const left = trace("stepFunctions", steps(0.5, "2026-11-21T12:00:00Z", true), {
    pipeline: "retry-report",
    output: message,
    units: 7,
    end: "2026-11-21T12:00:08.000Z",
    ...links.stepFunctions,
  });
  const right = trace(
    "airflow",
    steps(1, "2026-11-21T12:00:03Z", false).map((step) => JSON.parse(JSON.stringify(step))),
    {
      pipeline: "retry-report",
      output: message,
      units: 6,
      end: "2026-11-21T12:00:12.400Z",
      ...links.airflow,
    },
  );
  const comparison = compare({
    map: retryMap,
    left,
    right,
    expect: { status: "succeeded", attempts: { summarize_report: 3 } },
  });
  return report(
    { scenario: "transient", map: retryMap, left, right, comparison },
    "Retries a flaky summary, then catches what is left.",
  );
}

const mapMap = sourceMap(
  {
    generate_datasets: { varies: [["generated_at"]] },
    report: {
      ledger: ["LEDGER-FIRST-ERROR"],
      parallel: {
        datasets: {
          each_dataset: {
            ledger: ["LEDGER-SIBLINGS", "LEDGER-FIRST-ERROR", "LEDGER-MAP-CONCURRENCY", "LEDGER-MAP-LIMIT"],
            map: {
              clean_dataset: { ledger: ["LEDGER-SIBLINGS"], varies: [["cleaned_at"]] },
              summarize_dataset: { ledger: ["LEDGER-SIBLINGS"] },
            },
          },
        },
        audit: { audit: { kind: "pass", ledger: ["LEDGER-SIBLINGS"] } },
      },
    },
    emit_execution_summary: { varies: [["s3_key"]] },
  },
  { pipeline: "parallel-map-report", ledger: ["LEDGER-SKIPPED", "LEDGER-ERROR-CAUSE", "LEDGER-FIRST-ERROR"] },
);

/** One item of a map fails: Airflow lets the others end. With `bug`, an item's value differs as well. */
export function failedItem({ bug = false } = {}): Report {
  const names = ["north", "error", "west", "online"];
  const items = (airflow: boolean): StepTrace[] =>
    names.flatMap((dataset, index) => {
      const stamp = airflow ? `12:00:1${index}` : `12:00:0${index}`;
      const cleaned = { dataset, cleaned_at: stamp, status: bug && airflow && index === 0 ? "cleaned " : "cleaned" };
      const clean = ran({ step: "clean_dataset", indexes: [index], at: 1.2 + index / 5, value: cleaned });
      const failed = { step: "summarize_dataset", indexes: [index], at: 2.4 } as const;
      if (index === 1) return [clean, ran({ ...failed, status: "failed", error: "Exception" })];
      if (!airflow && index > 1) {
        return [
          index === 3 ? ran({ step: "clean_dataset", indexes: [3], at: 2.2, status: "aborted" }) : clean,
          ran({ ...failed, status: "notRun" }),
        ];
      }
      return [clean, ran({ ...failed, value: { dataset, summary_status: "completed", records: 120 } })];
    });
  const steps = (airflow: boolean): StepTrace[] => [
    ran({
      step: "generate_datasets",
      at: 0.2,
      value: { datasets: names, generated_at: airflow ? "12:00:09" : "12:00:00" },
    }),
    ran({ step: "report", status: "failed", error: "Exception", attempts: [attempt(1, 3, "Exception")] }),
    ran({ step: "each_dataset", status: "failed", error: "Exception", attempts: [attempt(1, 3, "Exception")] }),
    ran({ step: "audit", at: 1.1, value: { message: "audit done" } }),
    ...items(airflow),
  ];
  const left = trace("stepFunctions", steps(false), {
    pipeline: "parallel-map-report",
    units: 14,
    end: "2026-11-21T12:00:03.100Z",
    ...failedWith("Exception"),
    ...links.stepFunctions,
  });
  const right = trace("airflow", steps(true), {
    pipeline: "parallel-map-report",
    units: 13,
    end: "2026-11-21T12:00:05.000Z",
    status: "failed",
    error: { name: "Exception", cause: "Simulated failure" },
    ...links.airflow,
  });
  const comparison = compare({
    map: mapMap,
    left,
    right,
    expect: { status: "failed", error: "Exception", attempts: { emit_execution_summary: bug ? 1 : 0 } },
    functions: bug
      ? {
          generate_datasets: {
            function: "generate-datasets",
            returns: { type: { kind: "object", open: false, fields: { datasets: { type: { kind: "integer" } } } } },
          },
        }
      : {},
  });
  return report(
    { scenario: bug ? "bug" : "bad-dataset", map: mapMap, left, right, comparison },
    "Cleans and summarizes every dataset at once.",
  );
}

/** An Airflow worker died. */
export function invalid(): Report {
  const one = transient();
  const right = {
    ...one.right,
    status: "failed",
    engineFault: "task clean_orders failed without an error of its own (a killed worker?)",
  } as const;
  return { ...one, right, comparison: compare({ map: one.map, left: one.left, right }) };
}
