"""The JSONata functions that Step Functions adds to the language."""

import hashlib
import json
import random
import uuid
from collections.abc import Callable
from typing import Any

_ALGORITHMS = {
    "MD5": "md5",
    "SHA-1": "sha1",
    "SHA-256": "sha256",
    "SHA-384": "sha384",
    "SHA-512": "sha512",
}


def _partition(items: Any, size: float) -> list[Any]:
    values = items if isinstance(items, list) else [items]
    step = int(size)
    return [values[start : start + step] for start in range(0, len(values), step)]


def _range(first: float, last: float, step: float) -> Any:
    from jsonata.utils import Utils

    if step == 0:
        raise ValueError("the step of $range is 0")
    values = Utils.create_sequence()  # one element collapses to itself, as recorded on AWS
    value = first
    while (value <= last) if step > 0 else (value >= last):
        values.append(value)
        value += step
    return values


def _hash(value: Any, algorithm: str = "SHA-256") -> str:
    if algorithm not in _ALGORITHMS:
        raise ValueError(f"$hash does not know the algorithm {algorithm}")
    text = value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
    return hashlib.new(_ALGORITHMS[algorithm], text.encode()).hexdigest()


def _random(*seed: Any) -> float:
    if seed and isinstance(seed[0], int | float):
        return random.Random(seed[0]).random()
    return random.random()


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "partition": _partition,
    "range": _range,
    "hash": _hash,
    "random": _random,
    "uuid": lambda: str(uuid.uuid4()),
    "parse": json.loads,
}
