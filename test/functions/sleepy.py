"""A Lambda function that takes its time."""

import time
from typing import Any


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Sleep for so many seconds and say so."""
    time.sleep(event["seconds"])
    return {"slept": event["seconds"]}
