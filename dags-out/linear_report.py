"""Linear report: Three steps in a row, and what happens after a failure when nothing retries
or catches it: the run ends there. Step Functions stops at the failed state, later states
never appear in its history; Airflow shows the tasks after it as upstream_failed. The
defaults matter: without one for fail_summary, an input that leaves it out fails in Step
Functions.

Compiled by Parallax from pipelines/linear-report.yaml; edit that file, not this one.
"""

from __future__ import annotations

import functools
import json
import time
from collections.abc import Callable
from typing import Any

import pendulum
from airflow.exceptions import AirflowException, AirflowFailException
from airflow.sdk import Param, dag, get_current_context, task


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
    @asl_errors
    def clean_orders(*, params):
        return invoke("clean-orders", dict(params))

    @task
    @asl_errors
    def summarize_report(clean_orders, *, params):
        payload = {"clean": clean_orders, "fail_summary": params["fail_summary"]}
        return invoke("summarize-report", payload)

    @task
    def notify_success():
        return {"message": "Pipeline completed successfully"}

    clean_orders_task = clean_orders()
    summarize_report_task = summarize_report(clean_orders_task)
    notify_success_task = notify_success()
    summarize_report_task >> notify_success_task


linear_report()
