"""What there is, for a caller that shows it to people: the API's resources and methods, the columns of a table.

May not: know a resource or a table by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from mock_od import declare as d
from mock_od.engine.documented import path
from mock_od.office.office import Office
from mock_od.plane import answers, bodies
from mock_od.plane.binding import Answer, Call, served_offices
from mock_od.plane.errors import Refused
from mock_od.plane.rows import known_table
from mock_od.suggest import near_first
from mock_od.versions import NEWEST, version

if TYPE_CHECKING:
    from mock_od.describing import Description


@Call("GET", "/description", answers.DescriptionShown, query=bodies.DescriptionQuery)
def describe_api(query: dict[str, Any]) -> Answer:
    """The resources and their methods, the missing ones too, with the names that a reader may look for."""
    from mock_od.engine.evidence import MARKS

    described = _description(query)
    return {
        "version": described["version"],
        "versions": _versions(described),
        "marks": MARKS,
        "resources": [
            {
                **{name: page[name] for name in ("name", "here", "path", "about", "table")},
                "fields": [field["name"] for field in page["fields"]],
                "methods": [
                    {
                        **{name: method[name] for name in ("id", "state", "verb", "path", "spoken", "since")},
                        "parameters": [parameter["name"] for parameter in method["parameters"]],
                    }
                    for method in page["methods"]
                ],
            }
            for page in described["resources"]
        ],
    }


@Call("GET", "/description/<resource>", answers.ResourceShown, query=bodies.DescriptionQuery)
def describe_resource(resource: str, query: dict[str, Any]) -> Answer:
    """All that is known of one resource."""
    described = _description(query)
    pages = {page["name"]: page for page in described["resources"]}
    if resource not in pages:
        near = near_first(resource, [*pages])
        raise Refused(f"there is no resource {resource!r}; GET /__admin/description lists them", 404, known=near)
    return {"version": described["version"], "resource": pages[resource]}


@Call("GET", "/offices/<key>/examples/<method>", answers.ExampleShown)
def show_example(office: Office, method: str) -> Callable[[], Answer]:
    """A call of a method that works in the office as it stands, found by trying in a copy of it."""
    from mock_od.describing.examples import Examples, private_copy

    found = [one for one in _methods() if _id(one) == method]
    if not found:
        known = near_first(method, [_id(one) for one in _methods()])
        raise Refused(f"there is no method {method!r}; GET /__admin/description lists them", 404, known=known)

    def look() -> Answer:
        copy = private_copy(served_offices(), office.key)
        try:
            return {"method": method, "example": Examples(copy).of(found[0])}
        finally:
            copy.store.close()

    return look


def _methods() -> Iterator[d.Method]:
    """The methods that are here."""
    for page in served_offices().engine.catalog.resources.values():
        yield from page.methods


def _id(method: d.Method) -> str:
    from mock_od.describing.names import method_id

    key = served_offices().engine.catalog.key_of(method).name if method.by_key else ""
    return method_id(method.verb, path(method, key), method.resource.__name__, method.answer)


def _description(query: dict[str, Any]) -> Description:
    from mock_od.describing import describe  # it reads the documentation's facts

    try:
        return describe(served_offices().engine.catalog, query["version"])
    except ValueError as bad:
        raise Refused(str(bad), at=("version",)) from bad


def _versions(described: Description) -> list[str]:
    """The versions that brought something, the newest first."""
    methods = [method for page in described["resources"] for method in page["methods"]]
    said = {NEWEST, described["version"], *(method["since"] for method in methods)}
    said |= {one["since"] for method in methods for one in (*method["parameters"], *method["shows"])}
    return sorted(filter(None, said), key=version, reverse=True)


@Call("GET", "/tables/<table>", answers.TableDescribed)
def describe_table(table: str) -> Answer:
    """The columns of a table, in the order of its rows."""
    declared = known_table(served_offices().engine.catalog.tables, table)
    return {
        "table": table,
        "key": declared.key.name,
        "columns": [_described(column) for column in declared.columns.values()],
    }


def _described(column: d.Field) -> dict[str, Any]:
    said: dict[str, Any] = {"name": column.name, "kind": column.described(), "about": column.about}
    if names := column.names_taken():
        said["names"] = [*names]
    if isinstance(column, d.ForeignKey) and column.tables and column.by:
        rows = {word: _rows_of(table) for word, table in column.tables.items()}
        said["refersBy"] = {"column": column.by.name, "tables": rows}
    elif table := column.of if isinstance(column, d.Key) else column.table if isinstance(column, d.ForeignKey) else "":
        said["refersTo"] = _rows_of(table)
    return said


def _rows_of(table: str) -> dict[str, str]:
    """A table, and by which of its columns a row is named."""
    return {"table": table, "key": served_offices().engine.catalog.tables[table].key.name}
