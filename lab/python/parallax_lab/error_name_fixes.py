"""ASL's own error names pass through a Parallel and a Map, and a Fail state may raise them."""

from typing import Any

from parallax_lab.probe import replace, require

_ASL = "localemu.services.stepfunctions.asl.component"
_NAMES = f"{_ASL}.common.error_name"
_WORKER = f"{_ASL}.state.state_execution.state_map.iteration.iteration_worker"
_BRANCHES = f"{_ASL}.state.state_execution.state_parallel.branches_decl"
_FAIL = f"{_ASL}.state.state_fail.state_fail"


def install() -> None:
    """A States.* error of a branch or map item stays itself; stock turns it into States.Runtime."""
    custom = require(f"{_NAMES}.custom_error_name", "CustomErrorName")
    plain = require(f"{_NAMES}.error_name", "ErrorName")

    class AnyErrorName(custom):  # type: ignore[misc, valid-type]
        """An error name of any kind: the error came from ASL itself."""

        def __init__(self, error_name: str | None) -> None:
            plain.__init__(self, error_name=error_name)

    def any_name(error_name: str | None) -> Any:
        return AnyErrorName(error_name=error_name)

    replace(_WORKER, "CustomErrorName", any_name)
    replace(_BRANCHES, "CustomErrorName", any_name)
    replace(_FAIL, "CustomErrorName", any_name)
