"""A call of an office, as the functions under the pages have it."""

from __future__ import annotations

from conversation import Client

from mock_od.call import Call
from mock_od.opendental import catalog


def call_of(api: Client, mode: str = "local") -> Call:
    """A call that nobody has sent; it writes as the office's clock shows."""
    office = api.office
    method = catalog().resources["patients"].methods[0]
    now = office.clock.now()
    office.records.moment = now
    return Call(
        method, records=office.records, now=now, developer="developer", version="25.3.31", choices={}, mode=mode
    )
