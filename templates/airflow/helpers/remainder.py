import math


def remainder(dividend: float, divisor: float) -> float:
    """Return what division leaves, with the sign of the dividend as in JSONata; % takes the divisor's."""
    rest = math.fmod(dividend, divisor)
    return int(rest) if rest.is_integer() else rest
