"""Returns the event, or raises what it asks for; `until` lets that many tries fail first."""


class Flaky(Exception):
    """An error that a retry rule of its own names."""


ERRORS = {"Exception": Exception, "Flaky": Flaky, "RuntimeError": RuntimeError, "ValueError": ValueError}


def handler(event, context):
    attempt = event.get("attempt", 0)
    names = event.get("fail") or []
    if attempt < len(names):
        raise ERRORS[names[attempt]](f"{names[attempt]} on attempt {attempt}")
    return {"attempt": attempt, "value": event.get("value")}
