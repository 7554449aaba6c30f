"""The tables and resources of one API, as they are looked up.

May not: know a resource by name, or how rows are stored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from types import MappingProxyType
from typing import NamedTuple

from mock_od import declare as d
from mock_od.call import Call, Change
from mock_od.catalog.slips import find_slips
from mock_od.catalog.tables import Tables
from mock_od.declare import Misdeclared
from mock_od.schema import Schema

Listener = Callable[[Call, Sequence[Change]], None]
"""What is called after each write, with what it has changed so far; see :func:`mock_od.call.with_rows` and
:func:`mock_od.call.after_changes_of`."""


class Documented(NamedTuple):
    """A method that the documentation has.

    :param path: as it writes it: ``/treatplans/{TreatPlanNum}``.
    :param since: the version that added it; None where it gives none.
    :param resource: the name of its page: ``TreatPlans``.
    """

    verb: str
    path: str
    since: str | None
    resource: str

    @property
    def words(self) -> list[str]:
        """What follows the resource in its path, without keys."""
        return [part for part in self.path.split("/")[2:] if part and not part.startswith("{")]

    @property
    def by_key(self) -> bool:
        """Whether it is for one row, whose key follows the resource."""
        return self.path.split("/")[2:3] != [] and self.path.split("/")[2].startswith("{")

    @property
    def spoken(self) -> str:
        """As our sentences call it: ``TreatPlans POST Saved``."""
        return " ".join([self.resource, self.verb, "/".join(self.words)]).rstrip()


_NONE = Schema()


class Catalog:
    """The tables and resources of one API.

    :param tables: every page and every table without a page, in the order in which they are listed to a reader.
    :param listeners: what follows a write, in the write's transaction and in this order. Each is given the changes
        that were made before it was called, also by those before it. It refuses nothing: the write is done.
    :param schema: the database that the pages show parts of. What it has and no page shows is there all the same.
    :param documented: gives the methods that the documentation has, here or not, by the path of their resource; asked
        only where a caller names one that is not here.
    :raises Misdeclared: when they do not fit together.
    """

    def __init__(
        self,
        tables: Sequence[type[d.Table]],
        listeners: Sequence[Listener] = (),
        documented: Callable[[], Mapping[str, Sequence[Documented]]] = dict,
        schema: Schema = _NONE,
    ) -> None:
        self.documented = documented
        self.listeners: Sequence[tuple[Listener, AbstractSet[str] | None]] = tuple(
            (listener, getattr(listener, "tables", None)) for listener in listeners
        )
        """Each with the tables of whose changes it hears; None for all."""
        self.needs_rows = any(getattr(listener, "needs_rows", False) for listener in listeners)
        """Whether a listener wants to see the rows before and after each change."""
        self.tables = Tables(tables, schema)
        self.resources = MappingProxyType(
            {table.path: table for table in tables if issubclass(table, d.Resource) and table.methods}
        )
        self.slow = frozenset(
            (resource.path, one.verb) for resource in self.resources.values() for one in resource.methods if one.slow
        )
        """The path and the verb of methods that may take long."""
        self.choices = MappingProxyType(
            {
                choice.name: choice
                for page in (*tables, d.Filters, d.Texts)
                for choice in vars(page).values()
                if isinstance(choice, d.Choice)
            }
        )
        slips = list(find_slips(tables, self.tables, schema))
        if slips:
            raise Misdeclared("\n".join(slips))

    def follows_in_steps(self, table: str) -> bool:
        """Whether what follows a write to a table may be more than one statement, as the entry of a log is."""
        heard = sum(tables is None or table in tables for _, tables in self.listeners)
        return self.needs_rows or heard > 1

    def key_of(self, method: d.Method) -> d.Key:
        """The key in the URL of a method that has one."""
        return (self.tables[method.of] if method.of else method.resource).key
