from typing import Any

from .need import need


def sum_of(numbers: Any) -> float:
    """Add from left to right, as JSONata does; from 3.12 on sum() compensates for rounding."""
    total: float = 0
    for number in need(numbers, "numbers"):
        total += number
    return total
