"""What is wrong with the methods of a page: a line for each slip, with the mend.

May not: know a resource by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from mock_od import declare as d
from mock_od.suggest import did_you_mean
from mock_od.versions import version

Tables = Mapping[str, type[d.Table]]


def method_slips(here: str, method: d.Method, table: type[d.Resource], tables: Tables) -> Iterator[str]:
    """Say what is wrong with one method."""
    yield from (f"{here}: {slip}" for slip in method.slips)
    yield from (f"{here}: {_strange(word, method)}" for word in method.strange)
    yield from _version_slips(here, method)
    named = [param.name for param in method.params]
    yield from (f"{here}: {name} is a parameter twice" for name in {n for n in named if named.count(n) > 1})
    for param in method.params:
        yield from _param_slips(f"{here}, parameter {param.name}", param, method, table)
        if table.fields.get(param.name) is not param.field:  # else the page's field tells it
            yield from (f"{here}, parameter {param.name}: {slip}" for slip in param.field.slips(table, tables))
    yield from _spoken_of(here, method, table, named)
    yield from _tables_slips(here, method, tables)
    yield from _answer_slips(here, method)
    yield from _row_slips(here, method, table)
    yield from _tableless_slips(here, method, table)
    yield from _order_slips(here, method)


def version_slips(here: str, *versions: str | None) -> list[str]:
    """Say where a version is none."""
    return [f"{here}: {slip}" for since in versions if since is not None and (slip := _unreadable(since))]


@cache
def _unreadable(since: str) -> str:
    """Why a version cannot be read; empty where it can."""
    try:
        version(since)
    except ValueError as slip:
        return str(slip)
    return ""


def either(words: Iterable[str]) -> str:
    """The words that may be chosen."""
    return " or ".join(map(repr, words))


def _strange(word: str, method: d.Method) -> str:
    kinds = d.kinds_with(word)
    if kinds:
        return f"has {word}, which only {kinds} looks at; take it away or move it there"
    known = sorted(method.takes)
    near = did_you_mean(word, known) or f"; it takes {', '.join(known)}"
    return f"there is no word {word!r} for a {type(method).__name__}{near}"


def _version_slips(here: str, method: d.Method) -> Iterator[str]:
    yield from version_slips(here, method.since, method.gone, method.answers_since or None)
    for what, said in (("permission", method.permissions), ("order", method.order)):
        versions = [*said]
        if versions == [""]:
            continue
        unreadable = version_slips(here, *filter(None, versions))
        yield from unreadable
        if not unreadable and (not versions or versions[-1] != "" or not _falls(versions[:-1])):
            yield f'{here}: {what} by version begins with the newest version and ends with "", for those before'
    for name in method.permissions.values():
        if name not in d.PERMISSIONS:
            yield f"{here}: {name!r} is no permission; choose among {', '.join(d.PERMISSIONS)}"


def _falls(versions: list[str]) -> bool:
    numbers = [version(since) if since else () for since in versions]
    return all(numbers) and numbers == sorted(set(numbers), reverse=True)


def _spoken_of(here: str, method: d.Method, table: type[d.Resource], named: list[str]) -> Iterator[str]:
    """What a method says of fields and parameters that it does not have."""
    for name in (*method.wheres, *method.fills):
        if name and name not in named:
            yield f"{here}: has a function for {name}, which is none of its parameters"
    for word in ("one_of", "any_of", "not_both", "first_of"):
        for param in (param for group in getattr(method, word) for param in group):
            if param.name not in named:
                yield f"{here}: {word} speaks of {param.name}, which is none of its parameters; add it to optional"
            elif param.name in [one.name for one in method.required]:
                yield f"{here}: {word} speaks of {param.name}, which is required; move it to optional"
    known = {*table.fields.values(), *method.shows}
    for field in (*method.hides, *method.quotes, *method.sets, *method.instead):
        if field not in known:
            yield f"{here}: speaks of a field that is not on this page"


def _tables_slips(here: str, method: d.Method, tables: Tables) -> Iterator[str]:
    """What a method says of tables and columns that are not there."""
    for what, others in (("cascades to", method.cascades), ("is refused while there is a row in", method.unless)):
        for other, column in others.items():
            if other not in tables or column not in tables[other].columns:
                yield f"{here}: {what} {other}.{column}, which does not exist"
    for other in method.says:
        if not method.unless or (other and other not in method.unless):
            yield f"{here}: says a sentence that is never said; name the table and its column in unless"
    if method.of and method.of not in tables:
        yield f"{here}: there is no table {method.of!r}; mend the name, or declare the table"
    elif method.of and not method.gives:
        yield f"{here}: is about a row of {method.of}, and nothing is answered; write @{here}.give"
    elif method.living and not method.of:
        yield f"{here}: has living, which is said of the row that of= names; write of=, or ForeignKey(..., living=True)"


def _answer_slips(here: str, method: d.Method) -> Iterator[str]:
    writes = method.verb != "GET"
    answers = ("object", "nothing", "text")
    if writes and method.answer not in answers:
        yield f"{here}: cannot answer {method.answer!r}; choose {either(answers)}"
    if method.answer == "text" and not method.gives:
        yield f"{here}: answers a text, and none is given; write @{here}.give"
    if method.answer == "nothing" and method.gives:
        yield f"{here}: answers nothing, and has .give; take one of them away"
    if not writes and method.gives and method.wheres:
        kinds = "a LIST or FIND without .give"
        yield f"{here}: has .where, which only {kinds} looks at; take it away or move it there"
    if method.by_key and not writes and method.params and not method.gives:
        yield f"{here}: has parameters, and a GET reads them for its .give alone; take them away or write @{here}.give"


def _row_slips(here: str, method: d.Method, table: type[d.Resource]) -> Iterator[str]:
    """Which row a method is about."""
    set_by_texts = [param.field.through for param in method.params if isinstance(param.field, d.Lookup)]
    columns = [through if isinstance(through, str) else through.column for through in set_by_texts]
    required = [param.name for param in method.required]
    for field in method.by or ():
        if field not in table.fields.values() or field.computed:
            yield f"{here}: finds its row by {field.name or 'a field'}, which is no column of this page"
        elif field.name not in required and field.column not in columns:
            yield f"{here}: finds its row by {field.name}, which need not be sent; add it to required"
    if method.upsert and not method.by:
        yield f"{here}: has upsert and finds its row by the URL; name the fields that find it: by=[...]"
    if table.table and method.by == () and not method.acts and not method.gives:
        yield f"{here}: is about no row; write @{here}.action or @{here}.give"


def _tableless_slips(here: str, method: d.Method, table: type[d.Resource]) -> Iterator[str]:
    """What a page without a table would need one for."""
    if table.table:
        return
    if method.by_key and not method.of:
        yield f"{here}: is about one row, and the page has no table; give it one, or name the row's table with of="
    elif method.verb == "GET":
        if not method.gives and not method.of:
            yield f"{here}: has no table to read; give the page one, or write @{here}.give"
    elif method.by:
        yield f"{here}: finds its row by fields, and the page has no table; give it one"
    elif not _needs_no_table(method):
        yield f"{here}: has no table to write; give the page one, or write @{here}.action and answer='nothing'"


def _needs_no_table(method: d.Method) -> bool:
    """Whether a write neither writes a row of the page's table nor answers one."""
    writes_none = method.acts is not None or method.by == ()
    return writes_none and (method.answer == "nothing" or method.gives is not None)


def _order_slips(here: str, method: d.Method) -> Iterator[str]:
    if method.rows:  # the database alone knows the columns of a SELECT
        return
    columns = method.resource.columns
    for name in dict.fromkeys(name.removeprefix("-") for names in method.order.values() for name in names):
        if name not in columns:
            where = f"no column of {method.resource.table}"
            yield f"{here}: is ordered by {name!r}, which is {where}; write the database's name"
    yield from (f"{here}: {slip}" for slip in (method.days.slips if method.days else ()))
    if method.days and method.days.column not in columns.values():
        yield f"{here}: days compares what is no column of this page; write Days(Field), without quotation marks"


def _param_slips(here: str, param: d.Param, method: d.Method, table: type[d.Resource]) -> Iterator[str]:
    yield from (f"{here}: {slip}" for slip in param.slips())
    yield from version_slips(here, param.since, param.optional_since)
    field, reads = param.field, method.verb == "GET"
    is_renamed = field.column != param.name and field.column in table.columns
    is_column = is_renamed or (table.fields.get(param.name) is field and not field.computed)
    if not param.name:
        yield f"{here}: has no name; use Field.called(name) for what is no field of the page"
    elif isinstance(field, d.Lookup):
        if field not in table.fields.values():
            yield f"{here}: is looked up through a column of another page; write the Lookup of this page"
    elif not field.readable:
        yield f"{here}: is computed and cannot be sent"
    elif reads and not is_column and not method.gives and not _has_condition(param, method):
        yield f"{here}: is no column; write @{table.__name__}.{method.name}.where({param.name!r})"
    elif not reads and isinstance(field, d.Date) and field.stamp:
        yield f"{here}: is stamped, and no caller sends a stamp; leave out the parameter or the stamp"
    if param.compare in ("starts", "contains") and not isinstance(field, d.Text):
        yield f"{here}: is no Text, and has neither a beginning nor parts; compare it as a whole"
    if param.compare == "day" and not isinstance(field, d.DateTime):
        yield f"{here}: is no DateTime, which alone has days; compare it as a whole"
    if param.optional_since and param in method.optional:
        yield f"{here}: is optional already; write .until(version) in required"
    yield from _made_slips(here, param, method)


def _made_slips(here: str, param: d.Param, method: d.Method) -> Iterator[str]:
    """What is said of a parameter's default and of its row in vain."""
    if param.made and (not isinstance(param.field, d.Lookup) or method.verb == "GET"):
        yield f"{here}: makes a row, which only a Lookup of a POST or PUT does; take .makes() away"
    if param.today and not isinstance(param.field, d.Date):
        yield f"{here}: is no Date, and has no day; take today= away"
    if param.first and (not isinstance(param.field, d.ForeignKey) or param.field.tables):
        yield f"{here}: is no key of one table, and has no first row; take first= away"
    if not param.like and not param.today and not param.first:
        return
    table, _, column = param.like.partition(".")
    keys = [one.field for one in method.params if isinstance(one.field, d.ForeignKey) and one.field is not param.field]
    if method.verb != "POST" or param in method.required:
        mend = "take like=, today= or first= away"
        yield f"{here}: has a default, which only an optional parameter of a POST has; {mend}"
    elif param.like and (not column or table not in [key.table for key in keys]):
        yield f"{here}: is like {param.like!r}; write table.Column, of a table whose row a parameter names"


def _has_condition(param: d.Param, method: d.Method) -> bool:
    own = method.days.params if method.days else ()
    return param.name in method.wheres or method.gives is not None or param in own
