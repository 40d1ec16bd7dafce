from typing import Any


def has_path(value: Any, *path: str | int) -> bool:
    """Tell whether every step of the path exists."""
    for step in path:
        if isinstance(step, str):
            if not isinstance(value, dict) or step not in value:
                return False
        elif not isinstance(value, list) or step >= len(value):
            return False
        value = value[step]
    return True
