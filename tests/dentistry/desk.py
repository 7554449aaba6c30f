"""A call as a page's functions have it, on the rows of an office."""

from mock_od.call import Call
from mock_od.opendental import catalog
from mock_od.versions import NEWEST


def call_of(office, *, developer="developer"):
    """A call to an office at the moment at which its clock stands."""
    return Call(
        catalog().resources["procedurelogs"].methods[0],
        records=office.office.records,
        now=office.office.clock.now(),
        developer=developer,
        version=NEWEST,
        choices={},
    )
