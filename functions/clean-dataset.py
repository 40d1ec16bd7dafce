"""Stand-in for a job that cleans one data set."""

from datetime import UTC, datetime
from typing import Any


def handler(event: dict[str, Any], _context: object) -> dict[str, str]:
    """Return the data set's name and when it was cleaned."""
    return {
        "dataset": event["dataset"],
        "cleaned_at": datetime.now(UTC).isoformat(),
        "status": "cleaned",
    }
