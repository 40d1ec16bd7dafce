"""Runs one of Airflow's commands, tied to the supervisor: `python -m parallax_lab.airflow_main`."""

import os
import signal
import sys

from parallax_lab.parent import die_with_parent


def main() -> None:
    parent = os.environ.pop("PARALLAX_PARENT", None)
    # Asked, not killed: the scheduler then ends its workers.
    die_with_parent(int(parent) if parent else None, signal.SIGTERM)
    from airflow.__main__ import main as run

    sys.argv[0] = "airflow"
    run()


if __name__ == "__main__":
    main()
