"""Finds the symbols that the patches replace, and refuses to go on when one is not there."""

from importlib import import_module
from typing import Any

MADE_FOR = "localemu 1.3.2"


class EmulatorMismatch(Exception):
    """The installed emulator is not the one that the patches were written for."""


def require(module: str, path: str) -> Any:
    """Returns the object at a dotted path of a module; EmulatorMismatch when it is not there."""
    try:
        found: Any = import_module(module)
        for name in path.split("."):
            found = getattr(found, name)
    except (ImportError, AttributeError) as error:
        raise _missing(module, path) from error
    return found


def require_version() -> None:
    """Checks the version itself: a symbol may still be there and mean something else."""
    from importlib.metadata import version

    found = version("localemu")
    if f"localemu {found}" != MADE_FOR:
        raise EmulatorMismatch(
            f"localemu {found} is installed; the lab's patches were made for {MADE_FOR}"
        )


def replace(module: str, path: str, value: Any) -> Any:
    """Puts a value in the place of the object at a path, and returns the original.

    The object must be defined by its owner itself: where a class only inherits a method, the
    emulator is not the one that the patch was written for.
    """
    original = require(module, path)
    owner_path, _, name = path.rpartition(".")
    owner = require(module, owner_path) if owner_path else import_module(module)
    if name not in vars(owner):
        raise _missing(module, path)
    setattr(owner, name, value)
    return original


def _missing(module: str, path: str) -> EmulatorMismatch:
    return EmulatorMismatch(
        f"{module}.{path} is not there; the lab's patches were made for {MADE_FOR}"
    )
