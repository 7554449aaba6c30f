r""".NET's date and time formats: what ``DateTime.ToString(pattern, CultureInfo.InvariantCulture)`` answers.

A pattern of one character is a *standard* format (``d`` is ``MM/dd/yyyy``); any longer one is *custom* (``%d`` is the
day). Moments are naive, a DateTime of unspecified kind: ``K`` is empty, and what depends on the zone - ``z``, ``U`` -
takes the office's offset from its caller.
May not: import anything of mock_od, or depend on this computer's locale or zone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache

# Writes a moment; the offset is the office's from UTC at that moment.
Formatter = Callable[[datetime, timedelta], str]

# Writes its part of a moment; None says: nothing, and a point right before it goes too.
_Piece = Callable[[datetime, timedelta], str | None]


class BadFormat(ValueError):
    """A pattern that .NET refuses with a FormatException; its text is the reason."""


_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_MONTHS = [
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
]

_DATE, _LONG_DATE = "MM/dd/yyyy", "dddd, dd MMMM yyyy"
_STANDARD = {
    "": f"{_DATE} HH:mm:ss",  # no pattern at all is "G"
    "d": _DATE,
    "D": _LONG_DATE,
    "f": f"{_LONG_DATE} HH:mm",
    "F": f"{_LONG_DATE} HH:mm:ss",
    "g": f"{_DATE} HH:mm",
    "G": f"{_DATE} HH:mm:ss",
    "m": "MMMM dd",
    "M": "MMMM dd",
    "o": "yyyy-MM-ddTHH:mm:ss.fffffffK",
    "O": "yyyy-MM-ddTHH:mm:ss.fffffffK",
    "r": "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
    "R": "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
    "s": "yyyy-MM-ddTHH:mm:ss",
    "t": "HH:mm",
    "T": "HH:mm:ss",
    "u": "yyyy-MM-dd HH:mm:ss'Z'",
    "U": f"{_LONG_DATE} HH:mm:ss",  # of the moment in UTC
    "y": "yyyy MMMM",
    "Y": "yyyy MMMM",
}


def _zone(offset: timedelta) -> tuple[str, int, int]:
    """Sign, hours and minutes of an offset; seconds are cut off."""
    hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
    return "-" if offset < timedelta(0) else "+", hours, minutes


# Custom specifiers. A longer run of a letter means what the letter's longest one here means.
_SPECIFIERS: dict[str, _Piece] = {
    "d": lambda moment, _: f"{moment.day}",
    "dd": lambda moment, _: f"{moment.day:02}",
    "ddd": lambda moment, _: _DAYS[moment.weekday()][:3],
    "dddd": lambda moment, _: _DAYS[moment.weekday()],
    "g": lambda _, __: "A.D.",
    "h": lambda moment, _: f"{moment.hour % 12 or 12}",
    "hh": lambda moment, _: f"{moment.hour % 12 or 12:02}",
    "H": lambda moment, _: f"{moment.hour}",
    "HH": lambda moment, _: f"{moment.hour:02}",
    "K": lambda _, __: "",
    "m": lambda moment, _: f"{moment.minute}",
    "mm": lambda moment, _: f"{moment.minute:02}",
    "M": lambda moment, _: f"{moment.month}",
    "MM": lambda moment, _: f"{moment.month:02}",
    "MMM": lambda moment, _: _MONTHS[moment.month - 1][:3],
    "MMMM": lambda moment, _: _MONTHS[moment.month - 1],
    "s": lambda moment, _: f"{moment.second}",
    "ss": lambda moment, _: f"{moment.second:02}",
    "t": lambda moment, _: "AP"[moment.hour // 12],
    "tt": lambda moment, _: ("AM", "PM")[moment.hour // 12],
    "y": lambda moment, _: f"{moment.year % 100}",
    "yy": lambda moment, _: f"{moment.year % 100:02}",
    "z": lambda _, offset: "{}{}".format(*_zone(offset)),
    "zz": lambda _, offset: "{}{:02}".format(*_zone(offset)),
    "zzz": lambda _, offset: "{}{:02}:{:02}".format(*_zone(offset)),
}
_LONGEST = {run[0]: len(run) for run in sorted(_SPECIFIERS, key=len)}
_MOST_DIGITS = 7

_TOKEN = re.compile(
    r"""
      %(?P<single>[^%'"\\])
    | (?P<run>([dfFghHKmMstyz])\3*)
    | (?P<quote>['"])(?P<quoted>(?:\\.|(?!(?P=quote))[^\\])*)(?P=quote)
    | \\(?P<escaped>.)
    | (?P<bad>[%'"\\])
    | (?P<literal>[^dfFghHKmMstyz%'"\\]+)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_REASONS = {
    "%": "a '%' must precede a single character other than '%', a quote or a backslash",
    "'": "a quotation opened with ' has no end",
    '"': 'a quotation opened with " has no end',
    "\\": "a backslash must precede a character",
}


@lru_cache(maxsize=128)
def formatter(pattern: str) -> Formatter:
    """What writes moments in this pattern: call it with a naive moment and the office's offset from UTC then.

    :raises BadFormat: where .NET has a FormatException.
    """
    if len(pattern) > 1 or pattern > "\uffff":  # .NET counts a character beyond the first 65,536 as two
        return _custom(pattern)
    if pattern not in _STANDARD:
        raise BadFormat(f"{pattern!r} is no standard format")
    write = _custom(_STANDARD[pattern])
    if pattern == "U":
        return lambda moment, offset: write(_universal(moment, offset), timedelta(0))
    return write


def _custom(pattern: str) -> Formatter:
    pieces = [_piece(token) for token in _TOKEN.finditer(pattern)]

    def write(moment: datetime, offset: timedelta) -> str:
        written: list[str] = []  # characters, for one may be taken back
        for piece in pieces:
            text = piece(moment, offset)
            if text is not None:
                written.extend(text)
            elif written and written[-1] == ".":
                written.pop()
        return "".join(written)

    return write


def _piece(token: re.Match[str]) -> _Piece:
    if bad := token["bad"]:
        raise BadFormat(_REASONS[bad])
    run = token["run"] or token["single"]
    if run and (run[0] in _LONGEST or run[0] in "fF"):
        return _specifier(run)
    text = run or token["escaped"] or token["literal"] or _ESCAPE.sub(r"\1", token["quoted"])
    return lambda _, __: text


def _specifier(run: str) -> _Piece:
    """The piece for one letter's run."""
    letter, count = run[0], len(run)
    if letter in "fF":
        if count > _MOST_DIGITS:
            raise BadFormat(f"a second has at most {_MOST_DIGITS} digits, so {run[:20]} is too long")
        if letter == "f":
            return lambda moment, _: f"{moment.microsecond:06}0"[:count]
        return lambda moment, _: f"{moment.microsecond:06}0"[:count].rstrip("0") or None
    if letter == "y" and count > _LONGEST["y"]:
        return lambda moment, _: f"{moment.year}".zfill(count)
    return _SPECIFIERS[letter * min(count, _LONGEST[letter])]


def _universal(moment: datetime, offset: timedelta) -> datetime:
    """The moment in UTC; like .NET's it does not leave the years 1 to 9999."""
    try:
        return moment - offset
    except OverflowError:
        return datetime.min if offset > timedelta(0) else datetime.max  # noqa: DTZ901  # naive like the moment
