"""The sentences with which a method may refuse: the engine's, for what is declared, and those of the page's rules.

May not: know a resource by name.
"""

from __future__ import annotations

from collections.abc import Iterator

from mock_od import declare as d
from mock_od import explain
from mock_od.catalog import Catalog
from mock_od.describing.facts import RefusalFacts
from mock_od.describing.sentences import sentences_of
from mock_od.engine.compiled_method import CompiledMethod
from mock_od.engine.evidence import rules_of
from mock_od.fields import Unreadable

_NO_VALUE = "\u241a" * 3  # what no field takes that refuses anything
_NOT_FOUND = 404
_UNAUTHORIZED = 401


def refusals(catalog: Catalog, method: d.Method, compiled: CompiledMethod) -> list[RefusalFacts]:
    """The sentences of a method in a version, each once, in the order in which the API checks."""
    found: dict[tuple[int, str], RefusalFacts] = {}
    for status, sentence, why in (*_of_the_declaration(catalog, method, compiled), *_of_the_rules(method)):
        found.setdefault((status, sentence), {"status": status, "sentence": sentence, "why": why})
    return list(found.values())


def refusal_of(field: d.Field, *, from_query: bool) -> str:
    """The sentence that answers a value that a field cannot have; empty where it takes any text."""
    try:
        field.read(_NO_VALUE)
    except Unreadable as slip:
        return explain.invalid(field.name) if from_query and not slip.binds else slip.sentence
    except NotImplementedError:
        return ""
    return ""


def _of_the_declaration(catalog: Catalog, method: d.Method, compiled: CompiledMethod) -> Iterator[tuple[int, str, str]]:
    permission = method.permission
    yield 400, explain.MALFORMED, "without an Authorization header that can be read"
    yield _UNAUTHORIZED, explain.BAD_CREDENTIALS, "with a key that this office does not know"
    yield _UNAUTHORIZED, explain.no_permission(method.spoken, permission), f"without {permission}"
    if method.by_key:
        table = catalog.tables[method.of] if method.of else method.resource
        yield _NOT_FOUND, explain.not_found(table.row_name), f"where no {table.table} has that key"
    elif method.by or (method.verb == "GET" and method.answer == "object"):
        yield _NOT_FOUND, explain.not_found(method.resource.row_name), "where there is no such row"
    if method.params and method.verb in ("POST", "PUT"):
        yield 400, explain.INVALID_JSON, "where the body is no JSON object"
    for param in compiled.params.values():
        yield from _of_rows(catalog, param.field)
    for param in compiled.required:
        yield 400, param.field.missing, f"without {param.name}"
    for name, param in compiled.params.items():
        if said := refusal_of(compiled.read_as(param), from_query=method.verb == "GET"):
            yield 400, said, f"for a value that {name} cannot have"
    yield from _of_groups(method, compiled)
    if method.strict:
        yield 400, explain.no_parameter("{name}"), "for a parameter that it does not know"
    yield from _of_the_write(catalog, method)


def _of_rows(catalog: Catalog, field: d.Field) -> Iterator[tuple[int, str, str]]:
    """What is said where a field names no row."""
    why = f"where {field.name} names no row"
    if isinstance(field, d.ForeignKey):
        for name in dict.fromkeys(field.tables.values()) or [field.table]:
            yield _NOT_FOUND, field.not_found or explain.not_found(catalog.tables[name].row_name), why
    elif isinstance(field, d.KeyList):
        yield _NOT_FOUND, explain.invalid(f"{catalog.tables[field.table].key.name} {{key}}"), why
    elif isinstance(field, d.TextKey):
        yield _NOT_FOUND, explain.not_found(catalog.tables[field.table].row_name), why


def _of_groups(method: d.Method, compiled: CompiledMethod) -> Iterator[tuple[int, str, str]]:
    for group in (*method.one_of, *method.any_of):
        names = [param.name for param in group if param.name in compiled.params]
        if names:
            yield 400, explain.one_required(names), f"without {' and '.join(names)}"
    for group in (*method.one_of, *method.not_both):
        names = [param.name for param in group if param.name in compiled.params]
        if len(names) > 1:
            yield 400, explain.only_one(names), f"with {' and '.join(names)}"


def _of_the_write(catalog: Catalog, method: d.Method) -> Iterator[tuple[int, str, str]]:
    resource = method.resource
    if method.verb in ("POST", "PUT") and method.by != ():
        for sentence in resource.unique.values():
            yield 400, sentence, "where another row is alike"
    for table, column in method.unless.items():
        other = catalog.tables[table].row_name
        usual = method.says.get("") or explain.in_use(resource.row_name, other)
        yield 400, method.says.get(table, usual), f"where a row of {table} has its {column}"


def _of_the_rules(method: d.Method) -> Iterator[tuple[int, str, str]]:
    for rule in rules_of(method):
        for status, sentence in sentences_of(rule.function):
            yield status, sentence, rule.name
