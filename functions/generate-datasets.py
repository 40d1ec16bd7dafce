"""Stand-in for a job that finds the data sets to work on."""

from datetime import UTC, datetime
from typing import Any

DEFAULT_DATASETS = ["north", "west", "online"]


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Return the data sets that were asked for, or the default three."""
    datasets = event.get("datasets", DEFAULT_DATASETS)
    return {"datasets": datasets, "generated_at": datetime.now(UTC).isoformat()}
