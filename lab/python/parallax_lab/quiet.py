"""Stops the emulator's own CloudTrail events: each API call would start a 60 s timer thread."""

from typing import Any

from parallax_lab.probe import replace


def _nothing(*_args: Any, **_kwargs: Any) -> None:
    return None


def install() -> None:
    """Replaces the hook that sends one event per API call."""
    module = "localemu.services.cloudtrail.recording_hook"
    replace(module, "_emit_cloudtrail_to_eventbridge", _nothing)
