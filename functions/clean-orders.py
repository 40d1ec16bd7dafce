"""Stand-in for a job that cleans raw orders."""

from datetime import UTC, datetime
from typing import Any


def handler(event: dict[str, Any], _context: object) -> dict[str, str]:
    """Return when the orders were cleaned; fail when `fail_clean` is exactly true."""
    if event.get("fail_clean") is True:
        raise Exception("Simulated failure in CleanOrders: bad input shape")
    return {"cleaned_at": datetime.now(UTC).isoformat(), "status": "cleaned"}
