"""How Airflow opens the lab's SQLite database: many processes write to it, and none of it must last."""

import sqlite3
from typing import Any


class QuickConnection(sqlite3.Connection):
    """Commits without waiting for the disk: the lab's database is made anew for every lab."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute("PRAGMA synchronous=OFF")


# SQLite waits 5 s for another writer by default; under load Airflow's api-server then answers 500.
connect_args: dict[str, Any] = {"timeout": 60, "factory": QuickConnection}
connect_args_async: dict[str, Any] = {"timeout": 60}
