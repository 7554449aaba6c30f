"""An office's clock, and the next keys of its tables.

May not: know a resource.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from mock_od.office.office import Office
from mock_od.web.admin.plane import AdminError, Body, Desk, flag, json_object, number, only, text

_UNITS = ("days", "hours", "minutes", "seconds")


class Clocks(Desk):
    """Clock and sequences."""

    routes = (
        ("GET", "/offices/<key>/clock", "time"),
        ("PUT", "/offices/<key>/clock", "set"),
        ("POST", "/offices/<key>/clock/advance", "advance"),
        ("GET", "/offices/<key>/sequence", "sequence"),
        ("PUT", "/offices/<key>/sequence", "continue_at"),
    )

    def time(self, key: str) -> Body:
        """The office's time."""
        return _time(self.found(key))

    def set(self, key: str) -> Body:
        """Set the office's clock, freeze it, let it run, or put it back to the machine's."""
        given = json_object()
        only(given, "now", "frozen")
        office = self.open(key)
        with office.lock:
            if not given:
                office.clock.follow()
            else:
                moment = _moment(text(given, "now")) if "now" in given else office.clock.now()
                office.clock.set(moment, frozen=flag(given, "frozen"))
        return _time(office)

    def advance(self, key: str) -> Body:
        """Let time pass."""
        given = json_object()
        only(given, *_UNITS)
        office = self.open(key)
        with office.lock:
            try:
                office.clock.advance(timedelta(**{unit: number(given, unit) for unit in given}))
            except OverflowError as far:
                raise AdminError("no clock goes that far: years are 1 to 9999") from far
        return _time(office)

    def sequence(self, key: str) -> Body:
        """The next key of each table."""
        office = self.found(key)
        with office.lock:
            return {"office": key, "sequence": office.records.sequences()}

    def continue_at(self, key: str) -> Body:
        """Set the next key of tables."""
        given = json_object()
        office = self.open(key)
        with office.lock:
            there = office.records.sequences()
            for table, following in given.items():
                if table not in there:
                    raise AdminError(f"there is no table {table!r}")
                if isinstance(following, bool) or not isinstance(following, int) or not 0 < following < 2**62:
                    raise AdminError(f"{table}: the next key is a whole number, 1 or more")
                highest = office.records.highest(table)
                if following <= highest:
                    raise AdminError(f"{table}: {highest} is taken; the next key can be {highest + 1} or more")
            for table, following in given.items():
                office.records.continue_at(table, following)
            return {"office": key, "sequence": office.records.sequences()}


def _time(office: Office) -> Body:
    return {"office": office.key, "now": office.clock.now().isoformat(" "), "frozen": office.clock.frozen}


def _moment(written: str) -> datetime:
    try:
        return datetime.strptime(written, "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007  # an office's time has no zone
    except ValueError as slip:
        raise AdminError('now is a moment such as "2024-01-27 14:13:05"') from slip
