"""Pass values: Values of every kind, worked out and handed on.

Compiled by Parallax from test/golden/constructs/pass-values.yaml; edit that file, not this
one.
"""

from __future__ import annotations

import pendulum
from airflow.sdk import Param, dag, task


@dag(
    dag_id="pass-values",
    doc_md=__doc__,
    schedule=None,
    start_date=pendulum.datetime(2025, 1, 1, tz="UTC"),
    catchup=False,
    tags=["parallax"],
    params={
        "who": Param("you", type="string"),
    },
)
def pass_values():
    @task
    def greet(*, params):
        """Says hello to whoever asked."""
        return {
            "text": f"Hello {params['who']}",
            "list": [1, params["who"], True, None],
            "nested": {"empty": {}},
        }

    @task
    def measure(greet):
        return len(greet["text"])

    @task
    def output(greet, measure):
        return {"greeting": greet, "length": measure}

    greet_task = greet()
    measure_task = measure(greet_task)
    output(greet_task, measure_task)


pass_values()
