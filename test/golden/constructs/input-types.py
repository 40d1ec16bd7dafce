"""Input types: Declared types on both sides - params with a schema, and a state that refuses
what breaks them.

Compiled by Parallax from test/golden/constructs/input-types.yaml; edit that file, not this
one.
"""

from __future__ import annotations

from datetime import timedelta

import pendulum
from airflow.sdk import Param, dag, task


@dag(
    dag_id="input-types",
    doc_md=__doc__,
    schedule=None,
    start_date=pendulum.datetime(2025, 1, 1, tz="UTC"),
    catchup=False,
    dagrun_timeout=timedelta(seconds=600),
    tags=["parallax"],
    params={
        "name": Param(type="string", description="Who asks."),
        "size": Param(3, type="integer"),
        "ratio": Param(0.5, type="number"),
        "tags": Param([], type="array", items={"type": "string"}),
        "note": Param(None, type=["null", "string"]),
        "place": Param(
            {"city": "Rome"},
            type="object",
            properties={"city": {"type": "string"}, "zip": {"type": "string"}},
            required=["city"],
        ),
        "anything": Param(),
    },
)
def input_types():
    @task
    def show(*, params):
        return dict(params)

    show()


input_types()
