"""Writes one line of JSON about the run to S3."""

import json
import os
from datetime import UTC, datetime
from typing import Any

import boto3

# AWS: clients made outside the handler are reused by later calls of a warm function.
s3 = boto3.client("s3")


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Write the summary and return where it is.

    The bucket and the prefix come from REPORT_BUCKET and REPORT_PREFIX; the key carries the date
    and the request id, so that runs do not overwrite each other.
    """
    now = datetime.now(UTC)
    prefix = os.environ.get("REPORT_PREFIX", "executions/")
    key = f"{prefix}{now:%Y/%m/%d}/exec={context.aws_request_id}.json"
    items = [
        {"dataset": item["dataset"], "records": item["records"], "status": item["summary_status"]}
        for item in event["items"]
    ]
    summary = {
        "runId": event["run_id"],
        "startedAt": event["started_at"],
        "itemCount": len(items),
        "items": items,
        "audit": event["audit"],
        "emittedAt": now.isoformat(),
    }
    s3.put_object(
        Bucket=os.environ["REPORT_BUCKET"],
        Key=key,
        Body=json.dumps(summary) + "\n",
        ContentType="application/json",
    )
    return {"s3_key": key, "written": True}
