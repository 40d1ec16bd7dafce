"""The emulator's plugin point for the processes that run Lambda functions."""

from typing import Any

from localemu.services.lambda_.invocation.plugins import RuntimeExecutorPlugin


class ProcessExecutorPlugin(RuntimeExecutorPlugin):
    """Chosen by LAMBDA_RUNTIME_EXECUTOR=process."""

    name = "process"

    def load(self, *_args: Any, **_kwargs: Any) -> Any:
        from parallax_lab.lambda_executor import ProcessExecutor

        return ProcessExecutor
