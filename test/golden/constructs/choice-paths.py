"""Choice paths: Paths with steps, without steps and one that ends the run; the value of the
choice is that of the path.

Compiled by Parallax from test/golden/constructs/choice-paths.yaml; edit that file, not this
one.
"""

from __future__ import annotations

import pendulum
from airflow.sdk import Param, dag, task


@dag(
    dag_id="choice-paths",
    doc_md=__doc__,
    schedule=None,
    start_date=pendulum.datetime(2025, 1, 1, tz="UTC"),
    catchup=False,
    tags=["parallax"],
    params={
        "amount": Param(type="integer"),
    },
)
def choice_paths():
    @task.branch
    def route(*, params):
        if params["amount"] > 100:
            return "large"
        if params["amount"] > 10:
            return "stop"
        return "route__else"

    @task
    def large():
        return "large"

    @task
    def stop():
        return "stopped"

    @task
    def route__else():
        return None

    @task(trigger_rule="none_failed_min_one_success")
    def route__join(large, route__else):
        return large if large is not None else route__else

    @task
    def after(route):
        return route

    @task(trigger_rule="one_success")
    def output(after, stop):
        return after if after is not None else stop

    route_task = route()
    large_task = large()
    stop_task = stop()
    route__else_task = route__else()
    route__join_task = route__join(large_task, route__else_task)
    after_task = after(route__join_task)
    output(after_task, stop_task)
    route_task >> [large_task, stop_task, route__else_task]


choice_paths()
