from typing import Any


def get_path(value: Any, *path: str, default: Any) -> Any:
    """Return what lies at the end of the path, or the default where a step does not exist."""
    for step in path:
        if not isinstance(value, dict) or step not in value:
            return default
        value = value[step]
    return value
