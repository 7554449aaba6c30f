"""What there is to say, in our own voice, of names that a method does not know or may not set.

May not: know a resource.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from mock_od.call import Call
from mock_od.engine.compiled_method import CompiledMethod
from mock_od.explain import shorten
from mock_od.suggest import did_you_mean

_MOST = 8


def hint_unknown(compiled: CompiledMethod, call: Call, names: Iterable[str]) -> None:
    """Say of the first of these names that they are ignored."""
    for name in islice(names, _MOST):
        call.ignore(remark(compiled, name, call.version, " and was ignored"))


def hint_unread(compiled: CompiledMethod, call: Call, names: Iterable[str]) -> None:
    """Say of the first of these parameters that a write reads nothing from the URL."""
    for name in islice(names, _MOST):
        nothing = f"{shorten(name)} in the URL was ignored; {compiled.method.verb} reads nothing but the body"
        call.ignore(remark(compiled, name, call.version) if name in compiled.newer else nothing)


def remark(compiled: CompiledMethod, name: str, runs: str, ignored: str = "") -> str:
    """What there is to say of a name that the method does not know, or may not set.

    :param runs: the version that the office runs, as text.
    :param ignored: what to add where the name is passed over.
    """
    method = compiled.method
    spoken = " ".join(filter(None, (method.verb, method.sub)))
    advice = {field.name: text for field, text in method.instead.items()}
    if name in compiled.newer:
        return f"{name} was added in {compiled.newer[name]}; this office runs {runs}"
    if name in advice:
        return f"{name} cannot be set by {spoken}; {advice[name]}"
    if name in compiled.resource.fields and method.verb != "GET":
        return f"{name} cannot be set by {spoken}{ignored}"
    what = "parameter" if method.verb == "GET" else "field"
    near = did_you_mean(name, [*compiled.params, *compiled.standard])
    return f"{shorten(name)} is no {what} of {method.spoken}{ignored}{near}"
