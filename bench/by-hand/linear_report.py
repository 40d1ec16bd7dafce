"""Linear report: three tasks in a row.

Written by hand: what the compiled DAG is measured against (npm run bench).
"""

from __future__ import annotations

import json
from typing import Any

import pendulum
from airflow.exceptions import AirflowFailException
from airflow.providers.amazon.aws.hooks.lambda_function import LambdaHook
from airflow.sdk import Param, dag, get_current_context, task
from botocore.config import Config


class StepError(Exception):
    """A step's failure, under the name that Lambda gave it."""

    def __init__(self, name: str, cause: str) -> None:
        super().__init__(f"{name}: {cause}")
        self.name = name
        self.cause = cause


def failed(error: StepError) -> Exception:
    """Keep the error for whoever looks at the run, and fail for good."""
    ti = get_current_context()["ti"]
    ti.xcom_push(key="error", value={"name": error.name, "cause": error.cause})
    return AirflowFailException(str(error))


def invoke(function_name: str, payload: Any) -> Any:
    """Return what the Lambda function returns, or raise what it raised; Airflow alone retries."""
    hook = LambdaHook(config=Config(read_timeout=920, retries={"total_max_attempts": 1}))
    response = hook.invoke_lambda(function_name=function_name, payload=json.dumps(payload))
    result = json.loads(response["Payload"].read())
    if "FunctionError" in response:
        raise StepError(result.get("errorType", "Lambda.Unknown"), json.dumps(result))
    return result


@dag(
    dag_id="linear-report",
    doc_md=__doc__,
    schedule=None,
    start_date=pendulum.datetime(2025, 1, 1, tz="UTC"),
    catchup=False,
    tags=["parallax"],
    params={
        "source": Param("demo.run", type="string", description="Who asked for the report."),
        "fail_clean": Param(False, type="boolean", description="Makes clean_orders fail."),
        "fail_summary": Param(False, type="boolean", description="Makes summarize_report fail."),
    },
)
def linear_report():
    @task
    def clean_orders(*, params):
        try:
            return invoke("clean-orders", dict(params))
        except StepError as error:
            raise failed(error) from error

    @task
    def summarize_report(clean_orders, *, params):
        payload = {"clean": clean_orders, "fail_summary": params["fail_summary"]}
        try:
            return invoke("summarize-report", payload)
        except StepError as error:
            raise failed(error) from error

    @task
    def notify_success():
        return {"message": "Pipeline completed successfully"}

    summarize_report(clean_orders()) >> notify_success()


linear_report()
