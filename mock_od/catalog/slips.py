"""What is wrong with declarations that do not fit together: a line for each slip, with the mend.

May not: know a resource by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from mock_od import declare as d
from mock_od.schema import Schema
from mock_od.suggest import did_you_mean
from mock_od.versions import version

Tables = Mapping[str, type[d.Table]]


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
    there = schema[page.table]
    for field in page.columns.values():
        if field.column not in there:
            near = did_you_mean(field.column, there)
            yield f"{page.__name__}.{field.name}: {page.table} has no column {field.column!r}{near}"


def _twice(tables: Iterable[type[d.Table]]) -> Iterator[str]:
    seen: set[str] = set()
    for table in tables:
        path = f"/{table.path}" if issubclass(table, d.Resource) and table.path else ""
        for name in filter(None, (table.table, path)):
            if name in seen:
                yield f"{table.__name__}: {name} is declared twice; one page, one table, one file"
            seen.add(name)


def _page_slips(table: type[d.Table], tables: Tables) -> Iterator[str]:
    here = table.__name__
    if table.table and not hasattr(table, "key"):
        yield f"{here}: has no Key(); name its primary key"
        return
    yield from _table_slips(here, table)
    for field in table.fields.values():
        yield from _field_slips(f"{here}.{field.name}", field, table, tables)
    if issubclass(table, d.Resource):
        seen: set[tuple[object, ...]] = set()
        for method in table.methods:
            mark = (method.verb, method.sub.lower(), method.by_key)
            if mark in seen:
                yield f"{here}.{method.name}: {method.spoken} is declared twice"
            seen.add(mark)
            yield from _method_slips(f"{here}.{method.name}", method, table, tables)
            yield from _kind_slips(f"{here}.{method.name}", method)
            yield from _order_slips(f"{here}.{method.name}", method)
            yield from _tableless_slips(f"{here}.{method.name}", method)


def _field_slips(here: str, field: d.Field, table: type[d.Table], tables: Tables) -> Iterator[str]:
    yield from (f"{here}: {slip}" for slip in field.slips(table, tables))
    for since in field.gates():
        yield from _version_slip(here, since)


def _method_slips(here: str, method: d.Method, table: type[d.Resource], tables: Tables) -> Iterator[str]:
    yield from _version_slip(here, method.since)
    yield from _version_slip(here, method.gone)
    if method.permission not in d.PERMISSIONS:
        yield f"{here}: {method.permission!r} is no permission; choose among {', '.join(d.PERMISSIONS)}"
    named = [param.name for param in method.params]
    yield from (f"{here}: {name} is a parameter twice" for name in {n for n in named if named.count(n) > 1})
    for param in method.params:
        yield from _param_slips(f"{here}, parameter {param.name}", param, method, table)
    for name in (*method.wheres, *method.fills):
        if name and name not in named:
            yield f"{here}: has a function for {name}, which is none of its parameters"
    for other, column in method.cascades.items():
        if other not in tables or column not in tables[other].columns:
            yield f"{here}: cascades to {other}.{column}, which does not exist"
    known = {*table.fields.values(), *method.shows}
    for field in (*method.hides, *method.quotes, *method.sets, *method.instead):
        if field not in known:
            yield f"{here}: speaks of a field that is not on this page"


def _table_slips(here: str, table: type[d.Table]) -> Iterator[str]:
    names = {field.name for field in table.columns.values()}
    asked = [("frozen", name) for name in table.frozen]
    asked += [("found", table.found_by)] if table.found_by else []
    for what, name in asked:
        if name not in names:
            yield f"{here}: is {what} by {name!r}, which is no column of {table.table}; write the API's name"


def _kind_slips(here: str, method: d.Method) -> Iterator[str]:
    """What is said of a method in vain: the engine looks at it in methods of another kind."""
    writes = method.verb != "GET"
    finds = not writes and not method.by_key
    answers = ("object", "nothing") if writes else ("object", "list") if finds else ("object",)
    if method.answer not in answers:
        yield f"{here}: cannot answer {method.answer!r}; choose {_either(answers)}"
    lists = finds and method.answer == "list"
    uses = (
        ("parameters", method.params, finds or method.verb in ("POST", "PUT"), "a LIST, FIND, POST or PUT"),
        ("cascades", method.cascades, method.verb == "DELETE", "a DELETE"),
        (".rule", method.rules, writes or finds, "a LIST, FIND, POST, PUT or DELETE"),
        (".fill", method.fills, method.verb == "POST", "a POST"),
        (".where", method.wheres, finds and not method.gives, "a LIST or FIND without .give"),
        (".prepare", method.prepares, writes, "a POST, PUT or DELETE"),
        (".action", method.acts, writes, "a POST, PUT or DELETE"),
        (".after", method.afters, writes, "a POST, PUT or DELETE"),
        (".give", method.gives, lists, "a LIST"),
    )
    for what, said, heard, kinds in uses:
        if said and not heard:
            yield f"{here}: has {what}, which only {kinds} looks at; take it away or move it there"


def _order_slips(here: str, method: d.Method) -> Iterator[str]:
    if method.rows:  # the database alone knows the columns of a SELECT
        return
    table = method.resource
    for name in method.order:
        if name not in table.columns:
            yield f"{here}: is ordered by {name!r}, which is no column of {table.table}; write the database's name"


def _tableless_slips(here: str, method: d.Method) -> Iterator[str]:
    """What a page without a table would need one for."""
    if method.resource.table:
        return
    if method.by_key:
        yield f"{here}: is about one row, and the page has no table; give it one, or declare a LIST with .give"
    elif method.verb == "GET":
        if not method.gives:
            yield f"{here}: has no table to read; give the page one, or write @{here}.give"
    elif not method.acts or method.answer != "nothing":
        yield f"{here}: has no table to write; give the page one, or write @{here}.action and answer='nothing'"


def _param_slips(here: str, param: d.Param, method: d.Method, table: type[d.Resource]) -> Iterator[str]:
    yield from _version_slip(here, param.since)
    field, reads = param.field, method.verb == "GET"
    is_column = table.fields.get(param.name) is field and not field.computed
    if not param.name:
        yield f"{here}: has no name; use Field.called(name) for what is no field of the page"
    elif not field.readable:
        yield f"{here}: is computed and cannot be sent"
    elif reads and not is_column and param.name not in method.wheres and not method.gives:
        yield f"{here}: is no column; write @{table.__name__}.{method.name}.where({param.name!r})"
    elif not reads and isinstance(field, d.Date) and field.stamp:
        yield f"{here}: is stamped, and no caller sends a stamp; leave out the parameter or the stamp"
    if param.compare in ("starts", "contains") and not isinstance(field, d.Text):
        yield f"{here}: is no Text, and has neither a beginning nor parts; compare it as a whole"


def _version_slip(here: str, since: str | None) -> Iterator[str]:
    if since is not None:
        try:
            version(since)
        except ValueError as slip:
            yield f"{here}: {slip}"


def _either(words: Iterable[str]) -> str:
    return " or ".join(map(repr, words))
