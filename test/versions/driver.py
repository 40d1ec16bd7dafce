"""Imports and runs generated DAGs on one Airflow version: `python driver.py`, for versions.test.ts.

JSON lines as in parallax_lab.dagtest, whose functions do the work on Airflow 3; this file adds what
Airflow 2.11 does differently, a Lambda service without a network, and a second command:

{"import": [path, ...]} is answered by {"errors": {file name: text}, "dags": {dag_id: {task_id:
{"trigger_rule", "retries", "retry_delay", "max_active", "upstream", "mapped"}}}}.
A run command also holds "functions": {name: path of its source}, called in this process.
"""

import concurrent.futures
import importlib.util
import io
import json
import os
import shutil
import sys
import threading
import time
from pathlib import Path
from typing import Any

from parallax_lab import dagtest

sources: dict[str, str] = {}


def is_airflow_2() -> bool:
    """Whether this is Airflow 2, which has no task SDK."""
    return importlib.util.find_spec("airflow.sdk") is None


def prepare_airflow_2() -> str:
    """Do what dagtest does for Airflow 3, as far as it applies."""
    import logging
    import warnings

    warnings.filterwarnings("ignore")
    import airflow
    import airflow.models.dag as models
    from airflow.utils import timezone

    logging.disable(logging.CRITICAL)
    run_task = models._run_task

    def run_dated(*, ti: Any, session: Any, **options: Any) -> None:
        # A task process notes when it starts; dag.test() of 2.11 does not.
        ti.start_date = timezone.utcnow()
        session.merge(ti)
        session.commit()
        run_task(ti=ti, session=session, **options)

    models._run_task = run_dated
    pause = time.sleep
    time.sleep = lambda seconds: pause(0.02 if seconds == 1 else seconds)
    return airflow.__version__


def run_airflow_2(command: dict[str, Any]) -> dict[str, Any]:
    """Run one DAG on Airflow 2; the answer is dagtest's."""
    from airflow.models.dagbag import DagBag
    from airflow.models.xcom import XCom
    from airflow.utils.session import create_session
    from sqlalchemy import select

    copy = Path(os.environ["AIRFLOW__CORE__DAGS_FOLDER"]) / Path(command["file"]).name
    shutil.copyfile(command["file"], copy)
    bag = DagBag(dag_folder=str(copy))
    for error in bag.import_errors.values():
        raise ImportError(error)
    bag.sync_to_db()
    (dag,) = bag.dags.values()
    result = dag.test(run_conf=command.get("conf") or {})
    with create_session() as session:
        wanted = (XCom.dag_id == dag.dag_id, XCom.run_id == result.run_id)
        xcoms = [
            {
                "task_id": one.task_id,
                "map_index": one.map_index,
                "key": one.key,
                "value": one.value,
            }
            for one in session.scalars(select(XCom).where(*wanted))
        ]
    return {
        "dag_id": dag.dag_id,
        "run_id": result.run_id,
        "state": str(getattr(result.state, "value", result.state)),
        "tasks": dagtest._tasks(dag.dag_id, result.run_id),
        "xcoms": xcoms,
    }


def import_all(files: list[str]) -> dict[str, Any]:
    """Import each file by itself into a DagBag, and say what is in it."""
    try:
        from airflow.dag_processing.dagbag import DagBag
    except ImportError:
        from airflow.models.dagbag import DagBag
    errors: dict[str, str] = {}
    dags: dict[str, Any] = {}
    for file in files:
        bag = DagBag(dag_folder=file)
        errors |= {Path(file).name: text for text in bag.import_errors.values()}
        for dag_id, dag in bag.dags.items():
            dags[dag_id] = {one.task_id: facts(one) for one in dag.tasks}
    return {"errors": errors, "dags": dags}


def facts(operator: Any) -> dict[str, Any]:
    """Return what Airflow itself made of a task's arguments."""
    rule = operator.trigger_rule
    return {
        "trigger_rule": str(getattr(rule, "value", rule)),
        "retries": operator.retries or 0,
        "retry_delay": operator.retry_delay.total_seconds(),
        "max_active": operator.max_active_tis_per_dagrun,
        "upstream": sorted(operator.upstream_task_ids),
        "mapped": operator.get_closest_mapped_task_group() is not None
        if hasattr(operator, "get_closest_mapped_task_group")
        else any(True for _ in operator.iter_mapped_task_groups()),
    }


def invoke_lambda(hook: Any, *, function_name: str, payload: str, **_: Any) -> dict[str, Any]:
    """Stand for LambdaHook.invoke_lambda: call the function's source and answer as Lambda does."""
    from botocore.exceptions import ReadTimeoutError

    spec = importlib.util.spec_from_file_location("function", sources[function_name])
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    answer: concurrent.futures.Future[Any] = concurrent.futures.Future()

    def call() -> None:
        try:
            answer.set_result(module.handler(json.loads(payload), None))
        except Exception as error:
            answer.set_exception(error)

    threading.Thread(target=call, daemon=True).start()
    try:
        result, failed = answer.result(hook._config.read_timeout), {}
    except concurrent.futures.TimeoutError:
        raise ReadTimeoutError(endpoint_url=function_name) from None
    except Exception as error:
        result = {"errorType": type(error).__name__, "errorMessage": str(error), "stackTrace": []}
        failed = {"FunctionError": "Unhandled"}
    return {"StatusCode": 200, "Payload": io.BytesIO(json.dumps(result).encode()), **failed}


def main() -> None:
    """Patch Lambda, then serve commands as dagtest does."""
    import airflow  # noqa: F401

    airflow_2 = is_airflow_2()
    if airflow_2:
        dagtest._prepare = prepare_airflow_2
    run_dag = run_airflow_2 if airflow_2 else dagtest.run
    prepare = dagtest._prepare

    def prepare_with_lambda() -> str:
        version = prepare()
        from airflow.providers.amazon.aws.hooks.lambda_function import LambdaHook

        LambdaHook.invoke_lambda = invoke_lambda
        return version

    def run(command: dict[str, Any]) -> dict[str, Any]:
        if "import" in command:
            return import_all(command["import"])
        sources.update(command["functions"])
        return run_dag(command)

    dagtest._prepare, dagtest.run = prepare_with_lambda, run
    dagtest.main()


if __name__ == "__main__":
    sys.path.append(os.path.dirname(__file__))
    main()
