"""Makes the failures that the ASL interpreter understands."""

from typing import Any

_COMMON = "localemu.services.stepfunctions.asl.component.common.error_name"


def failure(env: Any, kind: str, event_type: Any, details: Any) -> Exception:
    """An exception that fails a state with an error of ASL's own.

    `kind` is a member of StatesErrorNameType, `event_type` the kind of the history event and
    `details` its EventDetails.
    """
    from localemu.services.stepfunctions.asl.component.common.error_name.failure_event import (
        FailureEvent,
        FailureEventException,
    )
    from localemu.services.stepfunctions.asl.component.common.error_name.states_error_name import (
        StatesErrorName,
    )

    name = StatesErrorName(typ=error_type(kind))
    return FailureEventException(
        FailureEvent(env=env, error_name=name, event_type=event_type, event_details=details)
    )


def error_type(kind: str) -> Any:
    """A member of the interpreter's list of ASL's error names."""
    from parallax_lab.probe import require

    return require(f"{_COMMON}.states_error_name_type", f"StatesErrorNameType.{kind}")


def query_failure(env: Any, cause: str) -> Exception:
    """States.QueryEvaluationError, with its own event in the history as AWS writes it."""
    from localemu.aws.api.stepfunctions import EvaluationFailedEventDetails, HistoryEventType
    from localemu.services.stepfunctions.asl.eval.event.event_detail import EventDetails

    error = error_type("StatesQueryEvaluationError").to_name()
    details = EvaluationFailedEventDetails(cause=cause, error=error)
    event = EventDetails(evaluationFailedEventDetails=details)
    failed = HistoryEventType.EvaluationFailed
    env.event_manager.add_event(
        context=env.event_history_context, event_type=failed, event_details=event
    )
    return failure(env, "StatesQueryEvaluationError", failed, event)
