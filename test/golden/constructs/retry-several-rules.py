"""Retry several rules: Retry rules with counters of their own, which Airflow's retries cannot
keep.

Compiled by Parallax from test/golden/constructs/retry-several-rules.yaml; edit that file,
not this one.
"""

from __future__ import annotations

import functools
import json
import math
import random
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import pendulum
from airflow.exceptions import AirflowException, AirflowFailException
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
        return cls("States.QueryEvaluationError", f"{type(error).__name__}: {error}")

    def record(self) -> dict[str, Any]:
        """Return what a catch reads of the error."""
        return {
            "name": self.name,
            "message": self.message,
            "cause": self.cause,
            "at": time.time(),
        }


def invoke(function_name: str, payload: Any, timeout: float = 920) -> Any:
    """Return what the Lambda function returns, or raise what it raised; Airflow alone retries."""
    from airflow.providers.amazon.aws.hooks.lambda_function import LambdaHook
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError, ClientError, ReadTimeoutError

    config = Config(read_timeout=timeout, retries={"total_max_attempts": 1})
    try:
        response = LambdaHook(config=config).invoke_lambda(
            function_name=function_name, payload=json.dumps(payload)
        )
        result = json.loads(response["Payload"].read())
    except ClientError as error:
        raise StepError(f"Lambda.{error.response['Error']['Code']}", str(error)) from error
    except ReadTimeoutError as error:
        raise StepError("States.Timeout", str(error)) from error
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


class Retry(NamedTuple):
    """One retry rule, with a counter of its own; times in seconds."""

    errors: Sequence[str]
    interval: float
    max_attempts: int
    backoff_rate: float
    max_delay: float = math.inf
    jitter: bool = False

    def delay(self, used: int) -> float:
        """Return how long to wait before retry number `used`, counted from 0."""
        delay = min(self.interval * self.backoff_rate**used, self.max_delay)
        return random.uniform(0, delay) if self.jitter else delay


def in_rounds(function: Callable[..., Any], rules: Sequence[Retry]) -> Callable[..., Any]:
    """Repeat a function by its rules, each with its own counter; keep every try as an XCom."""

    def rounds(*args: Any, **kwargs: Any) -> Any:
        used, tries = [0] * len(rules), []
        while True:
            began, failure = time.time(), None
            try:
                value = function(*args, **kwargs | {"attempt": len(tries)})
            except AirflowException:
                raise
            except Exception as error:
                failure = StepError.of(error)
            name = failure.name if failure else None
            tries.append({"start": began, "end": time.time(), "error": name})
            get_current_context()["ti"].xcom_push(key="attempts", value=tries)
            if failure is None:
                return value
            matching = (i for i, rule in enumerate(rules) if matches(failure.name, rule.errors))
            rule = next(matching, None)
            if rule is None or used[rule] >= rules[rule].max_attempts:
                raise failure
            time.sleep(rules[rule].delay(used[rule]))
            used[rule] += 1

    return rounds


def asl_errors(
    function: Callable[..., Any] | None = None, *, rules: Sequence[Retry] = ()
) -> Callable[..., Any]:
    """Let a task fail under its Step Functions error name, kept as the XCom "error".

    With `rules` the task repeats inside itself, since Airflow counts all retries together.
    """
    if function is None:
        return functools.partial(asl_errors, rules=rules)
    attempt = in_rounds(function, rules) if rules else function

    @functools.wraps(function)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return attempt(*args, **kwargs)
        except AirflowException:
            raise
        except Exception as error:
            failure = StepError.of(error)
            ti = get_current_context()["ti"]
            ti.xcom_push(key="error", value=failure.record())
            raise AirflowFailException(str(failure)) from error

    return run


@dag(
    dag_id="retry-several-rules",
    doc_md=__doc__,
    schedule=None,
    start_date=pendulum.datetime(2025, 1, 1, tz="UTC"),
    catchup=False,
    tags=["parallax"],
)
def retry_several_rules():
    @task
    @asl_errors(
        rules=[
            Retry(
                ["Throttled"], interval=2, max_attempts=5, backoff_rate=2, max_delay=20, jitter=True
            ),
            Retry(["States.Timeout"], interval=1, max_attempts=1, backoff_rate=2),
            Retry(["States.ALL"], interval=1, max_attempts=2, backoff_rate=2),
        ]
    )
    def flaky(*, attempt=0):
        return invoke("work", {"attempt": attempt}, timeout=10)

    flaky()


retry_several_rules()
