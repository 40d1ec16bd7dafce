from typing import Any


def json_equal(a: Any, b: Any) -> bool:
    """Compare two JSON values; Python alone would take true for 1."""
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(json_equal, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(json_equal(item, b[key]) for key, item in a.items())
    return a == b
