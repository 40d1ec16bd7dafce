"""Result shapes: A step's value reshaped - where it cannot fail in the step itself, else in a
state and a task of its own.

Compiled by Parallax from test/golden/constructs/result-shapes.yaml; edit that file, not
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
from airflow.sdk import dag, get_current_context, task


def need(value: Any, kind: str) -> Any:
    """Return a value that must be of this kind; Python would take more than JSONata does."""
    kinds = {"array": list, "object": dict, "number": (int, float), "string": str}
    if kind == "numbers":
        fits = isinstance(value, list) and all(need(item, "number") is item for item in value)
    elif kind == "text":
        fits = isinstance(value, str) and value != ""
    else:
        fits = any(isinstance(value, kinds[name]) for name in kind.split(" or "))
    if not fits or isinstance(value, bool):
        raise TypeError(f"expected {kind}, got {value!r}")
    return value


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
    dag_id="result-shapes",
    doc_md=__doc__,
    schedule=None,
    start_date=pendulum.datetime(2025, 1, 1, tz="UTC"),
    catchup=False,
    tags=["parallax"],
)
def result_shapes():
    @task
    @asl_errors
    def safe():
        result = invoke("work", {})
        return {"id": result["id"]}

    @task
    @asl_errors
    def unsafe():
        return invoke("other", {})

    @task
    @asl_errors
    def unsafe__result(result):
        return need(result["a"]["b"], "number") + 1

    @task
    def left():
        return 1

    @task
    def right():
        return 2

    @task
    def sides(left, right):
        result = {"left": left, "right": right}
        return result["left"] + result["right"]

    @task
    def output(safe, unsafe, sides):
        return {"safe": safe, "unsafe": unsafe, "sides": sides}

    safe_task = safe()
    unsafe_task = unsafe()
    unsafe__result_task = unsafe__result(unsafe_task)
    left_task = left()
    right_task = right()
    sides_task = sides(left_task, right_task)
    output(safe_task, unsafe__result_task, sides_task)
    safe_task >> unsafe_task
    unsafe__result_task >> [left_task, right_task]


result_shapes()
