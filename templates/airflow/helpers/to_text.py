from typing import Any

from .to_json import to_json


def to_text(value: Any) -> str:
    """Return a value as text, as JSONata's $string does: a text as it stands, the rest as JSON."""
    return value if isinstance(value, str) else to_json(value)
