"""Evaluate Python expressions from stdin, each with its own variables; print values or errors as JSON."""

import json
import sys

request = json.load(sys.stdin)
outcomes = []
prelude: dict = {}
exec(request["prelude"], prelude)
for case in request["cases"]:
    try:
        value = eval(case["code"], {**prelude, **case["variables"]})
        outcomes.append({"ok": json.loads(json.dumps(value, allow_nan=False))})
    except Exception as error:
        outcomes.append({"error": f"{type(error).__name__}: {error}"[:120]})
sys.stdout.write(json.dumps(outcomes))
