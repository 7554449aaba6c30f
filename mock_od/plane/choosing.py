"""What can be chosen for an office, for a caller that shows it to people: settings, permissions, kinds of faults.

May not: know a resource or a kind of fault by name.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from marshmallow import fields
from marshmallow.validate import OneOf, Range

from mock_od.declare import PERMISSIONS
from mock_od.faults.kinds import KINDS, Kind
from mock_od.office.settings_schema import SettingsSchema
from mock_od.plane import answers
from mock_od.plane.binding import Answer, Call, served_offices
from mock_od.validation import dump
from mock_od.versions import of_version

_TYPES = {
    fields.Boolean: "boolean",
    fields.Integer: "integer",
    fields.Float: "number",
    fields.String: "string",
    fields.Dict: "object",
}
"""JSON's name for what a field takes; a class before those that it derives from."""


@Call("GET", "/settings", answers.SettingsDescribed)
def describe_settings() -> Answer:
    """The settings that an office can have, and how many methods each permission is for."""
    offices = served_offices()
    default = dump(SettingsSchema, offices.defaults)
    resources = offices.engine.catalog.resources.values()
    needed = Counter(
        of_version(method.permissions, offices.defaults.number) for one in resources for method in one.methods
    )
    return {
        "settings": [
            {"name": name, "schema": schema_of(field), "default": default[name]}
            for name, field in ((one.data_key or name, one) for name, one in SettingsSchema().fields.items())
        ],
        "permissions": [{"name": name, "methods": needed[name]} for name in PERMISSIONS],
    }


@Call("GET", "/faults", answers.FaultKindsShown)
def describe_faults() -> Answer:
    """The kinds of faults: what ``then`` of each takes, and what a client sees of it."""
    return {"kinds": [_described(kind) for kind in KINDS.values()]}


def _described(kind: Kind) -> dict[str, Any]:
    taken = {kind.name: kind.field, **kind.beside}
    return {
        "name": kind.name,
        "verbs": [*kind.verbs],
        "then": {name: schema_of(field) for name, field in taken.items()},
        "lines": [line._asdict() for line in kind.docs],
    }


def schema_of(field: fields.Field[Any]) -> dict[str, Any]:
    """What a field takes, as JSON Schema writes it; ``description`` is what is said of anything else."""
    said: dict[str, Any] = {}
    if kind := next((name for known, name in _TYPES.items() if isinstance(field, known)), None):
        said["type"] = [kind, "null"] if field.allow_none else kind
    for bounds in (one for one in field.validators if isinstance(one, Range)):
        if bounds.min is not None:
            said["minimum"] = bounds.min
        if bounds.max is not None:
            said["maximum"] = bounds.max
    known = next((one.choices for one in field.validators if isinstance(one, OneOf)), getattr(field, "known", ()))
    if known and said.get("type") != "boolean":
        said["enum"] = [*known, None] if field.allow_none else [*known]
    if says := getattr(field, "says", ""):
        said["description"] = str(says)
    return said
