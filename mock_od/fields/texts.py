"""Texts, and texts of a shape.

May not: know a resource.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from mock_od import explain
from mock_od.fields.field import Converter, Field
from mock_od.fields.reading import Unreadable, as_text, invalid, length, short_text


class Shape(NamedTuple):
    """What a text must look like.

    :param pattern: the regular expression of the whole text.
    :param advice: what it is, to follow the field's name in a hint.
    """

    pattern: re.Pattern[str]
    advice: str


ZIP = Shape(re.compile(r"[0-9]{5}(-?[0-9]{4})?|"), "is a ZIP code such as 97301 or 97301-1234")
STATE = Shape(re.compile(r"[A-Z]{2}|"), "is a state's two capital letters such as OR")
TEN_DIGITS = Shape(re.compile(r"[0-9]{10}|"), "is ten digits such as 5033635432")


class Text(Field):
    """Text; its column's type says how long it may be.

    :param filled: whether it may not be blank.
    :param shape: what it must look like.
    """

    kind = "text"

    def __init__(self, about: str = "", *, filled: bool = False, shape: Shape | None = None, **more: Any) -> None:
        super().__init__(about, **more)
        self.filled = filled
        self.shape = shape

    def read(self, raw: object) -> str:
        """The text.

        :raises Unreadable: when it is too long, blank, or of another shape.
        """
        limit = length(self.sql)
        text = raw if isinstance(raw, str) and len(raw) > limit else as_text(self.name, raw)
        if len(text) > limit and self.shape:  # what is left of it would be of another shape
            raise invalid(self.name, f"{self.shape.advice}, of at most {limit} characters; {len(text)} were sent")
        if len(text) > limit:
            hint = f"{self.name} holds at most {limit} characters; {len(text)} were sent"
            raise Unreadable(explain.invalid(self.name), hint, cut=as_text(self.name, text[:limit]))
        if self.filled and not text.strip():
            raise Unreadable(self.missing, f"{self.name} is blank")
        if self.shape and not self.shape.pattern.fullmatch(text):
            raise invalid(self.name, self.shape.advice)
        return text

    def read_seed(self, raw: object) -> str:
        """The text. What it must look like is asked of callers: a row of an office may be older than that."""
        if not self.filled and not self.shape:
            return self.read(raw)
        plain = copy.copy(self)
        plain.filled, plain.shape = False, None
        return plain.read(raw)

    def to_json(self) -> Converter | None:
        """Carriage returns come out as spaces."""
        return one_line

    def taken_schema(self) -> dict[str, Any]:
        """A text, its length and its shape."""
        schema: dict[str, Any] = {"type": "string", "maxLength": length(self.sql)}
        if self.filled:
            schema["minLength"] = 1
        return schema | ({"pattern": f"^({self.shape.pattern.pattern})$"} if self.shape else {})

    def condition(self, column: str, compare: str, word: Any) -> tuple[str, tuple[Any, ...]]:
        """The SQL of a comparison in any case.

        :param compare: ``=``, or "starts" or "contains".
        """
        folded = f"fold({column})"
        if compare not in ("starts", "contains"):
            return f"{folded} {compare} ?", (word.casefold(),)
        escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_").casefold() + "%"
        return f"{folded} LIKE ? ESCAPE '\\'", ("%" * (compare == "contains") + escaped,)


class Lines(Text):
    """A text of several lines, each after a carriage return, which the API answers as they are: a pick list, a note."""

    def to_json(self) -> Converter | None:
        """The text as the column has it."""
        return None


class OneOf(Text):
    """A text that is one of a few: letters, for the most part, that the column holds as they are (claim.ClaimStatus).

    :param words: the texts.
    """

    kind = "enum"
    sql = "char(1)"

    def __init__(self, words: list[str], about: str = "", **more: Any) -> None:
        super().__init__(about, **more)
        self.words = tuple(words)

    def read(self, raw: object) -> str:
        """One of the texts.

        :raises Unreadable: for another.
        """
        text = short_text(self.name, raw)
        if text not in self.words:
            raise invalid(self.name, f"is one of {explain.one_of(self.words)}")
        return text

    def names_taken(self) -> tuple[str, ...]:
        """The texts."""
        return self.words

    def described(self) -> str:
        """Its texts."""
        return " | ".join(word or '""' for word in self.words)

    def json_schema(self) -> dict[str, Any]:
        """One of the texts."""
        return {"type": "string", "enum": [*self.words]}

    def taken_schema(self) -> dict[str, Any]:
        """One of the texts."""
        return self.json_schema()


class Phone(Text):
    """A telephone number: ten digits are stored as (503)363-5432, as the desktop program writes them in the USA.

    Eleven digits become 1(503)363-5432, seven 363-5432. A number of another shape stays as it came.
    """

    kind = "text"
    _SHAPES = frozenset(
        {
            "0000000",
            "0000000000",
            "00000000000",
            "000-000-0000",
            "0-000-000-0000",
            "000 000-0000",
            "000 000 0000",
            "(000) 000 0000",
            "(000) 000-0000",
            "(000-000-0000",
            "000)000-0000",
            "000000-0000",
        }
    )
    """The shapes that are written anew, with 0 for any digit."""
    _LOCAL = 7

    def read(self, raw: object) -> str:
        """The number as it is stored.

        :raises Unreadable: when it is too long.
        """
        text = super().read(raw)
        if re.sub("[0-9]", "0", text) not in self._SHAPES:
            return text
        digits = re.sub("[^0-9]", "", text)
        area = "" if len(digits) == self._LOCAL else f"{digits[:-10]}({digits[-10:-7]})"
        return f"{area}{digits[-7:-4]}-{digits[-4:]}"

    def read_seed(self, raw: object) -> str:
        """The number as it is: a row of an office may have been written before the program did so."""
        return super().read(raw)


class Pattern(Text):
    """A time pattern of an appointment: one sign for each five minutes, X for the provider's time and / for other time.

    Of more than nine hours the first nine are kept.
    """

    _MOST = 108
    _SIGNS = re.compile("[X/]*")

    def read(self, raw: object) -> str:
        """The pattern.

        :raises Unreadable: for other signs.
        """
        text = as_text(self.name, raw)[: self._MOST]
        if not self._SIGNS.fullmatch(text):
            raise invalid(self.name, "is a time pattern of X and / such as //XXXX//")
        return text

    def taken_schema(self) -> dict[str, Any]:
        """A text of two signs."""
        return {"type": "string", "pattern": f"^{self._SIGNS.pattern}$"}


class Teeth(Text):
    """Teeth by their numbers, with commas: ``1-5,8`` is stored as 1,2,3,4,5,8."""

    _RANGE = re.compile(r"([0-9]{1,2})-([0-9]{1,2})")
    _TOOTH = re.compile(r"[1-9]|[12][0-9]|3[0-2]|5[1-9]|[67][0-9]|8[0-2]|[A-T]S?")
    """The permanent teeth, their supernumerary ones from 51, and the baby teeth."""
    _LAST = 32

    def read(self, raw: object) -> str:
        """The teeth, each by itself.

        :raises Unreadable: when one is none.
        """
        text = super().read(raw).replace(" ", "")
        return ",".join(tooth for part in text.split(",") for tooth in self._of(part)) if text else ""

    def _of(self, part: str) -> Iterator[str]:
        found = self._RANGE.fullmatch(part)
        if found and 1 <= int(found[1]) <= int(found[2]) <= self._LAST:
            yield from map(str, range(int(found[1]), int(found[2]) + 1))
        elif self._TOOTH.fullmatch(part):
            yield part
        else:
            raise invalid(self.name, "is teeth such as 1-5,8")


def one_line(text: str) -> str:
    """Carriage returns as spaces."""
    return text.replace("\r\n", " ").replace("\r", " ") if "\r" in text else text
