"""Hello: The smallest pipeline either console can show: two steps that call nothing. Step
Functions draws two Pass states and the run takes milliseconds; Airflow draws two tasks,
each queued, started and logged by itself, and takes seconds. The retries below are a
default of the DAG only: Step Functions knows retries per state, and has none here.

Compiled by Parallax from pipelines/hello.yaml; edit that file, not this one.
"""

from __future__ import annotations

from datetime import timedelta

import pendulum
from airflow.sdk import dag, task


@dag(
    dag_id="hello",
    doc_md=__doc__,
    schedule=None,
    start_date=pendulum.datetime(2025, 1, 1, tz="UTC"),
    catchup=False,
    default_args={"retries": 1, "retry_delay": timedelta(seconds=60)},
    tags=["parallax"],
)
def hello():
    @task
    def start():
        return {"message": "Hello"}

    @task
    def end(start):
        return {"message": f"{start['message']} from both engines"}

    start_task = start()
    end(start_task)


hello()
