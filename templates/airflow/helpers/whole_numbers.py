from typing import Any


def whole_numbers(value: Any) -> Any:
    """Return a JSON value with 2.0 as 2, as JSONata writes it."""
    if isinstance(value, dict):
        return {key: whole_numbers(item) for key, item in value.items()}
    if isinstance(value, list):
        return [whole_numbers(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
