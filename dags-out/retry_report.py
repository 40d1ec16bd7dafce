"""Retry report: Retries a flaky summary, then catches what is left. Only RuntimeError is tried
again (after 2, 4 and 8 seconds); any other error goes to the handler at once, and a run
that a handler has finished is a success. Step Functions keeps all tries inside one state
and works the payload out anew for each; Airflow shows one task with several tries, its
waits are longer (jitter that cannot be switched off before 3.3), and the failed task stays
red beside the green run.

Compiled by Parallax from pipelines/retry-report.yaml; edit that file, not this one.
"""

from __future__ import annotations

import functools
import json
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pendulum
from airflow.exceptions import AirflowException, AirflowFailException, AirflowSkipException
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


def matches(name: str, errors: Sequence[str]) -> bool:
    """Whether an error is among those a rule names, wildcards included."""
    if "States.ALL" in errors or name in errors:
        return True
    return "States.TaskFailed" in errors and name != "States.Timeout"


def asl_errors(
    function: Callable[..., Any] | None = None, *, retry: Sequence[str] = ()
) -> Callable[..., Any]:
    """Let a task fail under its Step Functions error name, kept as the XCom "error".

    Only errors in `retry` are tried again.
    """
    if function is None:
        return functools.partial(asl_errors, retry=retry)

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
            if matches(failure.name, retry):
                raise
            raise AirflowFailException(str(failure)) from error

    return run


def error_of(ti: Any, step: str) -> dict[str, Any] | None:
    """Return the error a step left, None after a success; pass on a skip or an earlier failure."""
    states = ti.get_task_states(dag_id=ti.dag_id, run_ids=[ti.run_id], task_ids=[step])
    state = states[ti.run_id][step]
    if state == "success":
        return None
    if state == "skipped":
        raise AirflowSkipException(f"{step} was skipped")
    error = ti.xcom_pull(task_ids=step, key="error") if state == "failed" else None
    if error is None:
        raise AirflowFailException(f"{step} is {state} and left no error")
    return error


@dag(
    dag_id="retry-report",
    doc_md=__doc__,
    schedule=None,
    start_date=pendulum.datetime(2025, 1, 1, tz="UTC"),
    catchup=False,
    tags=["parallax"],
    params={
        "source": Param("demo.run", type="string", description="Who asked for the report."),
        "transient_until_attempt": Param(
            0, type="integer", description="The first attempt (from 0) that does not fail."
        ),
        "fail_clean": Param(False, type="boolean", description="Makes clean_orders fail."),
        "fail_summary": Param(
            False, type="boolean", description="Makes summarize_report fail for good."
        ),
    },
)
def retry_report():
    @task
    @asl_errors
    def clean_orders(*, params):
        return invoke("clean-orders", dict(params))

    @task(retries=3, retry_delay=timedelta(seconds=2), retry_exponential_backoff=True)
    @asl_errors(retry=["RuntimeError"])
    def summarize_report(clean_orders, *, params, ti):
        attempt = ti.try_number - 1
        payload = {
            "clean": clean_orders,
            "attempt": attempt,
            "transient_until_attempt": params["transient_until_attempt"],
            "fail_summary": params["fail_summary"],
        }
        return invoke("summarize-report-retry", payload)

    @task.branch(trigger_rule="all_done")
    def summarize_report__catch(*, ti):
        error = error_of(ti, "summarize_report")
        if error is None:
            return "notify_success"
        return "handle_failure"

    @task
    def handle_failure():
        return {"message": "Summary failed after retry; captured in catch path"}

    @task
    def finish_handled(handle_failure):
        return handle_failure

    @task
    def notify_success():
        return {"message": "Pipeline completed successfully"}

    @task(trigger_rule="one_success")
    def output(notify_success, finish_handled):
        return notify_success if notify_success is not None else finish_handled

    clean_orders_task = clean_orders()
    summarize_report_task = summarize_report(clean_orders_task)
    summarize_report__catch_task = summarize_report__catch()
    handle_failure_task = handle_failure()
    finish_handled_task = finish_handled(handle_failure_task)
    notify_success_task = notify_success()
    output(notify_success_task, finish_handled_task)
    (
        summarize_report_task
        >> summarize_report__catch_task
        >> [handle_failure_task, notify_success_task]
    )


retry_report()
