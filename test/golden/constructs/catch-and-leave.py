"""Catch and leave: A handler that may end the run, so that the good path has a task of its
own.

Compiled by Parallax from test/golden/constructs/catch-and-leave.yaml; edit that file, not
this one.
"""

from __future__ import annotations

import functools
import json
import time
from collections.abc import Callable, Sequence
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
    dag_id="catch-and-leave",
    doc_md=__doc__,
    schedule=None,
    start_date=pendulum.datetime(2025, 1, 1, tz="UTC"),
    catchup=False,
    tags=["parallax"],
    params={
        "strict": Param(True, type="boolean"),
    },
)
def catch_and_leave():
    @task
    @asl_errors
    def risky():
        return invoke("work", {})

    @task.branch(trigger_rule="all_done")
    def risky__catch(*, ti):
        error = error_of(ti, "risky")
        if error is None:
            return "risky__ok"
        if matches(error["name"], ["States.TaskFailed"]):
            return "judge"
        raise AirflowFailException(f"not caught: {error['name']}")

    @task
    def risky__ok(*, ti):
        return ti.xcom_pull(task_ids="risky")

    @task.branch
    def judge(*, params):
        if params["strict"]:
            return "leave"
        return "mend"

    @task
    def leave():
        return "left"

    @task
    def mend():
        return "mended"

    @task(trigger_rule="none_failed_min_one_success")
    def risky__join(risky__ok, mend):
        return risky__ok if risky__ok is not None else mend

    @task
    def use_it(risky):
        return risky

    @task(trigger_rule="one_success")
    def output(use_it, leave):
        return use_it if use_it is not None else leave

    risky_task = risky()
    risky__catch_task = risky__catch()
    risky__ok_task = risky__ok()
    judge_task = judge()
    leave_task = leave()
    mend_task = mend()
    risky__join_task = risky__join(risky__ok_task, mend_task)
    use_it_task = use_it(risky__join_task)
    output(use_it_task, leave_task)
    risky_task >> risky__catch_task >> [risky__ok_task, judge_task]
    judge_task >> [leave_task, mend_task]


catch_and_leave()
