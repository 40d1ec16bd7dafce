"""JSONata for the emulator, which has none: expressions see values, not text made of values."""

import copy
import threading
from typing import Any

from parallax_lab.jsonata_functions import FUNCTIONS
from parallax_lab.probe import replace, require
from parallax_lab.states_failure import query_failure

_STRINGS = "localemu.services.stepfunctions.asl.component.common.string.string_expression"
_JSONATA = "localemu.services.stepfunctions.asl.jsonata.jsonata"
_VALIDATIONS = "localemu.services.stepfunctions.asl.jsonata.validations"
_CACHE_SIZE = 2000
_LARGEST_EXACT = 2**53

# A compiled expression keeps state while it runs: one set per thread.
_local = threading.local()


class Undefined(Exception):
    """The expression has no value at all (JSONata's `undefined`)."""


class Unsupported(Exception):
    """The expression has a value that JSON cannot hold, such as a function."""


def _compiled(expression: str) -> Any:
    import jsonata

    cache: dict[str, Any] | None = getattr(_local, "cache", None)
    if cache is None:
        cache = _local.cache = {}
    found = cache.get(expression)
    if found is None:
        found = jsonata.Jsonata(expression)
        found.set_output_convert_nulls(False)
        for name, function in FUNCTIONS.items():
            found.register_lambda(name, function)
        if len(cache) > _CACHE_SIZE:
            cache.clear()
        cache[expression] = found
    return found


def _null() -> Any:
    from jsonata.utils import Utils

    return Utils.NULL_VALUE


def _plain(value: Any, null: Any) -> Any:
    """A result in plain JSON types; whole numbers are integers, as in JSONata's own output."""
    if value is null or value is None:
        return None
    if isinstance(value, dict):
        return {key: _plain(item, null) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item, null) for item in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < _LARGEST_EXACT:
        return int(value)
    if isinstance(value, str | int | float):
        return value
    raise Unsupported()


def evaluate(expression: str, bindings: dict[str, Any]) -> Any:
    """The value of an expression; `bindings` are its variables, by name without the `$`."""
    null = _null()
    # Copies: JSONata marks and wraps the values that it is given.
    values = {
        name: null if value is None else copy.deepcopy(value) for name, value in bindings.items()
    }
    result = _compiled(expression).evaluate(None, values)
    if result is None:
        raise Undefined()
    return _plain(result, null)


def _variables(env: Any) -> dict[str, Any]:
    store = env.variable_store
    return {**store._outer_scope, **store._inner_scope}


def _eval_jsonata(self: Any, env: Any) -> None:
    bindings = {**_variables(env), "states": env.states._states_data}
    quoted = f"The JSONata expression '{self.expression}'"
    try:
        value = evaluate(self.expression, bindings)
    except Undefined:
        raise query_failure(env, f"{quoted} returned nothing (undefined).") from None
    except Unsupported:
        raise query_failure(env, f"{quoted} returned an unsupported result type.") from None
    except Exception as error:
        cause = f"{quoted} threw an error during evaluation. {error}"
        raise query_failure(env, cause) from error
    env.stack.append(value)


def _eval_sample(self: Any, env: Any) -> None:
    """A `$variable.path` of a JSONPath state."""
    bindings = _variables(env)
    if self.query_language_mode == require(_STRINGS, "QueryLanguageMode.JSONata"):
        bindings["states"] = env.states._states_data
    try:
        env.stack.append(evaluate(self.expression, bindings))
    except Undefined:
        env.stack.append(None)


def _eval_text(expression: str) -> Any:
    """For any other caller, which puts its values into the text of the expression."""
    import jsonata

    try:
        return jsonata.Jsonata(expression).evaluate(None)
    except Exception as error:
        raise require(_JSONATA, "JSONataException")("UNKNOWN", str(error)) from error


def install() -> None:
    """Replaces the two evaluations of the ASL interpreter and the function below them."""
    require(_JSONATA, "JSONataException")
    require(_STRINGS, "QueryLanguageMode.JSONata")
    replace(_STRINGS, "StringJSONata._eval_body", _eval_jsonata)
    replace(_STRINGS, "StringVariableSample._eval_body", _eval_sample)
    for module in (_JSONATA, _STRINGS, _VALIDATIONS):
        replace(module, "eval_jsonata_expression", _eval_text)
