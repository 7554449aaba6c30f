"""Of what kind each part of a query is: what a comparison or an answer has to know of it.

The library finds them (sqlglot's annotate_types); here is what it is told of MySQL's functions.
May not: import anything of mock_od but its own package. Imported only when a query is run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlglot import exp
from sqlglot.dialects.mysql import MySQL
from sqlglot.optimizer.annotate_types import annotate_types

from mock_od.sql.dialect import Asked
from mock_od.sql.functions import FUNCTIONS
from mock_od.sql.moments import WHOLE_DAYS, has_clock

WHOLE, DECIMAL, DOUBLE, TEXT, DATE, MOMENT, TIME, NULL, UNKNOWN = (
    "whole", "decimal", "double", "text", "date", "moment", "time", "null", ""
)  # fmt: skip
NUMBERS = (WHOLE, DECIMAL, DOUBLE)
TEMPORAL = (DATE, MOMENT)

_TYPES = {
    WHOLE: "BIGINT", DECIMAL: "DECIMAL", DOUBLE: "DOUBLE", TEXT: "TEXT", DATE: "DATE", MOMENT: "DATETIME",
    TIME: "TIME", NULL: "NULL", UNKNOWN: "UNKNOWN",
}  # fmt: skip
_ADDING = ("DATE_ADD", "DATE_SUB", "ADDDATE", "SUBDATE", "TIMESTAMPADD")
_CLOCK: Mapping[str, str] = {
    **dict.fromkeys(("CURDATE", "CURRENT_DATE"), DATE),
    **dict.fromkeys(("NOW", "SYSDATE", "CURRENT_TIMESTAMP", "LOCALTIME", "LOCALTIMESTAMP"), MOMENT),
    **dict.fromkeys(("CURTIME", "CURRENT_TIME"), TIME),
}
_CLOCK_WORDS: Mapping[type[exp.Expr], str] = {
    exp.CurrentDate: DATE,
    exp.CurrentTime: TIME,
    **dict.fromkeys((exp.CurrentTimestamp, exp.Localtime, exp.Localtimestamp), MOMENT),
}
AGGREGATES: Mapping[str, str] = {
    **dict.fromkeys(("STD", "STDDEV", "STDDEV_POP", "STDDEV_SAMP", "VARIANCE", "VAR_POP", "VAR_SAMP"), DOUBLE),
    **dict.fromkeys(("BIT_AND", "BIT_OR", "BIT_XOR"), WHOLE),
}
"""Aggregates that SQLite has not."""


def kind_of(node: Any) -> str:
    """The kind of a part of a query that has its type."""
    found = getattr(node, "type", None)
    if found is None:
        return UNKNOWN
    kind = found.this
    types = exp.DataType
    for kinds, name in (
        (types.INTEGER_TYPES, WHOLE),
        ((exp.DType.BOOLEAN, exp.DType.BIT, exp.DType.YEAR), WHOLE),
        (types.TEXT_TYPES, TEXT),
        ((exp.DType.DATE, exp.DType.DATE32), DATE),
        ((exp.DType.TIME,), TIME),
        (types.TEMPORAL_TYPES, MOMENT),
        ((exp.DType.FLOAT, exp.DType.DOUBLE), DOUBLE),
        (types.NUMERIC_TYPES, DECIMAL),
        ((exp.DType.NULL,), NULL),
    ):
        if kind in kinds:
            return name
    return TEXT if kind in (exp.DType.MEDIUMTEXT, exp.DType.LONGTEXT, exp.DType.CHARACTER_SET) else UNKNOWN


def clock_kind(node: exp.Expr) -> str:
    """What a function or a word gives that asks the office's clock; empty for any other."""
    if isinstance(node, exp.Anonymous):
        return _CLOCK.get(node.name.upper(), "")
    return _CLOCK_WORDS.get(type(node), "")


def type_named(kind: str) -> str:
    """The type of a column that holds this kind."""
    return _TYPES[kind]


def set_kind(node: exp.Expr, kind: str) -> None:
    """Say of what kind a part of a query is."""
    node.type = exp.DataType(this=exp.DType[_TYPES[kind]])


def _function_kind(call: exp.Anonymous) -> str:
    name = call.name.upper()
    known = _CLOCK.get(name) or AGGREGATES.get(name)
    if known:
        return known
    if name in _ADDING:
        return _added_kind(name, call.expressions)
    function = FUNCTIONS.get(name)
    if function is None:
        return UNKNOWN
    if name == "STR_TO_DATE" and call.expressions:
        pattern = call.expressions[-1]
        return MOMENT if not isinstance(pattern, exp.Literal) or has_clock(pattern.name) else DATE
    return _kind_of_first(name, call.expressions) if function.gives == "first" else function.gives


def _added_kind(name: str, given: Sequence[exp.Expr]) -> str:
    """The kind of DATE_ADD and its like."""
    if not given[1:]:
        return UNKNOWN
    if name == "TIMESTAMPADD":
        return moved_kind(kind_of(given[-1]), given[0].name)
    extra = given[1]
    unit = extra.args.get("unit") if isinstance(extra, exp.Interval) else None
    return moved_kind(kind_of(given[0]), unit.name.upper() if unit else "DAY")


def _kind_of_first(name: str, given: Sequence[exp.Expr]) -> str:
    """The kind of what has the kind of its arguments."""
    if name in ("GREATEST", "LEAST"):
        return joined(kind_of(one) for one in given)
    kind = kind_of(given[0]) if given else UNKNOWN
    return DOUBLE if kind == TEXT and name in ("ROUND", "TRUNCATE", "ABS", "MOD") else kind


def moved_kind(kind: str, unit: str) -> str:
    """The kind of a day or a moment that is moved by units."""
    if kind == DATE:
        return DATE if unit in WHOLE_DAYS else MOMENT
    return kind if kind == MOMENT else TEXT


def joined(kinds: Iterable[str]) -> str:
    """The kind of what may be any of several."""
    several = {kind for kind in kinds if kind != NULL}
    if len(several) == 1:
        return several.pop()
    if several <= {*NUMBERS}:
        return next((kind for kind in (DOUBLE, DECIMAL) if kind in several), NULL)
    if several <= {*TEMPORAL}:
        return MOMENT
    return UNKNOWN if UNKNOWN in several else TEXT


def _arithmetic(node: exp.Binary) -> str:
    kinds = [kind_of(node.left), kind_of(node.right)]
    if isinstance(node, exp.Add | exp.Sub) and (interval := _interval_of(node)):
        other = kinds[0] if interval is node.right else kinds[1]
        return moved_kind(other, str(interval.args["unit"].name).upper() if interval.args.get("unit") else "DAY")
    if isinstance(node, exp.IntDiv):
        return WHOLE
    if UNKNOWN in kinds and not isinstance(node, exp.Div):
        return UNKNOWN
    numbers = [kind if kind in NUMBERS else WHOLE if kind in (*TEMPORAL, NULL) else DOUBLE for kind in kinds]
    kind = joined(numbers)
    return DECIMAL if isinstance(node, exp.Div) and kind == WHOLE else kind


def _interval_of(node: exp.Binary) -> exp.Interval | None:
    return next((side for side in (node.right, node.left) if isinstance(side, exp.Interval)), None)


def _chosen(node: exp.Expr) -> str:
    if isinstance(node, exp.Case):
        ends = [one.args["true"] for one in node.args["ifs"]]
        return joined(kind_of(one) for one in (*ends, node.args.get("default")) if one is not None)
    if isinstance(node, exp.If):
        return joined(kind_of(one) for one in (node.args["true"], node.args.get("false")) if one is not None)
    return joined(kind_of(one) for one in (node.this, *node.expressions))


def _summed(node: exp.Expr) -> str:
    of = node.this.expressions[0] if isinstance(node.this, exp.Distinct) else node.this
    return DECIMAL if kind_of(of) in (WHOLE, DECIMAL) else DOUBLE


_RULES: Mapping[type[exp.Expr], Any] = {
    exp.Anonymous: _function_kind,
    **dict.fromkeys((exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod, exp.IntDiv), _arithmetic),
    **dict.fromkeys((exp.Case, exp.If, exp.Coalesce), _chosen),
    **dict.fromkeys((exp.Sum, exp.Avg), _summed),
    **dict.fromkeys(
        (exp.GroupConcat, exp.Trim, exp.Substring, exp.Concat, exp.HexString, exp.National), lambda _: TEXT
    ),
    **dict.fromkeys((exp.Extract, exp.StrPosition, exp.Count), lambda _: WHOLE),
    **dict.fromkeys(_CLOCK_WORDS, clock_kind),
    exp.PropertyEQ: lambda node: kind_of(node.expression),
}


def _annotator(rule: Any) -> Any:
    def annotate(_: Any, node: exp.Expr) -> exp.Expr:
        set_kind(node, rule(node))
        return node

    return annotate


_METADATA: Any = {
    **MySQL.EXPRESSION_METADATA,
    **{node: {"annotator": _annotator(rule)} for node, rule in _RULES.items()},
}


def annotated(tree: exp.Expr, schema: dict[str, Any]) -> exp.Expr:
    """A query whose columns are qualified, each part with its type."""
    return annotate_types(tree, schema=schema, expression_metadata=_METADATA, dialect=Asked)
