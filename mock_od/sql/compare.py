"""Two parts of a query that MySQL compares, as parts that SQLite compares in the same way.

May not: import anything of mock_od but its own package. Imported only when a query is run.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlglot import exp

from mock_od.sql.kinds import (
    DATE,
    DOUBLE,
    MOMENT,
    NULL,
    NUMBERS,
    TEMPORAL,
    TEXT,
    TIME,
    UNKNOWN,
    WHOLE,
    kind_of,
    set_kind,
)
from mock_od.sql.moments import day_text, moment, moment_text, span_of, span_text
from mock_od.sql.values import number

COLLATION = "mysql_ci"


def call(name: str, *given: Any, kind: str = UNKNOWN) -> exp.Anonymous:
    """A call of one of our functions."""
    made = exp.Anonymous(this=f"mysql_{name}", expressions=[exp.convert(one) for one in given])
    set_kind(made, kind)
    return made


def text_of(value: str, kind: str = TEXT) -> exp.Literal:
    """A text of our own in a query."""
    made = exp.Literal.string(value)
    set_kind(made, kind)
    return made


def collated(node: exp.Expr) -> exp.Expr:
    """A part of a query that is compared as MySQL compares texts, where it may be a text."""
    if kind_of(node) not in (TEXT, UNKNOWN) or isinstance(node, exp.Collate | exp.Tuple | exp.Star):
        return node
    made = exp.Collate(this=node, expression=exp.Var(this=COLLATION))
    set_kind(made, kind_of(node))
    return made


def _literal(node: exp.Expr) -> str | None:
    return node.name if isinstance(node, exp.Literal) and node.is_string else None


def as_number(node: exp.Expr) -> exp.Expr:
    """A part of a query where a number is wanted."""
    kind, text = kind_of(node), _literal(node)
    if kind in (*NUMBERS, NULL) or isinstance(node, exp.Star):
        return node
    if text is not None:
        value = number(text) or 0
        return exp.convert(value) if value >= 0 else exp.Paren(this=exp.convert(value))
    return call("number", node, kind=WHOLE if kind in TEMPORAL else UNKNOWN if kind == UNKNOWN else DOUBLE)


def _as_moment(node: exp.Expr, kind: str) -> exp.Expr:
    """A part of a query that is compared with a day or a moment."""
    text = _literal(node)
    if text is not None:
        when = moment(text)
        if when is None:
            return node
        return text_of(day_text(when) if kind == DATE else moment_text(when), kind)
    return node if kind_of(node) in (kind, NULL) else call("as_day" if kind == DATE else "moment", node, kind=kind)


def alike(left: exp.Expr, right: exp.Expr) -> tuple[exp.Expr, exp.Expr]:
    """Two parts that are compared, as parts of one kind."""
    kinds = {kind_of(left), kind_of(right)}
    if isinstance(left, exp.Tuple) or isinstance(right, exp.Tuple | exp.Any | exp.All) or NULL in kinds:
        return left, right
    if kinds & {*TEMPORAL}:
        if kinds & {*NUMBERS}:
            return as_number(left), as_number(right)
        kind = DATE if kinds == {DATE} or (MOMENT not in kinds and _day_alone(left, right)) else MOMENT
        return _as_moment(left, kind), _as_moment(right, kind)
    if TIME in kinds:
        return _as_span(left), _as_span(right)
    if kinds & {*NUMBERS}:
        return as_number(left), as_number(right)
    return (left if isinstance(right, exp.Collate) else collated(left)), right


def _day_alone(*sides: exp.Expr) -> bool:
    """Whether one side is a text that says a day without a time."""
    whens = [moment(text) for text in map(_literal, sides) if text is not None]
    return any(when is not None and when.time() == datetime.min.time() for when in whens)


def _as_span(node: exp.Expr) -> exp.Expr:
    text = _literal(node)
    span = span_of(text) if text is not None else None
    return node if span is None else text_of(span_text(span), TIME)
