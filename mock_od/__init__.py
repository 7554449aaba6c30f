"""A simulator server of Open Dental's REST API, for the tests of programs that use it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mock_od.client.client import Client, MockOdError, Office
    from mock_od.client.serving import serving

__all__ = ["Client", "MockOdError", "Office", "serving"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """The client's names, imported when they are first asked for: most imports of this package need none of them."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from mock_od.client import client, serving

    return getattr(serving if name == "serving" else client, name)
