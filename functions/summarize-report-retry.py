"""Stand-in for a query that fails at first, or for good."""

from typing import Any


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Return the summary.

    `attempt` counts from 0. Attempts before `transient_until_attempt` raise RuntimeError, which is
    worth another try; `fail_summary` raises an error that no retry would mend.
    """
    attempt = int(event.get("attempt", 0))
    if attempt < int(event.get("transient_until_attempt", 0)):
        raise RuntimeError(f"Transient error on attempt {attempt}")
    if event.get("fail_summary") is True:
        raise Exception("Permanent failure in SummarizeReport")
    return {"summary_status": "completed", "records": 120, "attempt": attempt}
