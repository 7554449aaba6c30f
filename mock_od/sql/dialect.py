"""MySQL's grammar for sqlglot, with function calls left as they are written.

sqlglot turns a function into what all databases have in common, and from there into another database's own. Here each
call keeps its name, and :mod:`mock_od.sql.functions` has what it does; only aggregates and what belongs to windows are
left to the library and to SQLite.
May not: import anything of mock_od but its own package. Imported only when a query is run: the library takes its time.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from sqlglot import exp
from sqlglot.dialects.mysql import MySQL
from sqlglot.parsers.mysql import MySQLParser

from mock_od.sql.functions import FUNCTIONS

SHARED = {
    "COUNT", "SUM", "AVG", "MIN", "MAX", "COALESCE", "NULLIF", "ROW_NUMBER", "RANK", "DENSE_RANK", "PERCENT_RANK",
    "CUME_DIST", "NTILE", "LAG", "LEAD", "FIRST_VALUE", "LAST_VALUE", "NTH_VALUE",
}  # fmt: skip
"""The functions that SQLite has as MySQL has them."""
_OWN_SYNTAX = {"CAST", "CONVERT", "EXTRACT", "GROUP_CONCAT", "POSITION", "SUBSTR", "SUBSTRING", "TRIM"}
"""Those that are not written as a name and arguments."""

Arguments = Sequence[Any]

# What it warns of is refused here in any case; without a handler it would be printed.
logging.getLogger("sqlglot").addHandler(logging.NullHandler())


def _with_unit(name: str) -> Callable[[Arguments], exp.Anonymous]:
    """A function whose first argument is a unit of time, which would be taken for a column."""

    def build(given: Arguments) -> exp.Anonymous:
        unit = given[0].name if given and isinstance(given[0], exp.Column | exp.Var | exp.Identifier) else ""
        return exp.Anonymous(this=name, expressions=[exp.Literal.string(unit.upper()), *given[1:]])

    return build


def _ifnull(given: Arguments) -> exp.Expr:
    return exp.Coalesce(this=given[0] if given else None, expressions=[*given[1:]])


def _any_value(given: Arguments) -> exp.Expr:
    return exp.Paren(this=given[0]) if len(given) == 1 else exp.Anonymous(this="ANY_VALUE", expressions=[*given])


def _plain(name: str) -> Callable[[Arguments], exp.Anonymous]:
    return lambda given: exp.Anonymous(this=name, expressions=[*given])


class Asked(MySQL):
    """MySQL, with function calls as they are written."""

    class Parser(MySQLParser):
        """See above."""

        FUNCTIONS: ClassVar[Any] = {
            **{name: build for name, build in MySQLParser.FUNCTIONS.items() if name in SHARED},
            **{name: _plain(name) for name in FUNCTIONS},
            "ANY_VALUE": _any_value,
            "IFNULL": _ifnull,
            "TIMESTAMPDIFF": _with_unit("TIMESTAMPDIFF"),
            "TIMESTAMPADD": _with_unit("TIMESTAMPADD"),
        }
        FUNCTION_PARSERS: ClassVar[Any] = {
            name: parse for name, parse in MySQLParser.FUNCTION_PARSERS.items() if name in _OWN_SYNTAX
        }
