from decimal import ROUND_HALF_UP, Context, Decimal


def number_text(number: float) -> str:
    """Return a number as JSONata prints it: 15 significant digits, JavaScript notation."""
    digits15 = Context(prec=15, rounding=ROUND_HALF_UP)
    exact = number if abs(number) <= 2**53 else float(number)
    # As a float again, since the smallest numbers hold fewer digits.
    decimal = Decimal(repr(float(digits15.create_decimal(exact)))).normalize()
    if not decimal:
        return "0"
    _, figures, exponent = decimal.as_tuple()
    digits = "".join(map(str, figures))
    point = len(digits) + int(exponent)
    if len(digits) <= point <= 21:
        text = digits.ljust(point, "0")
    elif 0 < point <= 21:
        text = f"{digits[:point]}.{digits[point:]}"
    elif -6 < point <= 0:
        text = f"0.{'0' * -point}{digits}"
    else:
        fraction = f".{digits[1:]}" if digits[1:] else ""
        text = f"{digits[0]}{fraction}e{point - 1:+d}"
    return f"-{text}" if number < 0 else text
