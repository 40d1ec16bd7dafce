"""How Airflow opens the lab's SQLite database: many write to it, and none of it must last."""

import sqlite3
import sys
from typing import Any

# SQLite waits 5 s for another writer by default.
_PATIENT_MS = 60_000
# The api-server blocks its event loop while it waits, and the writer it waits for may need that
# loop to commit: it gives up early, answers 500, and its clients try again.
_HASTY_MS = 1_000


def _patience() -> int:
    return _HASTY_MS if "api-server" in sys.argv[1:2] else _PATIENT_MS


class QuickConnection(sqlite3.Connection):
    """Commits without waiting for the disk: the lab's database is made anew for every lab."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute("PRAGMA synchronous=OFF")
        self.execute(f"PRAGMA busy_timeout={_patience()}")


connect_args: dict[str, Any] = {"factory": QuickConnection}
