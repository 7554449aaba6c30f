"""What is wrong with declarations that do not fit together: a line for each slip, with the mend.

May not: know a resource by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from mock_od import declare as d
from mock_od.catalog.method_slips import Tables, method_slips, version_slips
from mock_od.schema import Schema
from mock_od.suggest import did_you_mean


def find_slips(pages: Sequence[type[d.Table]], tables: Tables, schema: Schema) -> Iterator[str]:
    """Say where pages and tables do not fit together: one line for each slip.

    :param tables: all tables, those included that only the schema has.
    """
    yield from _twice(pages)
    for page in pages:
        yield from _page_slips(page, tables)
        yield from _schema_slips(page, schema)


def _schema_slips(page: type[d.Table], schema: Schema) -> Iterator[str]:
    """Columns that the documented database does not have."""
    if not schema or not page.table:
        return
    if page.table not in schema:
        yield f"{page.__name__}: the database has no table {page.table!r}{did_you_mean(page.table, schema)}"
        return
    there = schema.names(page.table)
    for field in page.columns.values():
        if field.column not in there:
            near = did_you_mean(field.column, there)
            yield f"{page.__name__}.{field.name}: {page.table} has no column {field.column!r}{near}"


def _twice(tables: Iterable[type[d.Table]]) -> Iterator[str]:
    seen: dict[str, type[d.Table]] = {}
    for table in tables:
        path = f"/{table.path}" if issubclass(table, d.Resource) and table.path else ""
        for name in filter(None, (table.table, path)):
            first = seen.setdefault(name, table)
            if first is not table:
                files = f"in {first.__module__} and in {table.__module__}"
                yield f"{table.__name__}: {name} is declared twice, {files}; one page, one table, one file"


def _page_slips(table: type[d.Table], tables: Tables) -> Iterator[str]:
    here = table.__name__
    keys = [field.name for field in table.fields.values() if isinstance(field, d.Key)]
    if table.table and not keys:
        yield f"{here}: has no Key(); name its primary key"
        return
    if len(keys) > 1:
        yield f"{here}: has the keys {' and '.join(keys)}; keep one, and write ForeignKey(...) or Int() else"
    yield from _table_slips(here, table)
    for field in table.fields.values():
        yield from _field_slips(f"{here}.{field.name}", field, table, tables)
    if issubclass(table, d.Resource):
        seen: set[tuple[object, ...]] = set()
        for method in table.methods:
            if method.resource is not table:
                yield f"{here}: has {method.name} of {method.resource.__name__} as well; write a method of its own"
                continue
            mark = (method.verb, method.sub.lower(), method.by_key)
            if mark in seen:
                yield f"{here}.{method.name}: {method.spoken} is declared twice"
            seen.add(mark)
            yield from method_slips(f"{here}.{method.name}", method, table, tables)


def _field_slips(here: str, field: d.Field, table: type[d.Table], tables: Tables) -> Iterator[str]:
    yield from (f"{here}: {slip}" for slip in field.slips(table, tables))
    yield from version_slips(here, *field.gates())


def _table_slips(here: str, table: type[d.Table]) -> Iterator[str]:
    names = {field.name for field in table.columns.values()}
    asked = [("frozen", name) for name in table.frozen]
    asked += [("found", table.found_by)] if table.found_by else []
    for what, name in asked:
        if name not in names:
            yield f"{here}: is {what} by {name!r}, which is no column of {table.table}; write the API's name"
    yield from _unique_slips(here, table)


def _unique_slips(here: str, table: type[d.Table]) -> Iterator[str]:
    said_of: object = table.unique
    if not isinstance(said_of, Mapping):
        yield f"{here}.unique: has no sentences; write fields with sentences: unique = {{Field: '...'}}"
        return
    for said in said_of:
        fields = said if isinstance(said, tuple) else (said,)
        if any(field not in table.fields.values() or field.computed for field in fields):
            yield f"{here}.unique: speaks of what is no column of this page; write its fields, without quotation marks"
