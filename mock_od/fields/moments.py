"""Days, moments, times of day and spans of time.

May not: know a resource.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from mock_od import explain
from mock_od.dotnet import formatter
from mock_od.fields.field import Converter, Field, Tables
from mock_od.fields.reading import Unreadable, is_day, short_text

if TYPE_CHECKING:
    from mock_od.declare import Table

DATE, DATE_TIME, TIME = "yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss", "HH:mm:ss"

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]")
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_SPAN = re.compile(r"-?[0-9]{1,3}:[0-5][0-9]:[0-5][0-9]")
_OF_A_QUERY = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d{1,7})?")
"""How ShortQuery writes days and moments: 2021-05-01T00:00:00."""
_BACK = {"M/d/yyyy h:mm:ss tt": "%m/%d/%Y %I:%M:%S %p"}
"""How an answer's own form of a moment is read back from a seed row."""


class Date(Field):
    """A day, ``yyyy-MM-dd``; 0001-01-01 when there is none.

    :param stamp: "entry" for the day the row was made, which no caller sets.
    :param clears: whether an empty text takes the day away.
    """

    sql = "date"
    empty = "0001-01-01"
    kind = "date"
    stamps: tuple[str, ...] = ("entry",)
    to_the_second = False
    """Whether it says more than the day."""
    utc = False
    """Whether its stamp is in UTC, and not in the office's own time."""
    rewritten = "date"

    def __init__(self, about: str = "", *, stamp: str = "", clears: bool = False, **more: Any) -> None:
        super().__init__(about, **more)
        self.stamp = stamp
        self.clears = clears

    def read(self, raw: object) -> str:
        """The day.

        :raises Unreadable: for anything else.
        """
        if raw == "" and self.clears:
            return str(self.empty)
        text = short_text(self.name, raw)
        if not is_day(text):
            raise Unreadable(explain.bad_format(self.name, DATE), f"{self.name} is a day such as 2024-01-27")
        return text

    def read_seed(self, raw: object) -> str:
        """The day; as ShortQuery writes it too, as its first moment.

        :raises Unreadable: for anything else.
        """
        found = _OF_A_QUERY.fullmatch(raw) if isinstance(raw, str) else None
        return self.read(found[1] if found and found[2] == "00:00:00" else raw)

    def json_schema(self) -> dict[str, Any]:
        """A text that is a day."""
        return {"type": "string", "format": "date"}

    def taken_schema(self) -> dict[str, Any]:
        """A text that is a day."""
        return {"type": "string", "format": "date"}

    def slips(self, table: type[Table], tables: Tables) -> Iterator[str]:
        """A stamp that this kind does not have."""
        yield from super().slips(table, tables)
        if self.stamp and self.stamp not in self.stamps:
            either = " or ".join(map(repr, self.stamps))
            yield f"{self.stamp!r} is no stamp of a {type(self).__name__}; choose {either}"


class DateTime(Date):
    """A moment in the office's own time, ``yyyy-MM-dd HH:mm:ss``.

    :param stamp: "entry" for when the row was made, "edit" for when it last changed.
    :param pattern: the .NET format of an answer that writes it in another form.
    :param day: whether a day alone is taken, for its first moment.
    :param utc: whether its stamp is in UTC.
    """

    sql = "datetime"
    empty = "0001-01-01 00:00:00"
    kind = "date-time"
    stamps = ("entry", "edit")
    to_the_second = True
    rewritten = "moment"

    def __init__(
        self, about: str = "", *, pattern: str = "", day: bool = False, utc: bool = False, **more: Any
    ) -> None:
        super().__init__(about, **more)
        self.pattern = pattern
        self.day = day
        self.utc = utc

    def read(self, raw: object) -> str:
        """The moment.

        :raises Unreadable: for anything else.
        """
        if raw == "" and self.clears:
            return str(self.empty)
        text = short_text(self.name, raw)
        if self.pattern in _BACK:
            with suppress(ValueError):
                return datetime.strptime(text, _BACK[self.pattern]).isoformat(" ")  # noqa: DTZ007  # no zone
        day, _, clock = text.partition(" ")
        if self.day and not clock:
            clock = "00:00:00"
        if not is_day(day) or not _CLOCK.fullmatch(clock):
            hint = f"{self.name} is a moment such as 2024-01-27 14:13:05, without T and zone"
            raise Unreadable(explain.bad_format(self.name, DATE_TIME), hint)
        return f"{day} {clock}"

    def read_seed(self, raw: object) -> str:
        """The moment; as ShortQuery writes it too, with a T and perhaps parts of a second, which are left out.

        :raises Unreadable: for anything else.
        """
        found = _OF_A_QUERY.fullmatch(raw) if isinstance(raw, str) else None
        if found and not self.pattern:
            return self.read(f"{found[1]} {found[2]}")
        return self.read(raw)

    def to_json(self) -> Converter | None:
        """The moment, in the answer's own form where it has one."""
        return _patterned(self.pattern) if self.pattern else None

    def json_schema(self) -> dict[str, Any]:
        """A text that is a moment; JSON schema's own "date-time" wants a T and a zone."""
        return {"type": "string"}

    def taken_schema(self) -> dict[str, Any]:
        """A text that is a moment."""
        return {"type": "string", "pattern": rf"^{_DAY} {_CLOCK.pattern}$"}


def _patterned(pattern: str) -> Callable[[str], str]:
    write = formatter(pattern)
    return lambda text: write(datetime.fromisoformat(text), timedelta())


class Time(Field):
    """A time of day, ``HH:mm:ss``."""

    sql = "time"
    empty = "00:00:00"
    kind = "time"

    def read(self, raw: object) -> str:
        """The time.

        :raises Unreadable: for anything else.
        """
        text = short_text(self.name, raw)
        if not _CLOCK.fullmatch(text):
            raise Unreadable(explain.bad_format(self.name, TIME), f"{self.name} is a time such as 14:13:05")
        return text

    def taken_schema(self) -> dict[str, Any]:
        """A text that is a time of day."""
        return {"type": "string", "pattern": f"^{_CLOCK.pattern}$"}


class Span(Time):
    """A span of time, ``HH:mm:ss``, which may be negative or longer than a day."""

    def read(self, raw: object) -> str:
        """The span.

        :raises Unreadable: for anything else.
        """
        text = short_text(self.name, raw)
        if not _SPAN.fullmatch(text):
            raise Unreadable(explain.bad_format(self.name, TIME), f"{self.name} is a span such as -01:30:00")
        return text

    def taken_schema(self) -> dict[str, Any]:
        """A text that is a span."""
        return {"type": "string", "pattern": f"^{_SPAN.pattern}$"}
