"""MySQL's functions of texts.

May not: import anything of mock_od but its own package.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import uuid
from typing import Any

from mock_od.sql.registry import LONGEST, gives, to_whole
from mock_od.sql.values import number, rounded, sorting, text

_MOST_HEARD = 10_000
"""Characters of a text that SOUNDEX looks at."""


@gives("text", "CONCAT")
def _concat(*parts: Any) -> str:
    return "".join(map(text, parts))


@gives("text", "CONCAT_WS", null=True)
def _concat_ws(separator: Any, *parts: Any) -> str | None:
    if separator is None:
        return None
    return text(separator).join(text(part) for part in parts if part is not None)


@gives("text", "LEFT")
def _left(given: Any, count: Any) -> str:
    return text(given)[: max(0, to_whole(count))]


@gives("text", "RIGHT")
def _right(given: Any, count: Any) -> str:
    count = max(0, to_whole(count))
    return text(given)[-count:] if count else ""


@gives("text", "SUBSTRING", "SUBSTR", "MID")
def _substring(given: Any, start: Any, length: Any = LONGEST) -> str:
    whole_text, first, count = text(given), to_whole(start), to_whole(length)
    if not first or count < 1 or -first > len(whole_text):
        return ""
    begin = first - 1 if first > 0 else len(whole_text) + first
    return whole_text[begin : begin + count]


@gives("text", "SUBSTRING_INDEX")
def _substring_index(given: Any, delimiter: Any, count: Any) -> str:
    parts, times = text(given).split(text(delimiter)) if text(delimiter) else [""], to_whole(count)
    return text(delimiter).join(parts[:times] if times > 0 else parts[times:] if times else [])


@gives("text", "UPPER", "UCASE")
def _upper(given: Any) -> str:
    return text(given).upper()


@gives("text", "LOWER", "LCASE")
def _lower(given: Any) -> str:
    return text(given).lower()


@gives("text", "TRIM")
def _trim(given: Any, chars: Any = " ", position: Any = "BOTH") -> str:
    whole_text, cut = text(given), text(chars)
    begin, end = 0, len(whole_text)
    while cut and position != "TRAILING" and whole_text.startswith(cut, begin, end):
        begin += len(cut)
    while cut and position != "LEADING" and whole_text.endswith(cut, begin, end):
        end -= len(cut)
    return whole_text[begin:end]


@gives("text", "LTRIM")
def _ltrim(given: Any) -> str:
    return text(given).lstrip(" ")


@gives("text", "RTRIM")
def _rtrim(given: Any) -> str:
    return text(given).rstrip(" ")


@gives("text", "REPLACE")
def _replace(given: Any, old: Any, new: Any) -> str:
    before, sought, put = text(given), text(old), text(new)
    if not sought or len(before) + before.count(sought) * len(put) > LONGEST:
        return before
    return before.replace(sought, put)


@gives("text", "REVERSE")
def _reverse(given: Any) -> str:
    return text(given)[::-1]


@gives("text", "REPEAT")
def _repeat(given: Any, count: Any) -> str | None:
    times = max(0, to_whole(count))
    return None if times * len(text(given)) > LONGEST else text(given) * times


@gives("text", "SPACE")
def _space(count: Any) -> str | None:
    return _repeat(" ", count)


def _padded(given: str, length: int, pad: str) -> str | None:
    """What has to be added to a text; None where nothing can be."""
    missing = length - len(given)
    if length < 0 or length > LONGEST or (missing > 0 and not pad):
        return None
    return (pad * (missing // max(1, len(pad)) + 1))[: max(0, missing)]


@gives("text", "LPAD")
def _lpad(given: Any, length: Any, pad: Any = " ") -> str | None:
    added = _padded(text(given), to_whole(length), text(pad))
    return None if added is None else (added + text(given))[: to_whole(length)]


@gives("text", "RPAD")
def _rpad(given: Any, length: Any, pad: Any = " ") -> str | None:
    added = _padded(text(given), to_whole(length), text(pad))
    return None if added is None else (text(given) + added)[: to_whole(length)]


@gives("text", "INSERT")
def _insert(given: Any, start: Any, length: Any, new: Any) -> str:
    before, at, count = text(given), to_whole(start), to_whole(length)
    if not 1 <= at <= len(before):
        return before
    end = len(before) if count < 0 else at - 1 + count
    return before[: at - 1] + text(new) + before[end:]


@gives("whole", "LENGTH", "OCTET_LENGTH")
def _length(given: Any) -> int:
    return len(text(given).encode())


@gives("whole", "CHAR_LENGTH", "CHARACTER_LENGTH")
def _char_length(given: Any) -> int:
    return len(text(given))


@gives("whole", "LOCATE", "POSITION")
def _locate(sought: Any, given: Any, start: Any = 1) -> int:
    begin = to_whole(start) - 1
    return text(given).lower().find(text(sought).lower(), begin) + 1 if begin >= 0 else 0


@gives("whole", "INSTR")
def _instr(given: Any, sought: Any) -> int:
    return _locate(sought, given)


@gives("whole", "FIND_IN_SET")
def _find_in_set(sought: Any, given: Any) -> int:
    listed = [sorting(one) for one in text(given).split(",")]
    return listed.index(sorting(text(sought))) + 1 if sorting(text(sought)) in listed else 0


@gives("whole", "FIELD", null=True)
def _field(sought: Any, *listed: Any) -> int:
    if sought is None:
        return 0
    same = [sorting(text(one)) == sorting(text(sought)) if one is not None else False for one in listed]
    return same.index(True) + 1 if True in same else 0


@gives("text", "ELT", null=True)
def _elt(count: Any, *listed: Any) -> Any:
    return listed[to_whole(count) - 1] if count is not None and 1 <= to_whole(count) <= len(listed) else None


@gives("whole", "STRCMP")
def _strcmp(first: Any, second: Any) -> int:
    one, other = sorting(text(first)), sorting(text(second))
    return (one > other) - (one < other)


@gives("whole", "ASCII")
def _ascii(given: Any) -> int:
    return (text(given).encode() or b"\0")[0]


@gives("whole", "ORD")
def _ord(given: Any) -> int:
    return int.from_bytes(text(given)[:1].encode(), "big")


@gives("text", "CHAR", null=True)
def _char(*codes: Any) -> str:
    given = (to_whole(code) & 0xFFFFFFFF for code in codes if code is not None)
    return b"".join(code.to_bytes(max(1, (code.bit_length() + 7) // 8), "big") for code in given).decode("latin-1")


@gives("text", "HEX")
def _hex(given: Any) -> str:
    return f"{given:X}" if isinstance(given, int) else text(given).encode().hex().upper()


@gives("text", "UNHEX")
def _unhex(given: Any) -> str:
    return binascii.unhexlify(text(given)).decode("latin-1")


@gives("text", "MD5")
def _md5(given: Any) -> str:
    return hashlib.md5(text(given).encode(), usedforsecurity=False).hexdigest()


@gives("text", "SHA1", "SHA")
def _sha1(given: Any) -> str:
    return hashlib.sha1(text(given).encode(), usedforsecurity=False).hexdigest()


@gives("text", "SHA2")
def _sha2(given: Any, bits: Any) -> str | None:
    name = {0: "sha256", 224: "sha224", 256: "sha256", 384: "sha384", 512: "sha512"}.get(to_whole(bits))
    return hashlib.new(name, text(given).encode()).hexdigest() if name else None


@gives("text", "TO_BASE64")
def _to_base64(given: Any) -> str:
    return base64.b64encode(text(given).encode()).decode()


@gives("text", "QUOTE", null=True)
def _quote(given: Any) -> str:
    return "NULL" if given is None else "'" + text(given).replace("\\", "\\\\").replace("'", "\\'") + "'"


@gives("text", "FORMAT")
def _format(given: Any, places: Any) -> str:
    digits = max(0, min(30, to_whole(places)))
    return f"{rounded(float(number(given) or 0), digits):,.{digits}f}"


@gives("text", "UUID")
def _uuid() -> str:
    return str(uuid.uuid4())


@gives("text", "SOUNDEX")
def _soundex(given: Any) -> str:
    codes = {**dict.fromkeys("BFPV", "1"), **dict.fromkeys("CGJKQSXZ", "2"), **dict.fromkeys("DT", "3")}
    codes |= {"L": "4", "M": "5", "N": "5", "R": "6"}
    letters = [one for one in text(given)[:_MOST_HEARD].upper() if one.isalpha()]
    done, last = letters[:1], codes.get(letters[0]) if letters else None
    for one in letters[1:]:
        code = codes.get(one)
        if code and code != last:
            done.append(code)
        if one not in "HW":
            last = code
    return "".join(done).ljust(4, "0") if done else ""
