"""What is wrong with declarations that do not fit together: a line for each slip, with the mend.

May not: know a resource by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from mock_od import declare as d
from mock_od.catalog.method_slips import Tables, either, method_slips, version_slip


def find_slips(pages: Sequence[type[d.Table]]) -> Iterator[str]:
    """Say where pages and tables do not fit together: one line for each slip."""
    tables = {page.table: page for page in pages if page.table}
    yield from _twice(pages)
    for page in pages:
        yield from _page_slips(page, tables)


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
    columns = table.columns
    missing = [name for name in _targets(field) if name not in tables]
    if missing:
        mend = "add it to resources/tables.py or mend the name"
        yield from (f"{here}: there is no table {name!r}; {mend}" for name in missing)
        return
    for target in _targets(field):
        asked = _columns_asked(field)
        yield from (f"{here}: {target} has no column {name}" for name in asked if name not in tables[target].columns)
    if isinstance(field, d.ForeignKey) and field.tables:
        yield from _by_slips(here, field, table)
    if isinstance(field, d.Lookup):
        through = field.through if isinstance(field.through, str) else field.through.column
        if through not in columns:
            yield f"{here}: looks through {through!r}, which is no column of {table.table}"
    if isinstance(field, d.Present) and field.of not in columns:
        yield f"{here}: says whether {field.of!r} has text, which is no column of {table.table}"
    if isinstance(field, d.Date) and field.stamp:
        stamps = ("entry", "edit") if isinstance(field, d.DateTime) else ("entry",)
        if field.stamp not in stamps:
            yield f"{here}: {field.stamp!r} is no stamp of a {type(field).__name__}; choose {either(stamps)}"
    words = field.names if isinstance(field, d.Number) else getattr(field, "numbers", {field.default})
    if field.default not in words:
        yield f"{here}: the default {field.default!r} is none of its names"
    yield from version_slip(here, field.since)


def _targets(field: d.Field) -> Sequence[str]:
    """The tables whose rows a field names."""
    if isinstance(field, d.ForeignKey):
        return [*field.tables.values()] or [field.table]
    if isinstance(field, d.Key):
        return [field.of] if field.of else []
    return [field.table] if isinstance(field, d.Lookup | d.TextKey) else []


def _columns_asked(field: d.Field) -> Sequence[str]:
    """What columns those tables must have."""
    asked = [*field.where] if isinstance(field, d.ForeignKey) else []
    asked += [field.shows] if isinstance(field, d.Lookup | d.TextKey) else []
    asked += [field.on] if isinstance(field, d.Lookup) and field.on else []
    return [*asked, field.show] if isinstance(field, d.NameOf) else asked


def _by_slips(here: str, field: d.ForeignKey, table: type[d.Table]) -> Iterator[str]:
    by = field.by
    if not isinstance(by, d.Field) or by not in table.fields.values():
        yield f"{here}: names rows of several tables; say by which field of the page: by=Field"
    elif isinstance(by, d.Enum):
        strange = [word for word in field.tables if word not in by.numbers]
        yield from (f"{here}: {word!r} is none of the names of {by.name}" for word in strange)


def _table_slips(here: str, table: type[d.Table]) -> Iterator[str]:
    names = {field.name for field in table.columns.values()}
    asked = [("frozen", name) for name in table.frozen]
    asked += [("found", table.found_by)] if table.found_by else []
    for what, name in asked:
        if name not in names:
            yield f"{here}: is {what} by {name!r}, which is no column of {table.table}; write the API's name"
    unseen = {column.lower() for column in table.unseen}  # two columns that differ in case alone are one to SQLite
    for field in table.fields.values():
        if not field.computed and field.column.lower() in unseen:
            yield f"{here}.{field.name}: is in unseen as well; take it out there"
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
