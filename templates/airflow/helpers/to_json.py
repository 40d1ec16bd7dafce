import json
from typing import Any

from .number_text import number_text


def to_json(value: Any) -> str:
    """Return a value as compact JSON, with numbers as JSONata prints them."""
    if isinstance(value, dict):
        fields = [f"{to_json(key)}:{to_json(item)}" for key, item in value.items()]
        return f"{{{','.join(fields)}}}"
    if isinstance(value, list):
        return f"[{','.join(map(to_json, value))}]"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number_text(value)
    return json.dumps(value, ensure_ascii=False)
