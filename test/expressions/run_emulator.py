"""Evaluate JSONata from stdin with the lab's emulator; print values or errors as JSON."""

import contextlib
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "lab" / "python"))
from parallax_lab.jsonata_engine import Undefined, evaluate  # noqa: E402

with contextlib.suppress(ImportError):
    from parallax_lab import jsonata_fixes

    jsonata_fixes.install()

outcomes = []
for case in json.load(sys.stdin)["cases"]:
    try:
        value = evaluate(case["code"], case["variables"])
        outcomes.append({"ok": json.loads(json.dumps(value, allow_nan=False))})
    except Undefined:
        outcomes.append({"error": "undefined"})
    except Exception as error:
        outcomes.append({"error": f"{type(error).__name__}: {error}"[:160]})
sys.stdout.write(json.dumps(outcomes))
