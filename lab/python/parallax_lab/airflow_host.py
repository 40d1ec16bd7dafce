"""Imports Airflow once and forks its components: `python -m parallax_lab.airflow_host`.

Each of Airflow's four programs spends most of its start on the same imports. Commands come as
JSON lines on stdin, {"start": name, "argv": [...], "log": file}; answers go as JSON lines to
stdout, {"ready": true}, {"started": name, "pid": n} and {"ended": name, "pid": n, "how": words}.
When stdin closes (the supervisor is gone, or wants it so) every component is ended.
"""

import json
import os
import select
import signal
import sys
import threading
import time
from typing import Any, NoReturn

from parallax_lab import botocore_cache
from parallax_lab.parent import die_with_parent

# What more than one component, or every task, imports. A task runs in a fork of a fork of this
# process: what is loaded here costs it nothing.
_PRELOADED = (
    "airflow.settings",
    "airflow.models",
    "airflow.sdk",
    "airflow.sdk.execution_time.supervisor",
    "airflow.sdk.execution_time.task_runner",
    "airflow.providers.amazon.aws.bundles.s3",
    "airflow.providers.amazon.aws.hooks.lambda_function",
    "airflow.providers.standard.operators.python",
    "airflow.providers.standard.sensors.date_time",
    "airflow.executors.local_executor",
    "airflow.jobs.scheduler_job_runner",
    "airflow.jobs.triggerer_job_runner",
    "airflow.dag_processing.manager",
)
_REGISTRIES = (
    ("airflow.providers_manager", "ProvidersManager"),
    ("airflow.sdk.providers_manager_runtime", "ProvidersManagerTaskRuntime"),
)
_POLL_SECONDS = 0.1
_GRACE_SECONDS = 1.0


def _preload() -> None:
    from importlib import import_module

    for module in _PRELOADED:
        try:
            import_module(module)
        except ImportError:
            # Another Airflow version keeps it elsewhere: its component imports it by itself.
            print(f"not there to preload: {module}", file=sys.stderr, flush=True)
    _load_provider_hooks()
    botocore_cache.install()
    if threading.active_count() > 1:
        print("a preloaded module has started a thread", file=sys.stderr, flush=True)


def _load_provider_hooks() -> None:
    """Fills the registries that the first use of a connection fills, in every task anew."""
    from importlib import import_module

    for module, name in _REGISTRIES:
        try:
            registry = getattr(import_module(module), name)()
            registry.initialize_providers_hooks()
            len(registry.hooks)
        except (ImportError, AttributeError):
            print(f"not there to preload: {module}.{name}", file=sys.stderr, flush=True)


class Host:
    """The forked components, and the pipe to the supervisor."""

    def __init__(self) -> None:
        self._names: dict[int, str] = {}
        # Components must not write into the supervisor's pipe: only this copy leads there.
        self._answers = os.dup(1)
        os.set_inheritable(self._answers, False)
        os.dup2(2, 1)

    def answer(self, message: dict[str, Any]) -> None:
        try:
            os.write(self._answers, (json.dumps(message) + "\n").encode())
        except BrokenPipeError:
            pass

    def start(self, command: dict[str, Any]) -> bool:
        """Forks one component; True in the child, which goes on to run it."""
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid == 0:
            self._become(command)
            return True
        self._names[pid] = command["start"]
        self.answer({"started": command["start"], "pid": pid})
        return False

    def _become(self, command: dict[str, Any]) -> None:
        parent = os.getppid()
        os.setsid()
        os.close(self._answers)
        log = os.open(command["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for source, target in ((nothing, 0), (log, 1), (log, 2)):
            os.dup2(source, target)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        die_with_parent(parent, signal.SIGTERM)
        sys.argv = ["airflow", *command["argv"]]

    def reap(self) -> None:
        """Tells of the components that have ended."""
        while self._names:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            name = self._names.pop(pid, None)
            if name is not None:
                # A killed scheduler leaves its workers behind.
                _signal_groups([pid], signal.SIGKILL)
                self.answer({"ended": name, "pid": pid, "how": _how(status)})

    def end(self) -> NoReturn:
        """Ends every component with its own children, and this process."""
        pids = list(self._names)
        _signal_groups(pids, signal.SIGTERM)
        deadline = time.monotonic() + _GRACE_SECONDS
        while self._names and time.monotonic() < deadline:
            self.reap()
            time.sleep(0.02)
        _signal_groups(pids, signal.SIGKILL)
        os._exit(0)


def _signal_groups(pids: list[int], number: signal.Signals) -> None:
    for pid in pids:
        try:
            os.killpg(pid, number)
        except (ProcessLookupError, PermissionError):
            pass


def _how(status: int) -> str:
    if os.WIFSIGNALED(status):
        return signal.Signals(os.WTERMSIG(status)).name
    return f"exit {os.WEXITSTATUS(status)}"


def _serve(host: Host) -> bool:
    """Obeys commands until stdin closes; True in a forked component."""
    pending = b""
    while True:
        readable, _, _ = select.select([0], [], [], _POLL_SECONDS)
        host.reap()
        if not readable:
            continue
        chunk = os.read(0, 65536)
        if not chunk:
            host.end()
        *lines, pending = (pending + chunk).split(b"\n")
        for line in lines:
            if host.start(json.loads(line)):
                return True


def main() -> None:
    parent = os.environ.pop("PARALLAX_PARENT", None)
    die_with_parent(int(parent) if parent else None, signal.SIGTERM)
    host = Host()

    def end(_number: int, _frame: Any) -> None:
        host.end()

    signal.signal(signal.SIGTERM, end)
    _preload()
    host.answer({"ready": True})
    if _serve(host):
        from airflow.__main__ import main as run

        run()


if __name__ == "__main__":
    main()
