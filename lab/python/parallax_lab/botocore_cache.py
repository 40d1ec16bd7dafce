"""Lets every botocore session of a process, and of its forks, share the service descriptions.

Each session reads and parses them anew: 0.1 s for a client, in every task of a DAG. Within one
session botocore shares them already, so nothing relies on a private copy.
"""

from typing import Any

_SERVICES = ("s3", "lambda")

_caches: dict[tuple[str, ...], dict[Any, Any]] = {}


def install() -> None:
    """Makes loaders with the same search path share one cache, and fills it."""
    import boto3
    from botocore.loaders import Loader

    if not hasattr(Loader(), "_cache"):
        return  # another botocore: then nothing is shared
    plain_init = Loader.__init__

    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        plain_init(self, *args, **kwargs)
        self._cache = _caches.setdefault(tuple(self.search_paths), {})

    Loader.__init__ = init  # type: ignore[method-assign]
    session = boto3.session.Session("none", "none", region_name="us-east-1")
    for service in _SERVICES:
        session.client(service, endpoint_url="http://127.0.0.1:9")
    session.resource("s3", endpoint_url="http://127.0.0.1:9")
