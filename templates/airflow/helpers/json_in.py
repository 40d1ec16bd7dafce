from typing import Any

from .json_equal import json_equal


def json_in(item: Any, items: list[Any]) -> bool:
    """Tell whether a list holds a JSON value; Python alone would take true for 1."""
    return any(json_equal(item, each) for each in items)
