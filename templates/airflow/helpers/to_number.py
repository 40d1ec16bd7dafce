import math
import re
from typing import Any


def to_number(value: Any) -> float:
    """Return a number, or the number that a text holds in JSON's notation."""
    if isinstance(value, str):
        if not re.fullmatch(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?", value):
            raise ValueError(f"not a number: {value!r}")
        number = float(value)
        if math.isinf(number):
            raise ValueError(f"number out of range: {value!r}")
        return int(number) if number.is_integer() else number
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"not a number: {value!r}")
    return value
