import json
from typing import Any


def from_json(text: str) -> Any:
    """Return the value of a JSON text; NaN and Infinity, which Python would take, are no JSON."""

    def refuse(constant: str) -> None:
        raise ValueError(f"{constant} is not JSON")

    return json.loads(text, parse_constant=refuse)
