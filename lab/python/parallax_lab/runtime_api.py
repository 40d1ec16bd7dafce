"""The Lambda Runtime API of one environment: what awslambdaric asks, and where it answers."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Protocol

from parallax_lab.lambda_job import Job


class Environment(Protocol):
    """What the server needs of the environment it serves."""

    def next_job(self) -> Job | None: ...

    def init_failed(self, body: bytes) -> None: ...

    def finish(self, request_id: str, is_error: bool, body: bytes) -> None: ...


class RuntimeApi(ThreadingHTTPServer):
    """Listens on a free loopback port; `environment` hears of each request."""

    daemon_threads = True
    request_queue_size = 16

    def __init__(self, environment: Environment) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.environment = environment
        threading.Thread(target=self.serve_forever, args=(5,), daemon=True).start()

    def stop(self) -> None:
        """Ends the server without waiting for it."""
        threading.Thread(target=self._close, daemon=True).start()

    def _close(self) -> None:
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: RuntimeApi
    protocol_version = "HTTP/1.1"
    # Header and body leave in one segment, at once: else each way waits 40 ms for an ACK.
    wbufsize = 65536
    disable_nagle_algorithm = True

    def log_message(self, *_args: object) -> None:
        return None

    def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def do_GET(self) -> None:
        job = self.server.environment.next_job()
        if job is None:
            self.close_connection = True
            return
        headers = {
            "Content-Type": "application/json",
            "Lambda-Runtime-Aws-Request-Id": job.request_id,
            "Lambda-Runtime-Deadline-Ms": str(job.deadline_ms),
            "Lambda-Runtime-Invoked-Function-Arn": job.function_arn,
            "Lambda-Runtime-Trace-Id": job.trace_id,
        }
        self._answer(200, job.payload, headers)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        parts = self.path.split("/")
        if "init" in parts:
            self.server.environment.init_failed(body)
        else:
            self.server.environment.finish(parts[-2], parts[-1] == "error", body)
        self._answer(202, b"{}", {})
