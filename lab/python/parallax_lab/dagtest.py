"""Runs DAGs one after another in one warm process: `python -m parallax_lab.dagtest`.

Airflow's own `dag.test()`, without a scheduler: tasks run one at a time, pools and parallelism are
not exercised, retry delays are real. For tests that compare many small DAGs with something else.

Commands come as JSON lines on stdin, {"file": path, "conf": {...}, "run_id": name}; run_id may be
left out. Each is answered by one JSON line on stdout: {"dag_id", "run_id", "state", "tasks": [{
"task_id", "map_index", "state", "try_number", "start", "end"}], "xcoms": [{"task_id", "map_index",
"key", "value"}]}, or {"error": text}. The first line is {"ready": version}. For Airflow 3; the
environment must name an AIRFLOW_HOME with a migrated database and a DAGs folder.
"""

import functools
import json
import logging
import os
import shutil
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

_BUNDLE = "dags-folder"
# What dag.test() sleeps whenever nothing can run, and what is enough.
_STOCK_PAUSE = 1
_PAUSE = 0.02


def _prepare() -> str:
    """Imports Airflow, makes it quiet and quick; returns its version."""
    import airflow
    from airflow.dag_processing.bundles.manager import DagBundlesManager
    from airflow.sdk.execution_time import supervisor

    logging.disable(logging.CRITICAL)
    with suppress(ImportError):
        import structlog

        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    # Airflow 3 makes a new in-process API for every task, which takes seconds.
    supervisor.in_process_api_server = functools.lru_cache(1)(supervisor.in_process_api_server)
    pause = time.sleep
    time.sleep = lambda seconds: pause(_PAUSE if seconds == _STOCK_PAUSE else seconds)
    DagBundlesManager().sync_bundles_to_db()
    return airflow.__version__


def _load(file: Path) -> Any:
    """The one DAG of a file, known to the database. A new object each time: a run changes it."""
    try:
        from airflow.dag_processing.dagbag import DagBag
    except ImportError:
        from airflow.models.dagbag import DagBag
    folder = Path(os.environ["AIRFLOW__CORE__DAGS_FOLDER"])
    copy = folder / file.name
    if not copy.exists() or copy.read_bytes() != file.read_bytes():
        shutil.copyfile(file, copy)
    bag = DagBag(dag_folder=str(copy), bundle_path=folder)
    for error in bag.import_errors.values():
        raise ImportError(error)
    if len(bag.dags) != 1:
        raise ValueError(f"{file.name} holds {len(bag.dags)} DAGs instead of one")
    try:
        from airflow.dag_processing.dagbag import sync_bag_to_db
    except ImportError:
        bag.sync_to_db(_BUNDLE, None)
    else:
        sync_bag_to_db(bag, _BUNDLE, None)
    return next(iter(bag.dags.values()))


@contextmanager
def _named(run_id: str | None) -> Iterator[None]:
    """Gives the next run this id; dag.test() has no parameter for it."""
    if run_id is None:
        yield
        return
    from airflow.models.dagrun import DagRun

    with patch.object(DagRun, "generate_run_id", staticmethod(lambda **_: run_id)):
        yield


def _tasks(dag_id: str, run_id: str) -> list[dict[str, Any]]:
    from airflow.models.taskinstance import TaskInstance
    from airflow.utils.session import create_session
    from sqlalchemy import select

    with create_session() as session:
        wanted = (TaskInstance.dag_id == dag_id, TaskInstance.run_id == run_id)
        found = [
            {
                "task_id": one.task_id,
                "map_index": one.map_index,
                "state": None if one.state is None else str(getattr(one.state, "value", one.state)),
                "try_number": one.try_number,
                "start": None if one.start_date is None else one.start_date.isoformat(),
                "end": None if one.end_date is None else one.end_date.isoformat(),
            }
            for one in session.scalars(select(TaskInstance).where(*wanted))
        ]
    return sorted(found, key=lambda one: (one["start"] or "~", one["task_id"], one["map_index"]))


def _xcoms(dag_id: str, run_id: str) -> list[dict[str, Any]]:
    from airflow.models.xcom import XComModel
    from airflow.utils.session import create_session
    from sqlalchemy import select

    with create_session() as session:
        wanted = (XComModel.dag_id == dag_id, XComModel.run_id == run_id)
        return [
            {
                "task_id": one.task_id,
                "map_index": one.map_index,
                "key": one.key,
                "value": _value(one.value),
            }
            for one in session.scalars(select(XComModel).where(*wanted))
        ]


def _value(stored: Any) -> Any:
    """Airflow 3 keeps an XCom as JSON text."""
    if not isinstance(stored, str):
        return stored
    try:
        return json.loads(stored)
    except ValueError:
        return stored


def run(command: dict[str, Any]) -> dict[str, Any]:
    """Runs one DAG, and says what happened."""
    dag = _load(Path(command["file"]))
    with _named(command.get("run_id")):
        # As a run started through the REST API with `logical_date: null`.
        result = dag.test(run_conf=command.get("conf") or {}, logical_date=None)
    return {
        "dag_id": dag.dag_id,
        "run_id": result.run_id,
        "state": str(getattr(result.state, "value", result.state)),
        "tasks": _tasks(dag.dag_id, result.run_id),
        "xcoms": _xcoms(dag.dag_id, result.run_id),
    }


def main() -> None:
    # Tasks print, and Airflow logs: only this copy of stdout carries answers.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    def answer(message: dict[str, Any]) -> None:
        answers.write(json.dumps(message, default=str) + "\n")
        answers.flush()

    answer({"ready": _prepare()})
    for line in sys.stdin:
        try:
            answer(run(json.loads(line)))
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            traceback.print_exc()
            answer({"error": f"{type(error).__name__}: {error}"})


if __name__ == "__main__":
    main()
