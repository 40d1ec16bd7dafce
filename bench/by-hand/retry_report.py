"""Retry report: retries a flaky summary, then catches what is left.

Written by hand: what the compiled DAG is measured against (npm run bench).
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pendulum
from airflow.exceptions import AirflowFailException
from airflow.providers.amazon.aws.hooks.lambda_function import LambdaHook
from airflow.sdk import Param, dag, get_current_context, task
from botocore.config import Config


class StepError(Exception):
    """A step's failure, under the name that retry and catch rules match."""

    def __init__(self, name: str, cause: str) -> None:
        super().__init__(f"{name}: {cause}")
        self.name = name
        self.cause = cause


def invoke(function_name: str, payload: Any) -> Any:
    """Return what the Lambda function returns, or raise what it raised; Airflow alone retries."""
    hook = LambdaHook(config=Config(read_timeout=920, retries={"total_max_attempts": 1}))
    response = hook.invoke_lambda(function_name=function_name, payload=json.dumps(payload))
    result = json.loads(response["Payload"].read())
    if "FunctionError" in response:
        raise StepError(result.get("errorType", "Lambda.Unknown"), json.dumps(result))
    return result


def failed(error: StepError, retry_on: tuple[str, ...] = ()) -> Exception:
    """Keep the error for a catch; errors in `retry_on` are retried, the others are final."""
    ti = get_current_context()["ti"]
    ti.xcom_push(key="error", value={"name": error.name, "cause": error.cause})
    return error if error.name in retry_on else AirflowFailException(str(error))


@dag(
    dag_id="retry-report",
    doc_md=__doc__,
    schedule=None,
    start_date=pendulum.datetime(2025, 1, 1, tz="UTC"),
    catchup=False,
    tags=["parallax"],
    params={
        "source": Param("demo.run", type="string"),
        "transient_until_attempt": Param(0, type="integer"),
        "fail_clean": Param(False, type="boolean"),
        "fail_summary": Param(False, type="boolean"),
    },
)
def retry_report():
    @task
    def clean_orders(*, params):
        try:
            return invoke("clean-orders", dict(params))
        except StepError as error:
            raise failed(error) from error

    @task(retries=3, retry_delay=timedelta(seconds=2), retry_exponential_backoff=True)
    def summarize_report(clean_orders, *, params, ti):
        payload = {
            "clean": clean_orders,
            "attempt": ti.try_number - 1,
            "transient_until_attempt": params["transient_until_attempt"],
            "fail_summary": params["fail_summary"],
        }
        try:
            return invoke("summarize-report-retry", payload)
        except StepError as error:
            raise failed(error, retry_on=("RuntimeError",)) from error

    @task.branch(trigger_rule="all_done")
    def summarize_report__catch(*, ti):
        state = ti.get_task_states(
            dag_id=ti.dag_id, run_ids=[ti.run_id], task_ids=["summarize_report"]
        )[ti.run_id]["summarize_report"]
        if state == "success":
            return "notify_success"
        if state == "failed":
            return "handle_failure"
        raise AirflowFailException("an earlier step failed")

    @task
    def notify_success():
        return {"message": "Pipeline completed successfully"}

    @task
    def handle_failure():
        return {"message": "Summary failed after retry; captured in catch path"}

    @task
    def finish_handled(handle_failure):
        return handle_failure

    @task(trigger_rule="one_success")
    def output(notify_success, finish_handled):
        return notify_success if notify_success is not None else finish_handled

    caught = summarize_report__catch()
    succeeded, handled = notify_success(), handle_failure()
    summarize_report(clean_orders()) >> caught >> [succeeded, handled]
    output(succeeded, finish_handled(handled))


retry_report()
