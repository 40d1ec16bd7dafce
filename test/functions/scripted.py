"""A Lambda function that does what its payload says: succeed, fail, or fail at first."""

from typing import Any


def handler(event: dict[str, Any], context: Any) -> Any:
    """Return `value`; raise an error called `error`, always or only before attempt `until`."""
    error = event.get("error")
    if error and event.get("attempt", 0) < event.get("until", 1_000_000):
        raise type(error, (Exception,), {})(event.get("message", f"scripted {error}"))
    return event.get("value")
