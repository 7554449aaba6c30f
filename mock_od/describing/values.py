"""A value for each kind of field, such as a caller may send.

May not: know a resource by name, or read a row itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Protocol

from mock_od import declare as d


class Rows(Protocol):
    """What gives values that rows have."""

    @property
    def moment(self) -> str:
        """The office's time, ``yyyy-MM-dd HH:mm:ss``."""

    def key_in(self, table: str, model: Mapping[str, Any], where: Mapping[str, Any], turn: int) -> int:
        """The key of a row."""

    def shown_in(self, table: str, column: str, turn: int) -> Any:
        """What a column of a row holds."""


_TEXT: Final = "Example"
_SHAPES: Final = {d.ZIP: "97301", d.STATE: "OR", d.TEN_DIGITS: "5033635432"}
_KINDS: Final[Mapping[type[d.Field], str]] = {
    d.Phone: "(503)363-5432",
    d.Pattern: "//XXXX//",
    d.Teeth: "3",
    d.Interval: "6m",
    d.Colour: "164,255,164",
    d.Span: "01:00:00",
    d.Time: "09:00:00",
    d.Bool: "true",
}
"""What is sent for a kind of field; the first that fits."""


def value_of(field: d.Field, rows: Rows, model: Mapping[str, Any], *, turn: int) -> Any:
    """A value that a field may have.

    :param model: the other values, by the API's names: a key is rather one of a row that goes with them.
    :param turn: how many were tried before.
    """
    if field.example is not None:
        return field.example
    if isinstance(field, d.ForeignKey | d.KeyList):
        table = field.table or (next(iter(field.tables.values())) if isinstance(field, d.ForeignKey) else "")
        key = rows.key_in(table, model, field.where if isinstance(field, d.ForeignKey) else {}, turn)
        return [key] if isinstance(field, d.KeyList) else key
    if isinstance(field, d.TextKey):
        return rows.shown_in(field.table, field.shows, turn)
    return _named(field, turn) or _plain(field, rows)


def _named(field: d.Field, turn: int) -> Any:
    """One of its names, where it has names; an empty one last."""
    if isinstance(field, d.Number):
        numbers = [*field.names]
        return numbers[turn % len(numbers)]
    names = sorted(field.names_taken(), key=lambda name: name in ("", "None"))
    return names[turn % len(names)] if names else None


def _plain(field: d.Field, rows: Rows) -> Any:
    """A value of a kind that has no names."""
    if isinstance(field, d.Date):
        return rows.moment if field.to_the_second else rows.moment.partition(" ")[0]
    if isinstance(field, d.Int | d.Double):
        return max(field.least or 0, 1 if field.most is None else min(1, field.most))
    if isinstance(field, d.Text) and field.shape:
        return _SHAPES.get(field.shape, "")
    for kind, text in _KINDS.items():
        if isinstance(field, kind):
            return text
    return 1 if isinstance(field.empty, int) else _TEXT
