"""Wait forms: Every form of a wait.

Compiled by Parallax from test/golden/constructs/wait-forms.yaml; edit that file, not this
one.
"""

from __future__ import annotations

import functools
import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pendulum
from airflow.exceptions import AirflowException, AirflowFailException
from airflow.providers.standard.sensors.date_time import DateTimeSensorAsync
from airflow.providers.standard.sensors.time_delta import WaitSensor
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


def moment_after(seconds: float) -> str:
    """Return when a wait that begins now is over; as in Step Functions, by whole seconds."""
    if isinstance(seconds, bool) or seconds < 0 or seconds != int(seconds):
        raise ValueError(f"{seconds} is not a whole number of seconds")
    return (pendulum.now("UTC") + timedelta(seconds=seconds)).isoformat()


def moment_at(timestamp: str) -> str:
    """Return a timestamp as it is; as in Step Functions, only RFC 3339 is one."""
    form = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"
    if not re.fullmatch(form, timestamp):
        raise ValueError(f"{timestamp} is not a timestamp")
    return timestamp


@dag(
    dag_id="wait-forms",
    doc_md=__doc__,
    schedule=None,
    start_date=pendulum.datetime(2025, 1, 1, tz="UTC"),
    catchup=False,
    tags=["parallax"],
    params={
        "seconds": Param(1, type="integer"),
        "until": Param("2020-01-01T00:00:00Z", type="string"),
    },
)
def wait_forms():
    @task
    @asl_errors
    def computed__until(*, params):
        return moment_after(params["seconds"])

    @task
    @asl_errors
    def moment__until(*, params):
        return moment_at(params["until"])

    short = WaitSensor(task_id="short", time_to_wait=timedelta(seconds=5))
    long = WaitSensor(task_id="long", time_to_wait=timedelta(seconds=7200), deferrable=True)
    computed__until_task = computed__until()
    computed = DateTimeSensorAsync(
        task_id="computed", target_time="{{ ti.xcom_pull(task_ids='computed__until') }}"
    )
    moment__until_task = moment__until()
    moment = DateTimeSensorAsync(
        task_id="moment", target_time="{{ ti.xcom_pull(task_ids='moment__until') }}"
    )
    fixed = DateTimeSensorAsync(task_id="fixed", target_time="2020-01-01T00:00:00Z")
    short >> long >> computed__until_task >> computed >> moment__until_task >> moment >> fixed


wait_forms()
