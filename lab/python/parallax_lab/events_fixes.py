"""EventBridge targets that are state machines, when an input transformer made the event."""

import json
import uuid
from typing import Any

from parallax_lab.probe import replace


def _send_event(self: Any, event: Any, _trace_header: Any) -> None:
    # A transformed event may be text, or have no "id" of its own to name the execution by.
    event_id = event.get("id") if isinstance(event, dict) else None
    name = f"{event_id or uuid.uuid4()}_{uuid.uuid4()}"
    self.service = "stepfunctions"
    self.client.start_execution(
        stateMachineArn=self.target["Arn"],
        name=name[:80],
        input=event if isinstance(event, str) else json.dumps(event),
    )


def install() -> None:
    """Replaces the sender of Step Functions targets."""
    replace("localemu.services.events.target", "StatesTargetSender.send_event", _send_event)
