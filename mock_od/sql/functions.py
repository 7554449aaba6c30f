"""MySQL's functions in Python, for what SQLite has not, or has otherwise.

One list: a function is its name in SQL, what it gives, and the Python below it. The SQL that is run calls them by
``mysql_`` and the name in small letters.
May not: import anything of mock_od but its own package.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import math
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeVar

from mock_od.sql import moments
from mock_od.sql.moments import moment
from mock_od.sql.values import number, rounded, sorting, text, whole

LONGEST = 1_000_000
"""Characters that a text made by a function may have; MySQL too gives NULL for what is more than its packet."""

Plain = TypeVar("Plain", bound=Callable[..., Any])


class Function(NamedTuple):
    """One of MySQL's functions.

    :param gives: the kind of what it gives: "whole", "decimal", "double", "text", "date", "moment", "time", or "first"
        for the kind of its first argument.
    :param takes_null: whether it is called where an argument is NULL; else the result is NULL.
    """

    gives: str
    does: Callable[..., Any]
    takes_null: bool = False


FUNCTIONS: dict[str, Function] = {}
"""By their names in SQL."""


def _gives(kind: str, *names: str, null: bool = False) -> Callable[[Plain], Plain]:
    def take(function: Plain) -> Plain:
        for name in names:
            FUNCTIONS[name] = Function(kind, function, null)
        return function

    return take


def guarded(function: Function) -> Callable[..., Any]:
    """A function as SQLite calls it: NULL where an argument is, and where there is no such result."""

    def call(*given: Any) -> Any:
        if not function.takes_null and None in given:
            return None
        try:
            done = function.does(*given)
        except (ValueError, OverflowError, ArithmeticError, TypeError):
            return None
        if isinstance(done, str) and len(done) > LONGEST:
            return None
        if isinstance(done, int):
            return whole(done)
        return None if isinstance(done, float) and not math.isfinite(done) else done

    return call


def _int(value: Any) -> int:
    return int(rounded(value) or 0)


# --- texts --------------------------------------------------------------------------------------------


@_gives("text", "CONCAT")
def _concat(*parts: Any) -> str:
    return "".join(map(text, parts))


@_gives("text", "CONCAT_WS", null=True)
def _concat_ws(separator: Any, *parts: Any) -> str | None:
    if separator is None:
        return None
    return text(separator).join(text(part) for part in parts if part is not None)


@_gives("text", "LEFT")
def _left(given: Any, count: Any) -> str:
    return text(given)[: max(0, _int(count))]


@_gives("text", "RIGHT")
def _right(given: Any, count: Any) -> str:
    count = max(0, _int(count))
    return text(given)[-count:] if count else ""


@_gives("text", "SUBSTRING", "SUBSTR", "MID")
def _substring(given: Any, start: Any, length: Any = LONGEST) -> str:
    whole_text, first, count = text(given), _int(start), _int(length)
    if not first or count < 1 or -first > len(whole_text):
        return ""
    begin = first - 1 if first > 0 else len(whole_text) + first
    return whole_text[begin : begin + count]


@_gives("text", "SUBSTRING_INDEX")
def _substring_index(given: Any, delimiter: Any, count: Any) -> str:
    parts, times = text(given).split(text(delimiter)) if text(delimiter) else [""], _int(count)
    return text(delimiter).join(parts[:times] if times > 0 else parts[times:] if times else [])


@_gives("text", "UPPER", "UCASE")
def _upper(given: Any) -> str:
    return text(given).upper()


@_gives("text", "LOWER", "LCASE")
def _lower(given: Any) -> str:
    return text(given).lower()


@_gives("text", "TRIM")
def _trim(given: Any, chars: Any = " ", position: Any = "BOTH") -> str:
    done, cut = text(given), text(chars)
    while cut and position != "TRAILING" and done.startswith(cut):
        done = done[len(cut) :]
    while cut and position != "LEADING" and done.endswith(cut):
        done = done[: -len(cut)]
    return done


@_gives("text", "LTRIM")
def _ltrim(given: Any) -> str:
    return text(given).lstrip(" ")


@_gives("text", "RTRIM")
def _rtrim(given: Any) -> str:
    return text(given).rstrip(" ")


@_gives("text", "REPLACE")
def _replace(given: Any, old: Any, new: Any) -> str:
    before, sought, put = text(given), text(old), text(new)
    if not sought or len(before) + before.count(sought) * len(put) > LONGEST:
        return before
    return before.replace(sought, put)


@_gives("text", "REVERSE")
def _reverse(given: Any) -> str:
    return text(given)[::-1]


@_gives("text", "REPEAT")
def _repeat(given: Any, count: Any) -> str | None:
    times = max(0, _int(count))
    return None if times * len(text(given)) > LONGEST else text(given) * times


@_gives("text", "SPACE")
def _space(count: Any) -> str | None:
    return _repeat(" ", count)


def _padded(given: str, length: int, pad: str) -> str | None:
    """What has to be added to a text; None where nothing can be."""
    missing = length - len(given)
    if length < 0 or length > LONGEST or (missing > 0 and not pad):
        return None
    return (pad * (missing // max(1, len(pad)) + 1))[: max(0, missing)]


@_gives("text", "LPAD")
def _lpad(given: Any, length: Any, pad: Any = " ") -> str | None:
    added = _padded(text(given), _int(length), text(pad))
    return None if added is None else (added + text(given))[: _int(length)]


@_gives("text", "RPAD")
def _rpad(given: Any, length: Any, pad: Any = " ") -> str | None:
    added = _padded(text(given), _int(length), text(pad))
    return None if added is None else (text(given) + added)[: _int(length)]


@_gives("text", "INSERT")
def _insert(given: Any, start: Any, length: Any, new: Any) -> str:
    before, at, count = text(given), _int(start), _int(length)
    if not 1 <= at <= len(before):
        return before
    end = len(before) if count < 0 else at - 1 + count
    return before[: at - 1] + text(new) + before[end:]


@_gives("whole", "LENGTH", "OCTET_LENGTH")
def _length(given: Any) -> int:
    return len(text(given).encode())


@_gives("whole", "CHAR_LENGTH", "CHARACTER_LENGTH")
def _char_length(given: Any) -> int:
    return len(text(given))


@_gives("whole", "LOCATE", "POSITION")
def _locate(sought: Any, given: Any, start: Any = 1) -> int:
    begin = _int(start) - 1
    return text(given).lower().find(text(sought).lower(), begin) + 1 if begin >= 0 else 0


@_gives("whole", "INSTR")
def _instr(given: Any, sought: Any) -> int:
    return _locate(sought, given)


@_gives("whole", "FIND_IN_SET")
def _find_in_set(sought: Any, given: Any) -> int:
    listed = [sorting(one) for one in text(given).split(",")]
    return listed.index(sorting(text(sought))) + 1 if sorting(text(sought)) in listed else 0


@_gives("whole", "FIELD", null=True)
def _field(sought: Any, *listed: Any) -> int:
    if sought is None:
        return 0
    same = [sorting(text(one)) == sorting(text(sought)) if one is not None else False for one in listed]
    return same.index(True) + 1 if True in same else 0


@_gives("text", "ELT", null=True)
def _elt(count: Any, *listed: Any) -> Any:
    return listed[_int(count) - 1] if count is not None and 1 <= _int(count) <= len(listed) else None


@_gives("whole", "STRCMP")
def _strcmp(first: Any, second: Any) -> int:
    one, other = sorting(text(first)), sorting(text(second))
    return (one > other) - (one < other)


@_gives("whole", "ASCII")
def _ascii(given: Any) -> int:
    return (text(given).encode() or b"\0")[0]


@_gives("whole", "ORD")
def _ord(given: Any) -> int:
    return int.from_bytes(text(given)[:1].encode(), "big")


@_gives("text", "CHAR", null=True)
def _char(*codes: Any) -> str:
    given = (_int(code) & 0xFFFFFFFF for code in codes if code is not None)
    return b"".join(code.to_bytes(max(1, (code.bit_length() + 7) // 8), "big") for code in given).decode("latin-1")


@_gives("text", "HEX")
def _hex(given: Any) -> str:
    return f"{given:X}" if isinstance(given, int) else text(given).encode().hex().upper()


@_gives("text", "UNHEX")
def _unhex(given: Any) -> str:
    return binascii.unhexlify(text(given)).decode("latin-1")


@_gives("text", "MD5")
def _md5(given: Any) -> str:
    return hashlib.md5(text(given).encode(), usedforsecurity=False).hexdigest()


@_gives("text", "SHA1", "SHA")
def _sha1(given: Any) -> str:
    return hashlib.sha1(text(given).encode(), usedforsecurity=False).hexdigest()


@_gives("text", "SHA2")
def _sha2(given: Any, bits: Any) -> str | None:
    name = {0: "sha256", 224: "sha224", 256: "sha256", 384: "sha384", 512: "sha512"}.get(_int(bits))
    return hashlib.new(name, text(given).encode()).hexdigest() if name else None


@_gives("text", "TO_BASE64")
def _to_base64(given: Any) -> str:
    return base64.b64encode(text(given).encode()).decode()


@_gives("text", "QUOTE", null=True)
def _quote(given: Any) -> str:
    return "NULL" if given is None else "'" + text(given).replace("\\", "\\\\").replace("'", "\\'") + "'"


@_gives("text", "FORMAT")
def _format(given: Any, places: Any) -> str:
    digits = max(0, min(30, _int(places)))
    return f"{rounded(float(number(given) or 0), digits):,.{digits}f}"


@_gives("text", "UUID")
def _uuid() -> str:
    return str(uuid.uuid4())


@_gives("text", "SOUNDEX")
def _soundex(given: Any) -> str:
    codes = {**dict.fromkeys("BFPV", "1"), **dict.fromkeys("CGJKQSXZ", "2"), **dict.fromkeys("DT", "3")}
    codes |= {"L": "4", "M": "5", "N": "5", "R": "6"}
    letters = [one for one in text(given).upper() if one.isalpha()]
    done, last = letters[:1], codes.get(letters[0]) if letters else None
    for one in letters[1:]:
        code = codes.get(one)
        if code and code != last:
            done.append(code)
        if one not in "HW":
            last = code
    return "".join(done).ljust(4, "0") if done else ""


# --- numbers ------------------------------------------------------------------------------------------


@_gives("first", "ROUND")
def _round(given: Any, places: Any = 0) -> int | float | None:
    return rounded(given, places)


@_gives("first", "TRUNCATE")
def _truncate(given: Any, places: Any) -> int | float | None:
    value, scale = number(given) or 0, 10.0 ** max(-30, min(30, _int(places)))
    done = math.trunc(round(value * scale, 9)) / scale
    return int(done) if isinstance(value, int) else done


@_gives("whole", "FLOOR")
def _floor(given: Any) -> int:
    return math.floor(number(given) or 0)


@_gives("whole", "CEIL", "CEILING")
def _ceil(given: Any) -> int:
    return math.ceil(number(given) or 0)


@_gives("first", "ABS")
def _abs(given: Any) -> int | float:
    return abs(number(given) or 0)


@_gives("whole", "SIGN")
def _sign(given: Any) -> int:
    value = number(given) or 0
    return (value > 0) - (value < 0)


@_gives("first", "MOD")
def _mod(first: Any, second: Any) -> int | float | None:
    one, other = number(first) or 0, number(second)
    if not other:
        return None
    if isinstance(one, int) and isinstance(other, int):
        return abs(one) % abs(other) * (-1 if one < 0 else 1)
    return math.fmod(one, other)


@_gives("double", "POW", "POWER")
def _power(base: Any, exponent: Any) -> float:
    return math.pow(number(base) or 0, number(exponent) or 0)


@_gives("double", "LOG")
def _log(first: Any, second: Any = None) -> float:
    one = float(number(first) or 0)
    return math.log(one) if second is None else math.log(float(number(second) or 0)) / math.log(one)


for _name, _does in {
    "SQRT": math.sqrt,
    "EXP": math.exp,
    "LN": math.log,
    "LOG10": math.log10,
    "LOG2": math.log2,
    "SIN": math.sin,
    "COS": math.cos,
    "TAN": math.tan,
    "RADIANS": math.radians,
    "DEGREES": math.degrees,
}.items():
    FUNCTIONS[_name] = Function("double", lambda given, does=_does: does(float(number(given) or 0)))


@_gives("double", "PI")
def _pi() -> float:
    return math.pi


def _each(pick: Callable[..., Any]) -> Callable[..., Any]:
    def choose(*listed: Any) -> Any:
        if all(isinstance(one, str) for one in listed):
            return pick(listed, key=sorting)
        return pick(listed, key=lambda one: number(one) or 0)

    return choose


FUNCTIONS["GREATEST"] = Function("first", _each(max))
FUNCTIONS["LEAST"] = Function("first", _each(min))


@_gives("whole", "ISNULL", null=True)
def _isnull(given: Any) -> int:
    return int(given is None)


@_gives("whole", "CRC32")
def _crc32(given: Any) -> int:
    return binascii.crc32(text(given).encode())


# --- days and moments ---------------------------------------------------------------------------------


def _parted(part: Callable[[datetime], Any]) -> Callable[[Any], Any]:
    def take(given: Any) -> Any:
        when = moment(given)
        return part(when) if when else None

    return take


for _name, _part in {
    "YEAR": moments.PARTS["YEAR"],
    "QUARTER": moments.PARTS["QUARTER"],
    "MONTH": moments.PARTS["MONTH"],
    "DAY": moments.PARTS["DAY"],
    "DAYOFMONTH": moments.PARTS["DAY"],
    "DAYOFWEEK": lambda when: (when.weekday() + 1) % 7 + 1,
    "WEEKDAY": lambda when: when.weekday(),
    "DAYOFYEAR": lambda when: when.timetuple().tm_yday,
    "WEEKOFYEAR": lambda when: moments.week(when, 3)[1],
    "TO_DAYS": lambda when: when.toordinal() + 365,
}.items():
    FUNCTIONS[_name] = Function("whole", _parted(_part))
for _name, _part in {
    "DATE": moments.day_text,
    "LAST_DAY": lambda when: moments.day_text(
        (when.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    ),
}.items():
    FUNCTIONS[_name] = Function("date", _parted(_part))
FUNCTIONS["DAYNAME"] = Function("text", _parted(lambda when: moments.formatted(when, "%W")))
FUNCTIONS["MONTHNAME"] = Function("text", _parted(lambda when: moments.formatted(when, "%M")))


def _clocked(pick: Callable[[int], int]) -> Callable[[Any], int | None]:
    def take(given: Any) -> int | None:
        span = moments.span_of(given)
        return None if span is None else pick(int(abs(span).total_seconds()))

    return take


FUNCTIONS["HOUR"] = Function("whole", _clocked(lambda seconds: seconds // 3600))
FUNCTIONS["MINUTE"] = Function("whole", _clocked(lambda seconds: seconds // 60 % 60))
FUNCTIONS["SECOND"] = Function("whole", _clocked(lambda seconds: seconds % 60))


@_gives("whole", "TIME_TO_SEC")
def _time_to_sec(given: Any) -> int | None:
    span = moments.span_of(given)
    return None if span is None else int(span.total_seconds())


@_gives("time", "SEC_TO_TIME")
def _sec_to_time(seconds: Any) -> str:
    return moments.span_text(timedelta(seconds=_int(seconds)))


@_gives("time", "TIME")
def _time(given: Any) -> str | None:
    span = moments.span_of(given)
    return None if span is None else moments.span_text(span)


@_gives("time", "TIMEDIFF")
def _timediff(first: Any, second: Any) -> str | None:
    one, other = moment(first), moment(second)
    if one and other:
        return moments.span_text(one - other)
    begin, end = moments.span_of(first), moments.span_of(second)
    return None if begin is None or end is None else moments.span_text(begin - end)


def _added(given: Any, span: Any, sign: int) -> str | None:
    extra, when = moments.span_of(span), moment(given)
    if extra is None:
        return None
    if when:
        return moments.moment_text(when + sign * extra)
    begin = moments.span_of(given)
    return None if begin is None else moments.span_text(begin + sign * extra)


@_gives("first", "ADDTIME")
def _addtime(given: Any, span: Any) -> str | None:
    return _added(given, span, 1)


@_gives("first", "SUBTIME")
def _subtime(given: Any, span: Any) -> str | None:
    return _added(given, span, -1)


@_gives("moment", "TIMESTAMP")
def _timestamp(given: Any, span: Any = "00:00:00") -> str | None:
    when, extra = moment(given), moments.span_of(span)
    return moments.moment_text(when + extra) if when and extra is not None else None


@_gives("whole", "WEEK")
def _week(given: Any, mode: Any = 0) -> int | None:
    when = moment(given)
    return moments.week(when, _int(mode) & 7)[1] if when else None


@_gives("whole", "YEARWEEK")
def _yearweek(given: Any, mode: Any = 0) -> int | None:
    when = moment(given)
    if not when:
        return None
    year, count = moments.week(when, (_int(mode) & 7) | 2)
    return year * 100 + count


@_gives("whole", "DATEDIFF")
def _datediff(last: Any, first: Any) -> int | None:
    one, other = moment(last), moment(first)
    return (one.date() - other.date()).days if one and other else None


@_gives("whole", "TIMESTAMPDIFF")
def _timestampdiff(unit: Any, first: Any, last: Any) -> int | None:
    one, other = moment(first), moment(last)
    return moments.difference(_unit(unit), one, other) if one and other else None


@_gives("whole", "PERIOD_DIFF")
def _period_diff(first: Any, second: Any) -> int:
    one, other = (_int(period) // 100 * 12 + _int(period) % 100 for period in (first, second))
    return one - other


@_gives("text", "DATE_FORMAT")
def _date_format(given: Any, pattern: Any) -> str | None:
    when = moment(given)
    return moments.formatted(when, text(pattern)) if when else None


@_gives("text", "TIME_FORMAT")
def _time_format(given: Any, pattern: Any) -> str | None:
    span = moments.span_of(given)
    return None if span is None else moments.formatted(datetime(1, 1, 1) + span, text(pattern))  # noqa: DTZ001


@_gives("moment", "STR_TO_DATE")
def _str_to_date(given: Any, pattern: Any) -> str | None:
    when = moments.read_by(text(given), text(pattern))
    if not when:
        return None
    return moments.moment_text(when) if moments.has_clock(text(pattern)) else moments.day_text(when)


@_gives("date", "FROM_DAYS")
def _from_days(days: Any) -> str:
    return moments.day_text(datetime.fromordinal(_int(days) - 365))


@_gives("date", "MAKEDATE")
def _makedate(year: Any, day: Any) -> str | None:
    if _int(day) < 1:
        return None
    return moments.day_text(datetime(_int(year), 1, 1) + timedelta(days=_int(day) - 1))  # noqa: DTZ001


def _unit(unit: Any) -> str:
    return str(unit).upper().removeprefix("SQL_TSI_")


# --- what the translation calls by itself -------------------------------------------------------------


def _extract(unit: Any, given: Any) -> int | None:
    when = moment(given)
    if when is None:
        span = moments.span_of(given)
        when = None if span is None else datetime(1, 1, 1) + span  # noqa: DTZ001
    return moments.PARTS[unit](when) if when and unit in moments.PARTS else None


def _date_add(given: Any, amount: Any, unit: Any, sign: Any, kind: Any) -> str | None:
    when = moment(given)
    if when is None:
        return None
    late = moments.moved(when, amount if isinstance(amount, str) else number(amount), unit, sign)
    if late is None:
        return None
    day = kind == "date" or (kind == "text" and ":" not in str(given))
    return moments.day_text(late) if day and unit in moments.WHOLE_DAYS else moments.moment_text(late)


def _div(first: Any, second: Any) -> float | None:
    one, other = number(first) or 0, number(second)
    if not other:
        return None
    exact = isinstance(one, int) and isinstance(other, int)
    return rounded(one / other, 4) if exact else one / other


def _int_div(first: Any, second: Any) -> int | None:
    one, other = number(first) or 0, number(second)
    if not other:
        return None
    exact = isinstance(one, int) and isinstance(other, int)
    return abs(one) // abs(other) * (-1 if (one < 0) ^ (other < 0) else 1) if exact else math.trunc(one / other)  # type: ignore[return-value]


def _as_moment(given: Any) -> str | None:
    when = moment(given)
    return moments.moment_text(when) if when else None


def _as_day(given: Any) -> str | None:
    when = moment(given)
    return moments.day_text(when) if when else None


def _as_text(given: Any, length: Any = LONGEST) -> str:
    return text(given)[:length]


def _signed(given: Any) -> int:
    return int(number(given) or 0) if isinstance(given, str) else _int(given)


def _as_decimal(given: Any, places: Any) -> float:
    return float(rounded(float(number(given) or 0), places) or 0)


def _xor(first: Any, second: Any) -> int:
    return int(bool(number(first)) != bool(number(second)))


def _several(*given: Any) -> str:
    return "\0".join(sorting(text(one)) for one in given)


OWN: Mapping[str, Function] = {
    "extract": Function("whole", _extract),
    "date_add": Function("text", _date_add),
    "div": Function("decimal", _div),
    "int_div": Function("whole", _int_div),
    "number": Function("double", number),
    "moment": Function("moment", _as_moment),
    "day": Function("date", _as_day),
    "text": Function("text", _as_text),
    "decimal": Function("decimal", _as_decimal),
    "signed": Function("whole", _signed),
    "double": Function("double", lambda given: float(number(given) or 0)),
    "xor": Function("whole", _xor),
    "bitwise_xor": Function("whole", lambda one, other: _int(one) ^ _int(other)),
    "several": Function("text", _several),
}
"""What stands for operators and casts, by the name after ``mysql_``."""
