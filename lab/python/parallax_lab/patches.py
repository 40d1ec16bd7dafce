"""Every patch of the emulator, in one list: all of them are installed, or it does not start."""

from parallax_lab import (
    choice_fixes,
    error_name_fixes,
    events_fixes,
    jsonata_engine,
    jsonata_fixes,
    literal_fixes,
    loopback,
    quiet,
    tolerance,
    variable_fixes,
)
from parallax_lab.probe import require_version


def install_patches() -> None:
    """Installs every patch; raises EmulatorMismatch when one does not fit."""
    require_version()
    for patch in (
        loopback,
        quiet,
        jsonata_engine,
        jsonata_fixes,
        choice_fixes,
        error_name_fixes,
        variable_fixes,
        literal_fixes,
        events_fixes,
        tolerance,
    ):
        patch.install()
