"""Choice states: the errors that AWS names, where the emulator fails with States.Runtime."""

from typing import Any

from parallax_lab.probe import require
from parallax_lab.states_failure import error_type, failure, query_failure

_CHOICE = "localemu.services.stepfunctions.asl.component.state.state_choice"


def _no_choice_matched(env: Any, state: str) -> Exception:
    from localemu.aws.api.stepfunctions import ExecutionFailedEventDetails, HistoryEventType
    from localemu.services.stepfunctions.asl.eval.event.event_detail import EventDetails

    error = error_type("StatesNoChoiceMatched").to_name()
    cause = (
        f"No choice rule matched and no default transition was specified for the state '{state}'."
    )
    details = EventDetails(
        executionFailedEventDetails=ExecutionFailedEventDetails(error=error, cause=cause)
    )
    return failure(env, "StatesNoChoiceMatched", HistoryEventType.ExecutionFailed, details)


def install() -> None:
    """No match is States.NoChoiceMatched, a condition that is no boolean a query error."""
    state = require(f"{_CHOICE}.state_choice", "StateChoice")
    eval_state = require(f"{_CHOICE}.state_choice", "StateChoice._eval_state")

    def choose(self: Any, env: Any) -> None:
        try:
            eval_state(self, env)
        except RuntimeError as error:
            if "No branching option" not in str(error):
                raise
            raise _no_choice_matched(env, self.name) from error

    state._eval_state = choose

    module = f"{_CHOICE}.comparison.comparison"
    condition = require(module, "ConditionStringJSONata")
    eval_condition = require(module, "ConditionStringJSONata._eval_body")

    def judge(self: Any, env: Any) -> None:
        try:
            eval_condition(self, env)
        except RuntimeError as error:
            if "boolean result" not in str(error):
                raise
            cause = (
                f"The JSONata expression '{self.string_jsonata.expression}' specified for the "
                "field 'Condition' returned an unexpected result type. Expected 'boolean'."
            )
            raise query_failure(env, cause) from error

    condition._eval_body = judge
