"""Retry one rule: One retry rule, which is Airflow's own retries.

Compiled by Parallax from test/golden/constructs/retry-one-rule.yaml; edit that file, not
this one.
"""

from __future__ import annotations

import functools
import json
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pendulum
from airflow.exceptions import AirflowException, AirflowFailException, AirflowTaskTimeout
from airflow.sdk import dag, get_current_context, task


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
        if isinstance(error, AirflowTaskTimeout):
            return cls("States.Timeout", str(error))
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
        except (Exception, AirflowTaskTimeout) as error:
            failure = StepError.of(error)
            ti = get_current_context()["ti"]
            ti.xcom_push(key="error", value=failure.record())
            if matches(failure.name, retry):
                raise
            raise AirflowFailException(str(failure)) from error

    return run


@dag(
    dag_id="retry-one-rule",
    doc_md=__doc__,
    schedule=None,
    start_date=pendulum.datetime(2025, 1, 1, tz="UTC"),
    catchup=False,
    tags=["parallax"],
)
def retry_one_rule():
    @task(
        retries=4,
        retry_delay=timedelta(seconds=5),
        retry_exponential_backoff=1.5,
        max_retry_delay=timedelta(seconds=30),
        execution_timeout=timedelta(seconds=20),
    )
    @asl_errors(retry=["Throttled", "States.Timeout"])
    def flaky(*, ti):
        attempt = ti.try_number - 1
        return invoke("work", {"attempt": attempt})

    flaky()


retry_one_rule()
