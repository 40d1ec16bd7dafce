"""Parallel map report: cleans and summarises every data set while an audit runs beside it.

Written by hand: what the compiled DAG is measured against (npm run bench).
"""

from __future__ import annotations

import json
from typing import Any

import pendulum
from airflow.exceptions import AirflowFailException
from airflow.providers.amazon.aws.hooks.lambda_function import LambdaHook
from airflow.sdk import Param, dag, get_current_context, task, task_group
from botocore.config import Config


def invoke(function_name: str, payload: Any) -> Any:
    """Return what the Lambda function returns; what it raises is recorded and final."""
    hook = LambdaHook(config=Config(read_timeout=920, retries={"total_max_attempts": 1}))
    response = hook.invoke_lambda(function_name=function_name, payload=json.dumps(payload))
    result = json.loads(response["Payload"].read())
    if "FunctionError" in response:
        error = {"name": result.get("errorType", "Lambda.Unknown"), "cause": json.dumps(result)}
        get_current_context()["ti"].xcom_push(key="error", value=error)
        raise AirflowFailException(f"{error['name']}: {result.get('errorMessage')}")
    return result


@dag(
    dag_id="parallel-map-report",
    doc_md=__doc__,
    schedule=None,
    start_date=pendulum.datetime(2025, 1, 1, tz="UTC"),
    catchup=False,
    tags=["parallax"],
    params={"datasets": Param(["north", "west", "online"], type="array")},
)
def parallel_map_report():
    @task
    def generate_datasets(*, params):
        return invoke("generate-datasets", {"datasets": params["datasets"]})

    @task
    def reports__items(generate_datasets):
        return generate_datasets["datasets"]

    @task(max_active_tis_per_dagrun=2)
    def clean_dataset(dataset):
        return invoke("clean-dataset", {"dataset": dataset})

    @task(max_active_tis_per_dagrun=2)
    def summarize_dataset(clean_dataset):
        return {"value": invoke("summarize-dataset", {"dataset": clean_dataset["dataset"]})}

    @task_group(prefix_group_id=False)
    def reports__item(dataset):
        return summarize_dataset(clean_dataset(dataset))

    @task(trigger_rule="none_failed_min_one_success")
    def reports(items, results):
        # Airflow hands over a lone result bare, and None where there is none.
        results = [results] if isinstance(results, dict) else results or []
        return [result["value"] for result in results]

    @task
    def audit():
        return {"message": "audit done"}

    @task
    def process(reports, audit):
        return {"reports": reports, "audit": audit}

    @task
    def emit_execution_summary(process, *, dag_run):
        payload = {
            "run_id": dag_run.run_id,
            "started_at": dag_run.start_date.isoformat(),
            "reports": process["reports"],
            "audit": process["audit"],
        }
        return invoke("emit-execution-summary", payload)

    @task
    def output(process, emit_execution_summary):
        return {"reports": process["reports"], "emitted": emit_execution_summary}

    generated = generate_datasets()
    items = reports__items(generated)
    audited = audit()
    generated >> audited
    processed = process(reports(items, reports__item.expand(dataset=items)), audited)
    output(processed, emit_execution_summary(processed))


parallel_map_report()
