"""Starts the emulator with the lab's patches: `python -m parallax_lab.emulator`."""

import os
import signal
import sys

from parallax_lab.parent import die_with_parent
from parallax_lab.probe import EmulatorMismatch


def main() -> None:
    parent = os.environ.pop("PARALLAX_PARENT", None)
    # Its own shutdown can hang; Lambda's processes end when their Runtime API is gone.
    die_with_parent(int(parent) if parent else None, signal.SIGKILL)
    from parallax_lab.patches import install_patches

    try:
        install_patches()
    except EmulatorMismatch as error:
        print(f"EmulatorMismatch: {error}", file=sys.stderr, flush=True)
        sys.exit(70)
    from localemu.runtime.main import main as run

    run()


if __name__ == "__main__":
    main()
