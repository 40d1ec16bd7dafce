import math


def remainder(dividend: float, divisor: float) -> float:
    """Return what division leaves, with the dividend's sign as in JSONata, not the divisor's."""
    rest = math.fmod(dividend, divisor)
    return int(rest) if rest.is_integer() else rest
