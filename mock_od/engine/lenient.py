"""JSON as Json.NET reads it, which is more than the standard has; and large JSON, out of the way of other threads.

Beyond the standard there may be comments, single quotes, names without quotes, a comma after the last item, and line
breaks in a text. Python's own scanner is quicker, but it keeps all other threads waiting until it is done. So large
texts are read here too: never more than ``_STEP`` characters at a time without a chance for others.
May not: know a resource, or what the JSON is for.
"""

from __future__ import annotations

import json
import math
import re
from json import JSONDecodeError
from typing import Any

MOST_NAMES = 100_000
"""How many names an object may have whose values are kept."""
_STEP = 16_384
_LONGEST_WORD = 65_536  # a number, or a name without quotes, with the blanks behind it
_DEEPEST = 900

_BLANK = r"[ \t\n\r]*"
_HEX = "[0-9A-Fa-f]"
_HIGH = f"[dD][89abAB]{_HEX}{{2}}"  # the first half of a character that takes two escapes
_NUMBER = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"
_WORDS = {"true": True, "false": False, "null": None, "NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}

_BLANKS = re.compile(r"(?:[ \t\n\r]+|//[^\r\n]*[\r\n])*")
_LINE = re.compile(r"[^\r\n]*")
_NAME = re.compile(rf"([A-Za-z_$][A-Za-z0-9_$]*){_BLANK}:")
_WORD = re.compile("-?[A-Za-z]+")
_A_NUMBER = re.compile(_NUMBER)
_ESCAPED_QUOTE = re.compile(r"""\\.|\"""", re.DOTALL)


def _inside(quote: str) -> re.Pattern[str]:
    """Matches what may stand in a text before its end, up to a place where it may be cut."""
    alone = rf"{_HIGH}(?=[^\\]|\\[^u])|(?!{_HIGH}){_HEX}{{4}}"
    plain = rf"[^{quote}\\]*"
    return re.compile(rf"{plain}(?:\\(?:[^u]|u(?:{_HIGH}\\u{_HEX}{{4}}|{alone})){plain})*", re.DOTALL)


_INSIDE = {quote: _inside(quote) for quote in "\"'"}

# Many small items at once, where they are not kept; and a small member, where it is.
_BARE = "[A-Za-z_$][A-Za-z0-9_$]*"
_TEXT = rf""""[^"\\]*(?:\\(?:["\\/bfnrt]|u{_HEX}{{4}})[^"\\]*)*"|'[^'\\]*'"""
_ATOM = rf"(?:{_TEXT}|{_NUMBER}|true|false|null|\[{_BLANK}\]|{{{_BLANK}}}){_BLANK}"
_LABEL = rf"(?:{_TEXT}|{_BARE}){_BLANK}:{_BLANK}"
_COMMA = f",{_BLANK}"
_SMALL_LIST = rf"\[{_BLANK}(?:{_ATOM}{_COMMA})*(?:{_ATOM})?\]"
_SMALL_OBJECT = rf"{{{_BLANK}(?:{_LABEL}{_ATOM}{_COMMA})*(?:{_LABEL}{_ATOM})?}}"
_SMALL = f"(?:{_ATOM}|(?:{_SMALL_LIST}|{_SMALL_OBJECT}){_BLANK}){_COMMA}"
_ITEMS = re.compile(f"(?:{_SMALL})*")
_MEMBERS = re.compile(f"(?:{_LABEL}{_SMALL})*")
_MEMBER = re.compile(
    rf"""(?:"([^"\\]*)"|'([^'\\]*)'|({_BARE})){_BLANK}:{_BLANK}"""
    rf"""(?:"([^"\\]*)"|'([^'\\]*)'|({_NUMBER}|true|false|null)|({_SMALL_LIST})|({_SMALL_OBJECT})){_BLANK}{_COMMA}"""
)
_PLAIN = (4, 5)  # its groups that are a text as it is

_DECODER = json.JSONDecoder(strict=False)  # line breaks and tabs may stand in a text as they are
_OBJECT: dict[str, Any] = {}
_LIST: list[Any] = []
_EMPTY = {7: _LIST, 8: _OBJECT}
"""What stands for the groups of a member that are a list and an object."""
_STARTS = ("{", "[")
_SKIPPED = (" ", "\n", "\r", "\t", "/")


def read_leniently(text: str, *, shallow: bool = False) -> Any:
    """The value that a text says.

    :param shallow: whether an object or a list that stands in another is wanted as an empty one: only the names of the
        outermost object and the values beside them are kept.
    :raises ValueError: when it says none.
    """
    value, at = _read_value(text, _skip(text, 0), shallow=shallow)
    at = _skip(text, at)
    if at < len(text):
        raise JSONDecodeError("Extra data", text, at)
    return value


def _read_value(text: str, at: int, *, shallow: bool) -> tuple[Any, int]:
    """The value that begins there, and where it ends. Nested ones take no recursion: how deep they are is not ours."""
    opened: list[Any] = []  # the objects and lists that are not closed yet, the outermost first
    names: list[str] = []  # for each of them, the name that the next value belongs to
    while True:
        start = text[at : at + 1]
        if start in _STARTS:
            opened.append(_opened(text, at, start, len(opened), shallow=shallow))
            names.append("")
            at = _skip(text, at + 1)
        else:
            value, at = _read_scalar(text, at, start)
            if not opened:
                return value, at
            at = _add(opened[-1], names[-1], value, text, at)
        while True:  # as many ends as there are
            inside = opened[-1]
            at = _skip(text, _read_small(text, at, inside)) if shallow else at
            if not text.startswith(_end(inside), at):
                break
            value = opened.pop()
            names.pop()
            if not opened:
                return value, at + 1
            at = _add(opened[-1], names[-1], value, text, at + 1)
        if isinstance(inside, dict):
            names[-1], at = _read_name(text, at)


def _opened(text: str, at: int, start: str, depth: int, *, shallow: bool) -> Any:
    """What a bracket opens: an object or a list, of its own where its items are kept."""
    if depth == _DEEPEST:
        raise JSONDecodeError("Nested too deep", text, at)
    if shallow and depth:
        return _OBJECT if start == "{" else _LIST
    return {} if start == "{" else []


def _end(inside: Any) -> str:
    return "]" if isinstance(inside, list) else "}"


def _add(inside: Any, name: str, value: Any, text: str, at: int) -> int:
    """Keep an item, where items are kept; where the next one, or the end, must be: a comma may stand before either."""
    _keep(inside, name, value, text, at)
    at = _skip(text, at)
    if text.startswith(",", at):
        return _skip(text, at + 1)
    if text.startswith(_end(inside), at):
        return at
    raise JSONDecodeError("Expecting ',' delimiter", text, at)


def _keep(inside: Any, name: str, value: Any, text: str, at: int) -> None:
    if inside is _LIST or inside is _OBJECT:
        return
    if isinstance(inside, list):
        inside.append(value)
        return
    inside[name] = value
    if len(inside) > MOST_NAMES:
        raise JSONDecodeError(f"More than {MOST_NAMES} names in one object", text, at)


def _read_small(text: str, at: int, inside: Any) -> int:
    """Read small items, each with a comma behind it; where the next one begins that is not."""
    if inside is _LIST:
        return _pass_by(_ITEMS, text, at)
    if inside is _OBJECT:
        return _pass_by(_MEMBERS, text, at)
    if isinstance(inside, list):  # the outermost: it is no body, whatever is in it
        return at
    while found := _MEMBER.match(text, at, at + _STEP):
        group = found.lastindex or 0
        value: Any = found[group]
        if group in _EMPTY:
            value = _EMPTY[group]
        elif group not in _PLAIN:
            value = json.loads(value)
        at = found.end()
        _keep(inside, found[1] or found[2] or found[3] or "", value, text, at)
    return at


def _read_name(text: str, at: int) -> tuple[str, int]:
    """The name of a member, and where its value begins."""
    start = text[at : at + 1]
    if start in _INSIDE:
        name, at = _quoted(text, at, start)
        at = _skip(text, at)
        if not text.startswith(":", at):
            raise JSONDecodeError("Expecting ':' delimiter", text, at)
        return name, _skip(text, at + 1)
    found = _NAME.match(text, at, at + _LONGEST_WORD)
    if found is None:
        raise JSONDecodeError("Expecting property name enclosed in double quotes", text, at)
    return found[1], _skip(text, found.end())


def _read_scalar(text: str, at: int, start: str) -> tuple[Any, int]:
    if start in _INSIDE:
        return _quoted(text, at, start)
    found = _A_NUMBER.match(text, at, at + _LONGEST_WORD)
    if found and found.end() < at + _LONGEST_WORD:
        return json.loads(found[0]), found.end()
    word = _WORD.match(text, at, at + _LONGEST_WORD)
    if word is None or word[0] not in _WORDS:
        raise JSONDecodeError("Expecting value", text, at)
    return _WORDS[word[0]], word.end()


def _quoted(text: str, begin: int, quote: str) -> tuple[str, int]:
    """The text between two quotes, and where the place after it is."""
    pieces: list[str] = []
    at = begin + 1
    while True:
        found = _INSIDE[quote].match(text, at, at + _STEP)
        end = found.end() if found else at
        piece = text[at:end]
        if "\\" in piece:
            try:
                standard = _ESCAPED_QUOTE.sub(_requoted, piece) if quote == "'" else piece
                piece = _DECODER.decode(f'"{standard}"')
            except JSONDecodeError as broken:
                raise JSONDecodeError(broken.msg, text, at + broken.pos - 1) from None
        pieces.append(piece)
        if text.startswith(quote, end):
            return "".join(pieces), end + 1
        if end == at:  # the end of the text, or a backslash with nothing right behind it
            problem = "Invalid \\escape" if len(text) > end + 1 else "Unterminated string starting at"
            raise JSONDecodeError(problem, text, end if len(text) > end + 1 else begin)
        at = end


def _requoted(part: re.Match[str]) -> str:
    """What stands between single quotes as it stands between double ones."""
    return {'"': '\\"', "\\'": "'"}.get(part[0], part[0])


def _skip(text: str, at: int) -> int:
    """The place behind blanks and comments; what is opened and never closed ends with the text."""
    while text[at : at + 1] in _SKIPPED:
        at = _pass_by(_BLANKS, text, at)
        if text.startswith("//", at):
            at = _pass_by(_LINE, text, at)
        elif text.startswith("/*", at):
            at = _past_comment(text, at + 2)
        elif text.startswith("/", at):
            break
    return at


def _past_comment(text: str, at: int) -> int:
    """The place behind the end of a comment; the end of the text where it has none."""
    for begin in range(at, len(text), _STEP):
        end = text.find("*/", begin, begin + _STEP + 1)
        if end >= 0:
            return end + 2
    return len(text)


def _pass_by(pattern: re.Pattern[str], text: str, at: int) -> int:
    """The place behind what a pattern matches there, again and again. It may match nothing."""
    while True:
        found = pattern.match(text, at, at + _STEP)
        if found is None or found.end() == at:
            return at
        at = found.end()
