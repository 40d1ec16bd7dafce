"""Stand-in for a query that summarises one cleaned data set."""

from typing import Any


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Return the summary of a data set; fail for the one called `error`."""
    dataset = event["dataset"]
    if dataset == "error":
        raise Exception(f"Simulated failure in SummarizeDataset: {dataset}")
    return {"dataset": dataset, "summary_status": "completed", "records": 120}
