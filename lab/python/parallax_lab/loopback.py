"""The emulator listens on 127.0.0.1 only; stock, it binds every interface."""

import os
import sys
from types import SimpleNamespace
from typing import Any

from parallax_lab.probe import replace

# The exit status that says "the port is taken": the lab then tries another one.
PORT_TAKEN = 71


class _Endpoint:
    """A TCP endpoint that ends the process when it cannot listen; stock, it says "Ready." """

    def __init__(self, endpoint: Any) -> None:
        self._endpoint = endpoint

    def listen(self, factory: Any) -> Any:
        return self._endpoint.listen(factory).addErrback(_give_up)


def _give_up(failure: Any) -> None:
    print(f"cannot listen: {failure.getErrorMessage()}", file=sys.stderr, flush=True)
    os._exit(PORT_TAKEN)


def install() -> None:
    """Gives the emulator's server endpoints whose interface is the loopback one."""
    from twisted.internet import endpoints

    def tcp4(reactor: Any, port: int, backlog: int = 50, interface: str = "127.0.0.1") -> Any:
        return _Endpoint(endpoints.TCP4ServerEndpoint(reactor, port, backlog, interface))

    names = {"TCP4ServerEndpoint": tcp4, "TCP6ServerEndpoint": endpoints.TCP6ServerEndpoint}
    replace("localemu.runtime.server.twisted", "endpoints", SimpleNamespace(**names))
