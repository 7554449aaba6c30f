"""The sentences with which a page's own rules refuse, read from their code.

A rule says ``raise Refusal("...")``, itself or in a function that it calls. What is not known before the call stands in
braces: ``{kind} cannot be deleted.``
May not: know a resource, or call a rule.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from types import FunctionType, ModuleType
from typing import Any, Final, NamedTuple

from mock_od import explain
from mock_od.fields import Field, Param

_REFUSAL: Final = "Refusal"
_USUAL: Final = 400
_MOST_VALUES: Final = 20


class Said(NamedTuple):
    """A refusal as the code has it."""

    status: int
    sentence: str


def sentences_of(function: Callable[..., Any]) -> list[Said]:
    """The refusals of a function and of those of ours that it calls, each once, in the order in which they stand."""
    found: dict[Said, None] = {}
    seen: set[str] = set()
    todo: list[Callable[..., Any]] = [function]
    while todo:
        one = todo.pop(0)
        name = f"{one.__module__}.{one.__qualname__}"
        if name not in seen:
            seen.add(name)
            here, calls = _read(one.__module__, one.__qualname__)
            found.update(dict.fromkeys(here))
            todo += calls
    return list(found)


@cache
def _functions(module: str) -> Mapping[str, ast.FunctionDef]:
    """The functions of a module by their names, those of classes with the class's before."""
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    found: dict[str, ast.FunctionDef] = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            found[node.name] = node
        elif isinstance(node, ast.ClassDef):
            found |= {f"{node.name}.{one.name}": one for one in node.body if isinstance(one, ast.FunctionDef)}
    return found


@cache
def _read(module: str, name: str) -> tuple[Sequence[Said], Sequence[FunctionType]]:
    """The refusals of one function, and the functions of ours that it names."""
    tree = _functions(module).get(name)
    if tree is None:
        return [], []
    scope = vars(sys.modules[module])
    nodes = [*ast.walk(tree)]
    local = _assigned(nodes)
    said, calls = [], []
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == _REFUSAL and node.args:
            status = _status(node)
            said += [Said(status, sentence) for sentence in _texts(node.args[0], scope, local)]
        elif isinstance(node, ast.Name | ast.Attribute):
            known = _known(node, scope)
            if isinstance(known, FunctionType) and known.__module__.startswith(f"{__package__.partition('.')[0]}."):
                calls.append(known)
    return said, calls


def _assigned(nodes: Sequence[ast.AST]) -> dict[str, list[ast.expr]]:
    """What is assigned to the names within a function."""
    found: dict[str, list[ast.expr]] = {}
    for node in nodes:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            found.setdefault(node.targets[0].id, []).append(node.value)
    return found


def _status(call: ast.Call) -> int:
    given = [*call.args[1:2], *(word.value for word in call.keywords if word.arg == "status")]
    status = given[0].value if given and isinstance(given[0], ast.Constant) else None
    return status if isinstance(status, int) else _USUAL


def _known(node: ast.expr, scope: Mapping[str, Any]) -> Any:
    """What a name, or a member of it, is before any call; None where it is not known."""
    if isinstance(node, ast.Name):
        return scope.get(node.id)
    if isinstance(node, ast.Attribute):
        of = _known(node.value, scope)
        return getattr(of, node.attr, None) if isinstance(of, ModuleType | type | Field | Param) else None
    return None


def _texts(node: ast.expr, scope: Mapping[str, Any], local: Mapping[str, list[ast.expr]]) -> Iterator[str]:
    """What a text may be; nothing where that cannot be said."""
    if isinstance(node, ast.Constant):
        yield from [node.value] if isinstance(node.value, str) else []
    elif isinstance(node, ast.JoinedStr):
        yield "".join(_part(part, scope) for part in node.values)
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body, scope, local)
        yield from _texts(node.orelse, scope, local)
    elif isinstance(node, ast.Call):
        yield from _explained(node, scope)
    elif isinstance(node, ast.Subscript):
        yield from _values(_known(node.value, scope))
    elif isinstance(node, ast.Name) and node.id in local:
        others = {name: values for name, values in local.items() if name != node.id}
        for value in local[node.id]:
            yield from _texts(value, scope, others)
    else:
        yield from _values(_known(node, scope))


def _values(known: Any) -> list[str]:
    """A text, or the texts of a table of texts."""
    found = list(known.values())[:_MOST_VALUES] if isinstance(known, Mapping) else [known]
    return [one for one in found if isinstance(one, str)]


def _explained(call: ast.Call, scope: Mapping[str, Any]) -> Iterator[str]:
    """A sentence of :mod:`mock_od.explain` about a name."""
    says = _known(call.func, scope)
    if isinstance(says, FunctionType) and says.__module__ == explain.__name__:
        kinds = {*says.__annotations__.values()}
        if kinds == {"str"}:
            yield says(*(_part(one, scope) for one in call.args))


def _part(node: ast.expr, scope: Mapping[str, Any]) -> str:
    """A part of a text: what it is, or its name in braces."""
    if isinstance(node, ast.FormattedValue):
        return _part(node.value, scope)
    if isinstance(node, ast.Constant):
        return str(node.value)
    known = _known(node, scope)
    if isinstance(known, str | int):
        return str(known)
    return f"{{{_called(node)}}}"


def _called(node: ast.expr) -> str:
    """The name of what is not known: the last one that it is written with."""
    if isinstance(node, ast.Attribute):
        return _called(node.value) if node.attr == "name" else node.attr
    if isinstance(node, ast.Subscript):
        named = isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str)
        return _called(node.slice if named else node.value)
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.Call) and node.args:
        return _called(node.args[-1])
    return node.id if isinstance(node, ast.Name) else "..."
