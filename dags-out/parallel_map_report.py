"""Parallel map report: Cleans and summarises every data set, two at a time, while an audit
runs beside it; then one function writes a summary of the run to S3. Step Functions starts
one iteration per data set inside a single Map state and stops the others at the first
failure; Airflow expands one mapped task instance per data set and lets the others finish
before the run fails.

Compiled by Parallax from pipelines/parallel-map-report.yaml; edit that file, not this one.
"""

from __future__ import annotations

import functools
import json
import time
from collections.abc import Callable
from typing import Any

import pendulum
from airflow.exceptions import AirflowException, AirflowFailException
from airflow.sdk import Param, dag, get_current_context, task, task_group


class StepError(Exception):
    """A step's failure under its Step Functions name, which retry and catch rules match."""

    def __init__(self, name: str, message: str = "", cause: str | None = None) -> None:
        super().__init__(f"{name}: {message}")
        self.name = name
        self.message = message
        self.cause = message if cause is None else cause

    @classmethod
    def of(cls, error: BaseException) -> StepError:
        """Name any error as Step Functions would: what an expression raises has one name."""
        if isinstance(error, cls):
            return error
        return cls("States.QueryEvaluationError", f"{type(error).__name__}: {error}")

    def record(self) -> dict[str, Any]:
        """Return what a catch reads of the error."""
        return {
            "name": self.name,
            "message": self.message,
            "cause": self.cause,
            "at": time.time(),
        }


def invoke(function_name: str, payload: Any) -> Any:
    """Return what the Lambda function returns, or raise what it raised; Airflow alone retries."""
    from airflow.providers.amazon.aws.hooks.lambda_function import LambdaHook
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError, ClientError

    config = Config(read_timeout=920, retries={"total_max_attempts": 1})
    try:
        response = LambdaHook(config=config).invoke_lambda(
            function_name=function_name, payload=json.dumps(payload)
        )
        result = json.loads(response["Payload"].read())
    except ClientError as error:
        raise StepError(f"Lambda.{error.response['Error']['Code']}", str(error)) from error
    except BotoCoreError as error:
        raise StepError("Lambda.SdkClientException", str(error)) from error
    if "FunctionError" in response:
        name = result.get("errorType", "Lambda.Unknown")
        raise StepError(name, result.get("errorMessage", ""), json.dumps(result))
    return result


def asl_errors(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let a task fail under its Step Functions error name, kept as the XCom "error"."""

    @functools.wraps(function)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except AirflowException:
            raise
        except Exception as error:
            failure = StepError.of(error)
            ti = get_current_context()["ti"]
            ti.xcom_push(key="error", value=failure.record())
            raise AirflowFailException(str(failure)) from error

    return run


@dag(
    dag_id="parallel-map-report",
    doc_md=__doc__,
    schedule=None,
    start_date=pendulum.datetime(2025, 1, 1, tz="UTC"),
    catchup=False,
    tags=["parallax"],
    params={
        "datasets": Param(
            ["north", "west", "online"],
            type="array",
            items={"type": "string"},
            description="The data sets to report on; one called error makes its summary fail.",
        ),
    },
)
def parallel_map_report():
    @task
    @asl_errors
    def generate_datasets(*, params):
        return invoke("generate-datasets", {"datasets": params["datasets"]})

    @task
    def datasets__items(generate_datasets):
        return generate_datasets["datasets"]

    @task(max_active_tis_per_dagrun=2)
    @asl_errors
    def clean_dataset(dataset):
        return invoke("clean-dataset", {"dataset": dataset})

    @task(max_active_tis_per_dagrun=2)
    @asl_errors
    def summarize_dataset(clean_dataset):
        return {"value": invoke("summarize-dataset", {"dataset": clean_dataset["dataset"]})}

    @task(trigger_rule="none_failed_min_one_success")
    def datasets(items, results):
        # Airflow hands over a lone result bare, and None where there is none.
        results = [results] if isinstance(results, dict) else results or []
        return [result["value"] for result in results]

    @task
    def audit():
        return {"message": "audit done"}

    @task
    def process(datasets, audit):
        return {"datasets": datasets, "audit": audit}

    @task
    @asl_errors
    def emit_execution_summary(process, *, dag_run):
        payload = {
            "run_id": dag_run.run_id,
            "started_at": dag_run.start_date.isoformat(),
            "items": process["datasets"],
            "audit": process["audit"]["message"],
        }
        return invoke("emit-execution-summary", payload)

    @task
    def output(process, emit_execution_summary):
        return {
            "itemCount": len(process["datasets"]),
            "items": process["datasets"],
            "summary": emit_execution_summary,
        }

    generate_datasets_task = generate_datasets()
    datasets__items_task = datasets__items(generate_datasets_task)

    @task_group(prefix_group_id=False)
    def datasets__item(dataset):
        clean_dataset_task = clean_dataset(dataset)
        summarize_dataset_task = summarize_dataset(clean_dataset_task)
        return summarize_dataset_task

    datasets_task = datasets(
        datasets__items_task, datasets__item.expand(dataset=datasets__items_task)
    )
    audit_task = audit()
    process_task = process(datasets_task, audit_task)
    emit_execution_summary_task = emit_execution_summary(process_task)
    output(process_task, emit_execution_summary_task)
    generate_datasets_task >> audit_task


parallel_map_report()
