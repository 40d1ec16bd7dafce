"""Distributed maps: the run fails when more items failed than are tolerated."""

from typing import Any

from parallax_lab.probe import require
from parallax_lab.states_failure import error_type, failure

_MODULE = (
    "localemu.services.stepfunctions.asl.component.state.state_execution.state_map.iteration"
    ".distributed_iteration_component"
)
_KIND = "StatesExceedToleratedFailureThreshold"


def _exceeded(failed: int, total: int, record: Any) -> bool:
    count = record.tolerated_failure_count or 0
    percentage = record.tolerated_failure_percentage or 0
    if not failed:
        return False
    if not count and not percentage:
        return True
    return (bool(count) and failed > count) or (
        bool(percentage) and 100.0 * failed / max(total, 1) > percentage
    )


def install() -> None:
    """Adds the check after a map run; the emulator makes none."""
    component = require(_MODULE, "DistributedIterationComponent")
    run = require(_MODULE, "DistributedIterationComponent._map_run")
    error_type(_KIND)

    def map_run(self: Any, env: Any, eval_input: Any) -> None:
        from localemu.aws.api.stepfunctions import HistoryEventType, MapRunFailedEventDetails
        from localemu.services.stepfunctions.asl.eval.event.event_detail import EventDetails

        run(self, env, eval_input)
        record = eval_input.map_run_record
        counts = record.describe()["itemCounts"]
        if not _exceeded(counts["failed"], counts["total"], record):
            return
        details = MapRunFailedEventDetails(
            error=error_type(_KIND).to_name(),
            cause="The specified tolerated failure threshold was exceeded",
        )
        event = EventDetails(mapRunFailedEventDetails=details)
        raise failure(env, _KIND, HistoryEventType.MapRunFailed, event)

    component._map_run = map_run
