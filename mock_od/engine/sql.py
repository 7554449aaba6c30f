"""The statements that create tables and indexes.

May not: know a resource.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from mock_od import declare as d
from mock_od.catalog import Catalog


def tables_schema(catalog: Catalog, names: Iterable[str]) -> Iterator[str]:
    """The statements that create tables, without their indexes."""
    for name in names:
        table = catalog.tables[name]
        columns = ", ".join(_column(field) for field in table.columns.values())
        yield f'CREATE TABLE "{name}" ({columns})'


def indexes_schema(catalog: Catalog, names: Iterable[str]) -> Iterator[str]:
    """The statements that create the indexes of tables, sooner done when the rows are there."""
    indexed = _indexed(catalog)
    for name in names:
        for column in indexed.get(name, ()):
            yield f'CREATE INDEX IF NOT EXISTS "{name}_{column}" ON "{name}" ("{column}")'


def table_schema(catalog: Catalog, name: str) -> list[str]:
    """The statements that create one table and its indexes; none where the database has no such table."""
    if name not in catalog.tables:
        return []
    return [*tables_schema(catalog, [name]), *indexes_schema(catalog, [name])]


def insert(how: str, table: type[d.Table], columns: Iterable[str]) -> str:
    """The statement that adds a row with values for some columns, in their order, and defaults in all others.

    The defaults stand here and not in the table: SQLite reads all tables whenever an office opens, and would take half
    as long again with a default for each column.

    :param how: "INSERT", or "INSERT OR REPLACE" where a row may have the key of another.
    """
    values = dict.fromkeys(columns, "?")
    rest = {name: _default(field) for name, field in table.columns.items() if name not in values}
    values.update({name: value for name, value in rest.items() if value})
    names = ", ".join(f'"{name}"' for name in values)
    return f'{how} INTO "{table.table}" ({names}) VALUES ({", ".join(values.values())})'


def _default(field: d.Field) -> str:
    """What a column has where nothing is given, as SQL; empty for the key, which SQLite knows."""
    if isinstance(field, d.Key):
        return ""
    store = field.to_column()
    default = store(field.default) if store else field.default
    return "'" + default.replace("'", "''") + "'" if isinstance(default, str) else str(default)


def _column(field: d.Field) -> str:
    if isinstance(field, d.Key):
        return f'"{field.column}" INTEGER PRIMARY KEY'
    return f'"{field.column}" {field.sql} NOT NULL'


@lru_cache(maxsize=2)
def _indexed(catalog: Catalog) -> dict[str, dict[str, None]]:
    """The columns by which rows are found: what lists filter by, what rows belong to, what cascades follow."""
    found: dict[str, dict[str, None]] = {}
    for name, table in catalog.tables.declared.items():
        own = (field for field in table.fields.values() if field.index or field in table.owners)
        found.setdefault(name, {}).update(dict.fromkeys(field.column for field in own))
    for resource in catalog.resources.values():
        for method in resource.methods:
            for other, column in (*method.cascades.items(), *method.unless.items()):
                found.setdefault(other, {})[column] = None
            if not method.by_key and method.verb == "GET":
                filters = (param.field for param in method.params if resource.fields.get(param.name) is param.field)
                columns = (field.column for field in filters if isinstance(field, d.ForeignKey))
                found.setdefault(resource.table, {}).update(dict.fromkeys(columns))
    return found
