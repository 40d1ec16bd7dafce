from typing import Any

from .to_number import to_number


def to_int(value: Any) -> int:
    """Return a number, or the number in a text, cut off towards zero."""
    return int(to_number(value))
