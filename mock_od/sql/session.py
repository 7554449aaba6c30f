"""What a query finds on the connection: functions, a collation, variables; and what it may not do there.

May not: import anything of mock_od but its own package. Knows SQLite's own codes, and no statement.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from mock_od.sql.aggregates import AGGREGATES
from mock_od.sql.functions import FUNCTIONS, OWN, Function, guarded
from mock_od.sql.patterns import Searching, like
from mock_od.sql.registry import Exhausted, cost
from mock_od.sql.values import collated

_NEW_EACH_TIME = ("RAND", "UUID")
"""Functions that give another value for each row."""
MOST_STEPS = 10_000_000
"""Steps of SQLite's machine that a command may take: less than a second, more where other calls go on beside it."""
MOST_TEXT = 30_000_000
"""Characters that functions and comparisons of a command may work on, which SQLite does not count as steps."""

_OF_A_ROW = 100
"""For how many characters a row of an aggregate counts that has to be sorted."""
_UNSORTED = 3
"""Arguments of GROUP_CONCAT without an order, the most of all aggregates."""

# SQLite's codes: https://www.sqlite.org/c3ref/c_alter_table.html
_OK, _DENY = 0, 1
_CREATE_TEMP_TABLE, _DELETE, _DROP_TEMP_TABLE, _INSERT, _READ, _SELECT, _UPDATE, _FUNCTION, _RECURSIVE = (
    4, 9, 13, 18, 20, 21, 23, 31, 33
)  # fmt: skip
_CREATES_TEMP = (_CREATE_TEMP_TABLE, _DROP_TEMP_TABLE, _INSERT, _UPDATE, _DELETE)
_SQLITES_OWN = {
    "count", "sum", "avg", "min", "max", "coalesce", "ifnull", "iif", "nullif", "row_number", "rank", "dense_rank",
    "percent_rank", "cume_dist", "ntile", "lag", "lead", "first_value", "last_value", "nth_value",
}  # fmt: skip


class Session:
    """The variables of one command, and what it may do."""

    def __init__(self) -> None:
        self.variables: dict[str, Any] = {}
        self.left = MOST_TEXT
        """Characters that may still be worked on; less than none where there were too many."""
        self.searching = Searching()
        self.writes_temporary = False
        """Whether the statement that runs may write temporary tables."""

    def begin(self) -> None:
        """Forget what the last command has left."""
        self.variables.clear()
        self.left = MOST_TEXT
        self.searching.begin()
        self.writes_temporary = False

    @property
    def exhausted(self) -> bool:
        """Whether the command has done more than it may: what it answers then is not right."""
        return self.left < 0 or self.searching.exhausted

    def spend(self, characters: int) -> None:
        """Count characters that are worked on.

        :raises Exhausted: where they are too many.
        """
        self.left -= characters
        if self.left < 0:
            raise Exhausted

    def collate(self, first: str, second: str) -> int:
        """How MySQL orders two texts; SQLite hears of no exception here, so what is too much is all the same."""
        self.left -= cost((first, second))
        return collated(first, second) if self.left >= 0 else 0

    def get(self, name: str) -> Any:
        """The value of a variable."""
        return self.variables.get(name)

    def set(self, name: str, value: Any) -> Any:
        """Give a variable a value, which is the result too."""
        self.variables[name] = value
        return value

    def allows(self, action: int, first: str | None, second: str | None, database: str | None, _: str | None) -> int:
        """SQLite's question whether a statement may do that: read rows, call our functions, and nothing else."""
        if action in (_SELECT, _RECURSIVE):
            return _OK
        if action == _READ:
            hidden = (first or "").lower().startswith("sqlite_") and not self.writes_temporary
            return _DENY if hidden else _OK
        if action == _FUNCTION:
            name = (second or "").lower()
            return _OK if name in _SQLITES_OWN or name.startswith("mysql_") else _DENY
        if self.writes_temporary and action in _CREATES_TEMP and database == "temp":
            return _OK
        return _DENY


def _counted(aggregate: type[Any], session: Session) -> type[Any]:
    """An aggregate that counts the texts which it is given: it may keep them until its end."""

    def step(self: Any, *given: Any) -> None:
        session.spend(cost(given) + _OF_A_ROW * (len(given) > _UNSORTED))
        aggregate.step(self, *given)

    return type(aggregate.__name__, (aggregate,), {"step": step})


def install(connection: Any) -> Session:
    """Give a connection to SQLite what queries call.

    :param connection: the module's own; see :meth:`mock_od.store.Store.guarded`.
    """
    session = Session()
    connection.create_collation("mysql_ci", session.collate)

    def add(name: str, function: Callable[..., Any], *, pure: bool = True) -> None:
        connection.create_function(f"mysql_{name}", -1, function, deterministic=pure)

    for name, function in FUNCTIONS.items():
        add(name.lower(), guarded(function, session.spend), pure=name not in _NEW_EACH_TIME)
    for name, function in OWN.items():
        add(name, guarded(function, session.spend))
    add("like", guarded(Function("whole", partial(like, spend=session.spend)), session.spend))
    add("regexp", session.searching.regexp)
    add("get", session.get, pure=False)
    add("set", session.set, pure=False)
    for name, aggregate in AGGREGATES.items():
        connection.create_aggregate(f"mysql_{name}", -1, _counted(aggregate, session))
    return session
