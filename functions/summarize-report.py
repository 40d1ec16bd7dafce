"""Stand-in for a query that summarises cleaned orders."""

from typing import Any


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Return the summary; fail when `fail_summary` is true."""
    if event.get("fail_summary") is True:
        raise Exception("Simulated failure in SummarizeReport: Athena throttled")
    return {"summary_status": "completed", "records": 120}
