"""Fields that no column holds: the API computes them for its answers.

May not: know a resource.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from mock_od.fields.field import Converter, Field, Param, Tables
from mock_od.fields.keys import ForeignKey, TextKey, looked_up, missing
from mock_od.fields.numbers import Bool
from mock_od.fields.texts import one_line

if TYPE_CHECKING:
    from mock_od.declare import Table


SEEDED = "Signed before this office was seeded"
"""The text in a column, of which a seed row says no more than that there is some."""


class Present(Bool):
    """Whether another column has text (a signature); a seed row's "true" puts some there.

    :param of: that column.
    """

    computed = True

    def __init__(self, of: str, about: str = "", **more: Any) -> None:
        super().__init__(about, **more)
        self.of = of

    def expression(self, tables: Tables) -> str:  # noqa: ARG002  # it looks into its own row
        """Whether the column has text."""
        return f"(t.\"{self.of}\" <> '')"

    def from_seed(self) -> Converter:
        """A text in the other column, or none."""
        return {"true": SEEDED, "false": ""}.__getitem__

    def slips(self, table: type[Table], tables: Tables) -> Iterator[str]:
        """A column that does not exist."""
        yield from super().slips(table, tables)
        if self.of not in table.columns:
            yield f"says whether {self.of!r} has text, which is no column of {table.table}"


class Companion(Field):
    """A field that nobody sends."""

    computed = True
    readable = False


class Lookup(Companion):
    """A read-only companion: a column of the row that a foreign key points to.

    As a parameter it is read: it sets the foreign key to the row whose column has this text, in any case.

    :param through: the foreign key, or the name of the column that holds it.
    :param column: the column shown; empty text where there is no such row.
    :param table: the other table, where ``through`` does not say.
    :param on: the column of the other table that the foreign key holds, where it is not its primary key.
    """

    def __init__(
        self, through: ForeignKey | TextKey | str, column: str, *, table: str = "", on: str = "", **more: Any
    ) -> None:
        super().__init__(**more)
        self.through = through
        self.shows = column
        self._table = table
        self.on = on or (through.shows if isinstance(through, TextKey) else "")

    def makes(self) -> Param:
        """As a parameter: a row with this text is inserted where none has it."""
        return Param(self).makes()

    def condition(self, column: str, compare: str, word: Any) -> tuple[str, tuple[Any, ...]]:
        """The SQL of a comparison in any case."""
        if isinstance(word, str):
            return f"fold({column}) {compare} ?", (word.casefold(),)
        return super().condition(column, compare, word)

    @property
    def table(self) -> str:
        """The other table."""
        return self._table or ("" if isinstance(self.through, str) else self.through.table)

    def column_through(self) -> str:
        """The column that it looks through."""
        return self.through if isinstance(self.through, str) else self.through.column

    def expression(self, tables: Tables) -> str:
        """The other row's column."""
        return looked_up(tables, self.table, self.shows, self.column_through(), self.on)

    def answer(self, tables: Tables, *, quoted: bool = False) -> Converter | None:
        """What the other row's field shows; empty where there is no such row."""
        turn = tables[self.table].columns[self.shows].answer(tables, quoted=quoted)
        return turn and (lambda cell: turn(cell) if cell != "" else "")

    def answer_schema(self, tables: Tables, *, quoted: bool = False) -> dict[str, Any]:
        """What the other row's field shows, or an empty text."""
        shown = tables[self.table].columns[self.shows].answer_schema(tables, quoted=quoted)
        if "enum" in shown:
            return {"enum": list(dict.fromkeys([*shown["enum"], ""]))}
        return {"type": "string"} if shown.get("type") == "string" else {"type": [shown["type"], "string"]}

    def described(self) -> str:
        """A text."""
        return "text, read only"

    def slips(self, table: type[Table], tables: Tables) -> Iterator[str]:
        """A table or a column that does not exist."""
        yield from super().slips(table, tables)
        slips = list(missing(self.table, [self.shows, *([self.on] if self.on else [])], tables))
        yield from slips
        if not slips and self.column_through() not in table.columns:
            yield f"looks through {self.column_through()!r}, which is no column of {table.table}"


class Computed(Companion):
    """A read-only companion given by an SQL expression over the row (``t``).

    :param sql_expression: the expression.
    :param json: whether it gives JSON text (an array) rather than text.
    """

    def __init__(self, sql_expression: str, *, json: bool = False, **more: Any) -> None:
        super().__init__(**more)
        self._expression = sql_expression
        self.json = json

    def expression(self, tables: Tables) -> str:  # noqa: ARG002  # the page has written it
        """The page's own expression."""
        return self._expression

    def to_json(self) -> Converter:
        """The text, or what its JSON says."""
        return json.loads if self.json else one_line

    def described(self) -> str:
        """It is computed."""
        return "computed"

    def json_schema(self) -> dict[str, Any]:
        """A text, or anything."""
        return {} if self.json else {"type": "string"}


class ServerTime(Companion):
    """The office's clock at the moment of the answer.

    :param reads: whether only a GET shows it, so that it is empty in what answers a write.
    """

    kind = "date-time"
    rewritten = "moment"

    def __init__(self, about: str = "", *, reads: bool = False, **more: Any) -> None:
        super().__init__(about, **more)
        self.reads = reads

    def expression(self, tables: Tables) -> str:  # noqa: ARG002  # the clock stands in no table
        """Nothing, in whose place the answer puts the moment."""
        return "''"

    def described(self) -> str:
        """The clock."""
        return "the office's clock"
