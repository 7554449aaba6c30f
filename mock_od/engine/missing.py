"""What is said of a page or a method that the documentation has, and that is not here yet.

May not: know a resource.
"""

from __future__ import annotations

from collections.abc import Sequence

from mock_od.catalog import Documented
from mock_od.versions import version
from mock_od.wire import NOT_YET


def page_not_yet(methods: Sequence[Documented]) -> str:
    """The hint for a page: ``documented since 21.1 (Appointments, 14 methods), not in mock_od yet``.

    :param methods: all that the documentation has of it.
    """
    count = "1 method" if len(methods) == 1 else f"{len(methods)} methods"
    return _not_yet(methods, f"{methods[0].resource}, {count}")


def method_not_yet(method: Documented) -> str:
    """The hint for a method: ``documented since 22.1 (TreatPlans PUT Split), not in mock_od yet``."""
    return _not_yet([method], method.spoken)


def since(methods: Sequence[Documented]) -> str:
    """The oldest version that has one of these methods, as far as the documentation says; else empty."""
    return min((one.since for one in methods if one.since), key=version, default="")


def _not_yet(methods: Sequence[Documented], what: str) -> str:
    oldest = since(methods)
    return f"documented{oldest and f' since {oldest}'} ({what}), {NOT_YET}"
