"""Runs Lambda functions in warm processes of AWS's own runtime client, one per environment."""

import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from typing import Any

from localemu import config
from localemu.services.lambda_.invocation.lambda_models import FunctionVersion, InvocationResult
from localemu.services.lambda_.invocation.runtime_executor import RuntimeExecutor

from parallax_lab.lambda_job import LARGEST_RESPONSE, TIMEOUT_ERROR, Job, error_body
from parallax_lab.runtime_api import RuntimeApi

_INHERITED = ("PATH", "LANG", "LC_ALL", "HOME", "SSL_CERT_FILE", "LD_LIBRARY_PATH")
_TASK_ROOT = b"/var/task"
_LOG_LINES = 2000


class ProcessExecutor(RuntimeExecutor):
    """One execution environment: a process, and the Runtime API that it talks to."""

    def __init__(self, id: str, function_version: FunctionVersion) -> None:
        super().__init__(id, function_version)
        self._process: subprocess.Popen[bytes] | None = None
        self._api: RuntimeApi | None = None
        self._variables: dict[str, str] = {}
        self._scratch = ""
        self._code = ""
        self._log: list[bytes] = []
        self._reset()

    def _reset(self) -> None:
        self._jobs: queue.Queue[Job | None] = queue.Queue()
        self._ready = threading.Event()
        self._init_error: bytes | None = None
        self._current: Job | None = None

    # What the Runtime API calls

    def next_job(self) -> Job | None:
        """Waits for the next invocation; None when the environment ends."""
        self._ready.set()
        job = self._jobs.get()
        self._current = job
        return job

    def init_failed(self, body: bytes) -> None:
        """The function's module could not be loaded."""
        self._init_error = self._as_on_aws(body)
        self._ready.set()

    def finish(self, request_id: str, is_error: bool, body: bytes) -> None:
        """The function returned or raised."""
        job = self._current
        if job is None or job.request_id != request_id:
            return
        if is_error:
            job.end(True, self._as_on_aws(body))
        elif len(body) > LARGEST_RESPONSE:
            message = (
                "Response payload size exceeded maximum allowed payload size "
                f"({LARGEST_RESPONSE} bytes)."
            )
            job.end(True, error_body("Function.ResponseSizeTooLarge", message))
        else:
            job.end(False, body)

    def _as_on_aws(self, body: bytes) -> bytes:
        return body.replace(self._code.encode(), _TASK_ROOT)

    # The life of the process

    def start(self, env_vars: dict[str, str]) -> None:
        self._variables = env_vars
        self._scratch = tempfile.mkdtemp(prefix="lambda-")
        self._spawn()

    def _spawn(self) -> None:
        self._reset()
        version = self.function_version.config
        location = version.code.get_unzipped_code_location()
        if not os.path.isdir(location):
            version.code.prepare_for_execution()
        self._code = str(location)
        self._api = RuntimeApi(self)
        handler = self._variables.get("_HANDLER") or version.handler
        self._process = subprocess.Popen(
            [sys.executable, "-m", "awslambdaric", handler],
            cwd=self._code,
            env=self._environment(self._api.server_port),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        threading.Thread(target=self._pump, args=(self._process,), daemon=True).start()
        self._ready.wait(config.LAMBDA_RUNTIME_ENVIRONMENT_TIMEOUT)

    def _environment(self, port: int) -> dict[str, str]:
        inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        given = {key: str(value) for key, value in self._variables.items() if value is not None}
        path = [self._code, given.get("PYTHONPATH", "")]
        return {
            **inherited,
            **given,
            "TMPDIR": self._scratch,
            "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{port}",
            "LAMBDA_TASK_ROOT": self._code,
            "PYTHONPATH": os.pathsep.join(part for part in path if part),
            "PYTHONUNBUFFERED": "1",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_EXECUTION_ENV": f"AWS_Lambda_{self.function_version.config.runtime}",
        }

    def _pump(self, process: subprocess.Popen[bytes]) -> None:
        """Collects the output; when the process ends by itself, so does its invocation."""
        assert process.stdout is not None
        for line in process.stdout:
            self._log.append(line)
        status = process.wait()
        if process is not self._process:
            return
        self._ready.set()
        job = self._current
        if job is not None:
            message = (
                f"RequestId: {job.request_id} Error: Runtime exited with error: "
                f"exit status {status}"
            )
            job.end(True, error_body("Runtime.ExitError", message))

    def _kill(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            process.wait()
        api, self._api = self._api, None
        if api is not None:
            self._jobs.put(None)
            api.stop()

    def stop(self) -> None:
        self._kill()
        if self._scratch:
            shutil.rmtree(self._scratch, ignore_errors=True)

    # Invocations

    def invoke(self, payload: dict[str, Any], function_timeout: int | None = None) -> Any:
        if self._process is None or self._process.poll() is not None:
            if self._init_error is None:
                self._kill()
                self._spawn()
        timeout = float(function_timeout or 3)
        start = time.time()
        mark = len(self._log)
        job = _job(payload, start + timeout)
        if self._init_error is not None:
            # AWS runs the initialisation again at the next invocation.
            job.end(True, self._init_error)
            self._kill()
            self._init_error = None
        else:
            self._jobs.put(job)
            if not job.done.wait(timeout):
                self._kill()
                message = (
                    f"RequestId: {job.request_id} Error: Task timed out after {timeout:.2f} seconds"
                )
                job.end(True, error_body(TIMEOUT_ERROR, message))
        self._current = None
        logs = self._log_of(job.request_id, mark, (time.time() - start) * 1000)
        return InvocationResult(job.request_id, job.result, is_error=job.is_error, logs=logs)

    def _log_of(self, request_id: str, mark: int, milliseconds: float) -> str:
        text = b"".join(self._log[mark:]).decode(errors="replace")
        if text and not text.endswith("\n"):
            text += "\n"
        if len(self._log) > 2 * _LOG_LINES:
            self._log = self._log[-_LOG_LINES:]
        version = self.function_version
        return (
            f"START RequestId: {request_id} Version: {version.id.qualifier}\n{text}"
            f"END RequestId: {request_id}\nREPORT RequestId: {request_id}\t"
            f"Duration: {milliseconds:.2f} ms\tBilled Duration: {int(milliseconds) + 1} ms\t"
            f"Memory Size: {version.config.memory_size} MB\n"
        )

    # The rest of the plugin's interface

    def get_address(self) -> str:
        return "127.0.0.1"

    def get_endpoint_from_executor(self) -> str:
        return "127.0.0.1"

    def get_runtime_endpoint(self) -> str:
        return "http://127.0.0.1"

    def get_logs(self) -> str:
        return b"".join(self._log).decode(errors="replace")

    @classmethod
    def prepare_version(cls, function_version: FunctionVersion) -> None:
        if function_version.config.code:
            function_version.config.code.prepare_for_execution()

    @classmethod
    def cleanup_version(cls, function_version: FunctionVersion) -> None:
        """Nothing: other versions may share the code."""

    @classmethod
    def validate_environment(cls) -> bool:
        return True


def _job(payload: dict[str, Any], deadline: float) -> Job:
    body = payload["payload"]
    return Job(
        request_id=payload["invoke-id"],
        payload=body.encode() if isinstance(body, str) else (body or b"{}"),
        function_arn=payload["invoked-function-arn"],
        trace_id=payload.get("trace-id") or "",
        deadline_ms=int(deadline * 1000),
    )
