"""Parallel branches: Branches of one step, of several, and one that may end early.

Compiled by Parallax from test/golden/constructs/parallel-branches.yaml; edit that file, not
this one.
"""

from __future__ import annotations

import functools
import json
import time
from collections.abc import Callable
from typing import Any

import pendulum
from airflow.exceptions import AirflowException, AirflowFailException
from airflow.sdk import Param, TaskGroup, dag, get_current_context, task


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
    dag_id="parallel-branches",
    doc_md=__doc__,
    schedule=None,
    start_date=pendulum.datetime(2025, 1, 1, tz="UTC"),
    catchup=False,
    tags=["parallax"],
    params={
        "quick": Param(False, type="boolean"),
    },
)
def parallel_branches():
    @task
    @asl_errors
    def alone():
        return invoke("work", {})

    @task
    @asl_errors
    def first():
        return invoke("work", {})

    @task
    def second(first):
        return first

    @task.branch
    def look(*, params):
        if params["quick"]:
            return "done"
        return "look__else"

    @task
    def done():
        return "early"

    @task
    def look__else():
        return None

    @task
    def late():
        return "late"

    @task(trigger_rule="none_failed_min_one_success")
    def early__end(late, done):
        return late if late is not None else done

    @task
    def all_at_once(alone, several, early):
        return {"alone": alone, "several": several, "early": early}

    @task
    def gather(all_at_once):
        return all_at_once["early"]

    alone_task = alone()

    with TaskGroup("several", prefix_group_id=False):
        first_task = first()
        second_task = second(first_task)

    with TaskGroup("early", prefix_group_id=False):
        look_task = look()
        done_task = done()
        look__else_task = look__else()
        late_task = late()
        early__end_task = early__end(late_task, done_task)

    all_at_once_task = all_at_once(alone_task, second_task, early__end_task)
    gather(all_at_once_task)
    look_task >> [done_task, look__else_task]
    look__else_task >> late_task


parallel_branches()
