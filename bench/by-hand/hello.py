"""Hello: two tasks that call nothing.

Written by hand: what the compiled DAG is measured against (npm run bench).
"""

from __future__ import annotations

from datetime import timedelta

import pendulum
from airflow.sdk import dag, task


@dag(
    dag_id="hello",
    schedule=None,
    start_date=pendulum.datetime(2025, 1, 1, tz="UTC"),
    catchup=False,
    default_args={"retries": 1, "retry_delay": timedelta(minutes=1)},
    tags=["parallax"],
)
def hello():
    @task
    def start():
        return {"message": "Hello"}

    @task
    def end(started):
        return {"message": f"{started['message']} from both engines"}

    end(start())


hello()
