"""Map choice and catch: Inside a map the tasks themselves look whether their path was taken.

Compiled by Parallax from test/golden/constructs/map-choice-and-catch.yaml; edit that file,
not this one.
"""

from __future__ import annotations

import functools
import json
import math
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import pendulum
from airflow.exceptions import AirflowException, AirflowFailException, AirflowSkipException
from airflow.providers.standard.sensors.date_time import DateTimeSensorAsync
from airflow.sdk import Param, dag, get_current_context, task, task_group


def remainder(dividend: float, divisor: float) -> float:
    """Return what division leaves, with the dividend's sign as in JSONata, not the divisor's."""
    rest = math.fmod(dividend, divisor)
    return int(rest) if rest.is_integer() else rest


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
    function: Callable[..., Any] | None = None, *, catch: Mapping[str, Sequence[str]] | None = None
) -> Callable[..., Any]:
    """Let a task fail under its Step Functions error name, kept as the XCom "error".

    With `catch` it returns {"result": ...}, or {"error": ..., "goto": ...} for a caught error.
    """
    if function is None:
        return functools.partial(asl_errors, catch=catch)

    @functools.wraps(function)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            value = function(*args, **kwargs)
            return {"result": value} if catch else value
        except AirflowException:
            raise
        except Exception as error:
            failure = StepError.of(error)
            ti = get_current_context()["ti"]
            for handler, errors in (catch or {}).items():
                if matches(failure.name, errors):
                    return {"error": failure.record(), "goto": handler}
            ti.xcom_push(key="error", value=failure.record())
            raise AirflowFailException(str(failure)) from error

    return run


def moment_after(seconds: float) -> str:
    """Return when a wait that begins now is over; as in Step Functions, by whole seconds."""
    if isinstance(seconds, bool) or seconds < 0 or seconds != int(seconds):
        raise ValueError(f"{seconds} is not a whole number of seconds")
    return (pendulum.now("UTC") + timedelta(seconds=seconds)).isoformat()


@dag(
    dag_id="map-choice-and-catch",
    doc_md=__doc__,
    schedule=None,
    start_date=pendulum.datetime(2025, 1, 1, tz="UTC"),
    catchup=False,
    tags=["parallax"],
    params={
        "items": Param([1, 2], type="array", items={"type": "integer"}),
    },
)
def map_choice_and_catch():
    @task
    def each_one__items(*, params):
        return params["items"]

    @task
    @asl_errors(catch={"small": ["Small"], "bad": ["Bad"]})
    def risky(figure):
        return invoke("work", {"n": figure})

    @task
    def risky__ok(risky):
        if "result" not in risky:
            raise AirflowSkipException
        return {"value": risky["result"]}

    @task
    def small(risky):
        if risky.get("goto") != "small":
            raise AirflowSkipException
        return {"value": {"n": 0}}

    @task
    def bad(risky):
        if risky.get("goto") != "bad":
            raise AirflowSkipException
        error = risky["error"]
        return {"value": error["name"]}

    @task(trigger_rule="none_failed")
    def risky__join(risky__ok, small):
        ends = [end for end in [risky__ok, small] if end is not None]
        if not ends:
            raise AirflowSkipException
        return ends[0]["value"]

    @task
    def parity(figure):
        if remainder(figure, 2) == 0:
            return "even"
        return "wait_a_bit"

    @task
    def even(parity):
        if parity != "even":
            raise AirflowSkipException
        return {"value": "even"}

    @task
    def wait_a_bit__until(parity):
        if parity != "wait_a_bit":
            raise AirflowSkipException
        return moment_after(1)

    @task
    def odd():
        return {"value": "odd"}

    @task(trigger_rule="none_failed")
    def parity__join(even, odd):
        ends = [end for end in [even, odd] if end is not None]
        if not ends:
            raise AirflowSkipException
        return ends[0]["value"]

    @task
    def both(risky, parity):
        return {"value": {"risky": risky, "parity": parity}}

    @task(trigger_rule="none_failed")
    def each_one__end(both, bad):
        ends = [end for end in [both, bad] if end is not None]
        if not ends:
            raise AirflowSkipException
        return ends[0]

    @task(trigger_rule="none_failed_min_one_success")
    def each_one(items, results):
        # Airflow hands over a lone result bare, and None where there is none.
        results = [results] if isinstance(results, dict) else results or []
        return [result["value"] for result in results]

    each_one__items_task = each_one__items()

    @task_group(prefix_group_id=False)
    def each_one__item(figure):
        risky_task = risky(figure)
        risky__ok_task = risky__ok(risky_task)
        small_task = small(risky_task)
        bad_task = bad(risky_task)
        risky__join_task = risky__join(risky__ok_task, small_task)
        parity_task = parity(figure)
        even_task = even(parity_task)
        wait_a_bit__until_task = wait_a_bit__until(parity_task)
        wait_a_bit = DateTimeSensorAsync(
            task_id="wait_a_bit",
            target_time="{{ ti.xcom_pull(task_ids='wait_a_bit__until', map_indexes=ti.map_index) }}",  # noqa: E501
        )
        odd_task = odd()
        parity__join_task = parity__join(even_task, odd_task)
        both_task = both(risky__join_task, parity__join_task)
        each_one__end_task = each_one__end(both_task, bad_task)
        risky__join_task >> parity_task
        wait_a_bit__until_task >> wait_a_bit >> odd_task
        return each_one__end_task

    each_one(each_one__items_task, each_one__item.expand(figure=each_one__items_task))


map_choice_and_catch()
