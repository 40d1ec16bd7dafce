"""Ties a process to its parent, so that nothing outlives a supervisor that was killed."""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def die_with_parent(parent: int | None, how: signal.Signals) -> None:
    """Asks Linux to send this process a signal when its parent ends; elsewhere it does nothing.

    The request survives exec and is not inherited by forks. `parent` is the expected parent's
    pid: if it is already gone, the request would come too late, so the process ends at once.
    """
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, how)
    if parent is not None and os.getppid() != parent:
        sys.exit(1)
