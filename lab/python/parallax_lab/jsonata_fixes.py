"""Where jsonata-python 0.7.1 computes otherwise than JSONata 2.0.6, the reference."""

import json
import math
import re
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

from parallax_lab.probe import replace, require

_ENGINE = "jsonata.jsonata"
_FUNCTIONS = "jsonata.functions"
_UTILS = "jsonata.utils"
_DIGITS = Context(prec=15, rounding=ROUND_HALF_UP)


def _number_text(number: float) -> str:
    """A number as JavaScript prints Number(x.toPrecision(15))."""
    rounded = float(_DIGITS.create_decimal(number))
    decimal = Decimal(repr(rounded)).normalize()
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


def _json_text(value: Any, indent: str, level: str = "\n") -> str:
    """JSON.stringify with numbers of 15 digits; functions are empty texts, as in JSONata."""
    null = require(_UTILS, "Utils.NULL_VALUE")
    if value is None or value is null:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number_text(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    inner = level + indent
    colon = ": " if indent else ":"
    if isinstance(value, dict):
        parts = [
            f"{json.dumps(k, ensure_ascii=False)}{colon}{_json_text(v, indent, inner)}"
            for k, v in value.items()
        ]
        opened, closed = "{", "}"
    elif isinstance(value, list | tuple):
        parts = [_json_text(item, indent, inner) for item in value]
        opened, closed = "[", "]"
    else:
        return '""'
    if not parts:
        return opened + closed
    if not indent:
        return opened + ",".join(parts) + closed
    return opened + inner + f",{inner}".join(parts) + level + closed


def _string(arg: Any, prettify: bool) -> str:
    return _json_text(arg, "  " if prettify else "")


def _sum(args: Any) -> Any:
    """From left to right; Python's own sum compensates for rounding from 3.12 on."""
    if args is None:
        return None
    total: float = 0
    for number in args:
        total += number
    return total


def _text(text: Any) -> Any:
    if text is require(_UTILS, "Utils.NULL_VALUE"):
        raise require("jsonata.jexception", "JException")("T0410", -1)
    return text


def _lowercase(string: Any) -> Any:
    """Lower case, not the case folding that turns ß into ss."""
    return None if string is None else _text(string).lower()


def _regex(pattern: str, flags: Any) -> Any:
    """JavaScript's $ is the very end of the text; Python's also stands before a last line end."""
    found = re.sub(
        r"\\.|\[(?:\\.|[^\]\\])*\]|\$", lambda part: r"\Z" if part[0] == "$" else part[0], pattern
    )
    options = (re.IGNORECASE if flags.case_insensitive else 0) | (
        re.MULTILINE if flags.multiline else 0
    )
    return re.compile(pattern if flags.multiline else found, options)


def install() -> None:
    """Replaces $string's number and text forms, $sum and the remainder of fractions."""
    original = require(_ENGINE, "Jsonata.evaluate_numeric_expression")
    convert = require(_UTILS, "Utils.convert_number")

    def numeric(self: Any, lhs: Any, rhs: Any, op: Any) -> Any:
        # The original finds type errors and undefined operands.
        checked = original(self, lhs, rhs, "+" if op == "%" else op)
        if checked is None or op != "%":
            return checked
        rest = math.fmod(float(lhs), float(rhs))
        return convert(rest)

    replace(_ENGINE, "Jsonata.evaluate_numeric_expression", numeric)
    replace(_FUNCTIONS, "Functions._string", staticmethod(_string))
    replaced = require(_FUNCTIONS, "Functions.replace")

    def replace_text(string: Any, pattern: Any, replacement: Any, limit: Any) -> Any:
        # With a text as the pattern, "$" in the replacement means itself.
        literal = isinstance(pattern, str) and isinstance(replacement, str)
        return replaced(
            string, pattern, replacement.replace("$", "$$") if literal else replacement, limit
        )

    # The default argument of the constructor is bound when the class is made.
    constructor = require(_ENGINE, "Jsonata.__init__")
    constructor.__defaults__ = (_regex, *constructor.__defaults__[1:])

    frame = require(_ENGINE, "Jsonata.static_frame")
    for name, method in {"sum": _sum, "lowercase": _lowercase, "replace": replace_text}.items():
        frame.lookup(name).method = method
