from typing import Any


def need(value: Any, kind: str) -> Any:
    """Return a value that must be of this kind; Python would take more than JSONata does."""
    kinds = {"array": list, "object": dict, "number": (int, float), "string": str}
    if kind == "numbers":
        fits = isinstance(value, list) and all(need(item, "number") is item for item in value)
    elif kind == "text":
        fits = isinstance(value, str) and value != ""
    else:
        fits = any(isinstance(value, kinds[name]) for name in kind.split(" or "))
    if not fits or isinstance(value, bool):
        raise TypeError(f"expected {kind}, got {value!r}")
    return value
