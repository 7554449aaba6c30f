"""The SQL that declarations mean: the statements that create tables and indexes, and what gives a field of a row.

May not: know a resource.
"""

from __future__ import annotations

from collections.abc import Iterator

from mock_od import declare as d
from mock_od.catalog import Catalog
from mock_od.engine import values


def schema(catalog: Catalog) -> Iterator[str]:
    """The statements that create the tables and their indexes."""
    yield from tables_schema(catalog)
    yield from indexes_schema(catalog)


def tables_schema(catalog: Catalog) -> Iterator[str]:
    """The statements that create the tables."""
    for table in catalog.tables.values():
        columns = [_column(field) for field in table.columns.values()]
        yield f'CREATE TABLE "{table.table}" ({", ".join(columns)})'


def indexes_schema(catalog: Catalog) -> Iterator[str]:
    """The statements that create the indexes, sooner done when the rows are there."""
    indexed = set(_indexed(catalog))
    for table in catalog.tables.values():
        for field in table.fields.values():
            if (table.table, field.column) in indexed:
                index = f'"{table.table}_{field.column}"'
                yield f'CREATE INDEX {index} ON "{table.table}" ("{field.column}")'


def expression(catalog: Catalog, field: d.Field) -> str:
    """The SQL that gives a field of a row ``t``, as the database has it."""
    if isinstance(field, d.Present):
        return f"(t.\"{field.of}\" <> '')"
    if isinstance(field, d.NameOf):
        return _companion(catalog, field.table, field.show, field.column)
    if isinstance(field, d.Lookup):
        through = field.through if isinstance(field.through, str) else field.through.column
        return _companion(catalog, field.table, field.shows, through, field.on)
    if isinstance(field, d.Computed):
        return field.expression
    if isinstance(field, d.ServerTime):
        return "''"
    return f't."{field.column}"'


def _companion(catalog: Catalog, table: str, column: str, through: str, on: str = "") -> str:
    key = on or catalog.tables[table].key.column
    return f'COALESCE((SELECT "{column}" FROM "{table}" o WHERE o."{key}" = t."{through}"), \'\')'


def _column(field: d.Field) -> str:
    if isinstance(field, d.Key):
        return f'"{field.column}" INTEGER PRIMARY KEY'
    store = values.storer(field)
    default = store(field.default) if store else field.default
    shown = "'" + default.replace("'", "''") + "'" if isinstance(default, str) else default
    return f'"{field.column}" {field.sql} NOT NULL DEFAULT {shown}'


def _indexed(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """The columns by which rows are found: what lists filter by, what rows belong to, what cascades follow."""
    for table in catalog.tables.values():
        for field in table.fields.values():
            if field.index or field in table.owners:
                yield table.table, field.column
    for resource in catalog.resources.values():
        for method in resource.methods:
            yield from method.cascades.items()
            yield from method.unless.items()
            if not method.by_key and method.verb == "GET":
                yield from (
                    (resource.table, param.field.column)
                    for param in method.params
                    if isinstance(param.field, d.ForeignKey) and resource.fields.get(param.name) is param.field
                )
