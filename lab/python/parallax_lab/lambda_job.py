"""One invocation of a Lambda function, while it runs."""

import json
import threading
from dataclasses import dataclass, field

# Lambda: the largest response of a synchronous invocation, in bytes.
LARGEST_RESPONSE = 6_291_556

# What Step Functions sees when a function runs out of its own time. AWS documents Lambda.Unknown;
# newer runtimes answer Sandbox.Timedout. Not proven on AWS: both engines of the lab use this one.
TIMEOUT_ERROR = "Sandbox.Timedout"


@dataclass
class Job:
    """What the function is given, and what came of it."""

    request_id: str
    payload: bytes
    function_arn: str
    trace_id: str
    deadline_ms: int
    done: threading.Event = field(default_factory=threading.Event)
    is_error: bool = False
    result: bytes = b""

    def end(self, is_error: bool, body: bytes) -> None:
        """Sets the result, once."""
        if self.done.is_set():
            return
        self.is_error, self.result = is_error, body
        self.done.set()


def error_body(error_type: str, message: str) -> bytes:
    """A function error in Lambda's own form."""
    return json.dumps({"errorType": error_type, "errorMessage": message}).encode()
