"""A Lambda function that says when to go on."""

from datetime import UTC, datetime, timedelta
from typing import Any


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Return a number of seconds and a moment that lies so far ahead."""
    seconds = event["seconds"]
    at = datetime.now(UTC) + timedelta(seconds=seconds)
    return {"at": at.strftime("%Y-%m-%dT%H:%M:%SZ"), "seconds": seconds}
