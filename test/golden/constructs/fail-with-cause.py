"""Fail with cause: A failure with a name and a cause that is worked out.

Compiled by Parallax from test/golden/constructs/fail-with-cause.yaml; edit that file, not
this one.
"""

from __future__ import annotations

import functools
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
    dag_id="fail-with-cause",
    doc_md=__doc__,
    schedule=None,
    start_date=pendulum.datetime(2025, 1, 1, tz="UTC"),
    catchup=False,
    tags=["parallax"],
    params={
        "why": Param("nothing", type="string"),
    },
)
def fail_with_cause():
    @task
    @asl_errors
    def refuse(*, params):
        raise StepError("Refused", f"because of {params['why']}")

    refuse()


fail_with_cause()
