"""How a caller wants dates and date-times written: DateFormatString and DateTimeFormatString of any method.

May not: know a resource.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from mock_od import declare as d
from mock_od import explain
from mock_od.call import Refusal
from mock_od.dotnet import BadFormat, formatter
from mock_od.versions import Version, version

DATES, MOMENTS = (param.name for param in d.FORMATS)
SINCE = {param.name: param.since or "" for param in d.FORMATS}
_LONGEST = 500

Writer = Callable[[str], str]


class Formats(NamedTuple):
    """What writes a date and a date-time; None where they stay as they are."""

    date: Writer | None
    moment: Writer | None


PLAIN = Formats(None, None)


def known(office: Version) -> set[str]:
    """The names of these parameters in a version."""
    return {name for name, since in SINCE.items() if version(since) <= office}


def read_formats(query: Mapping[str, str], office: Version, offset: Callable[[datetime], timedelta]) -> Formats:
    """What the query asks for.

    :param offset: how far the office is ahead of UTC at a moment of its own.
    :raises Refusal: 400 for a format that .NET refuses.
    """
    if DATES not in query and MOMENTS not in query:
        return PLAIN
    there = known(office)
    return Formats(*(_writer(name, query, offset) if name in there else None for name in (DATES, MOMENTS)))


def _writer(name: str, query: Mapping[str, str], offset: Callable[[datetime], timedelta]) -> Writer | None:
    pattern = query.get(name, "")
    if not pattern:
        return None
    if len(pattern) > _LONGEST:
        raise Refusal(explain.invalid(name), hint=f"{name} is longer than {_LONGEST} characters")
    try:
        write = formatter(pattern)
    except BadFormat as bad:
        raise Refusal(explain.invalid(name), hint=f"{name} is no .NET format: {bad}") from bad

    def rewritten(text: str) -> str:
        if not text:
            return text
        moment = datetime.fromisoformat(text)
        return write(moment, offset(moment))

    return rewritten
