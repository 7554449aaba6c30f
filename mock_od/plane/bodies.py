"""The bodies and the queries of the admin plane. docs/admin.md is held to them by a test.

May not: know an office.
"""

from __future__ import annotations

from typing import Any

from marshmallow import fields
from marshmallow.validate import Range, Regexp

from mock_od import validation as v
from mock_od.office.offices import KEY
from mock_od.office.settings_schema import SettingsSchema
from mock_od.office.world_schema import WorldSchema, unknown_names
from mock_od.plane.binding import BAD_KEY
from mock_od.versions import NEWEST

TOO_FAR = "no clock goes that far: years are 1 to 9999"
_MOST_CALLS = 1_000_000
_KEY = v.sentence(BAD_KEY)
_NAME_THE_OFFICE = {"required": v.sentence('name the office: {"office": "KEY", ...}')}
_NAME_A_SNAPSHOT = v.sentence('name the snapshot: {"name": "before"}, without a slash')
_CALLS_KEPT = v.sentence(f'say how many calls to remember: {{"size": 100}}, from 0 to {_MOST_CALLS}')
_NEXT_KEY = v.Problem("the next key is a whole number, 1 or more", sentence=v.COLON)


class Start(v.Strict, fields.Raw):
    """What a new office starts with: the key of another, or a world. Loading gives a text, or an object."""

    json = (str, dict)
    says = v.sentence('from is a customer key, or {"world": "small"}')

    def _deserialize(self, value: Any, *args: Any, **more: Any) -> Any:
        if value == {}:
            raise self.make_error("invalid")
        given = super()._deserialize(value, *args, **more)
        return v.load(StartWorld, given) if isinstance(given, dict) else given


class NewSettings(SettingsSchema):
    """The settings of an office to be."""

    error_messages = {"type": v.sentence('settings is an object such as {"mode": "remote"}')}  # noqa: RUF012  # read, never changed


def _key(**more: Any) -> v.Text:
    return v.Text(_KEY, validate=Regexp(rf"{KEY.pattern}\Z"), **more)


def _tables() -> v.Members:
    """Rows by table. What is wrong with one of them, only the seeder can tell."""
    says = v.Problem('must be an object such as {"TABLE": [{...}]}', sentence=v.COLON)
    return v.Members(says, load_default=dict)


def _time() -> v.Number:
    return v.Number(error_messages={"too_large": v.sentence(TOO_FAR)})


StartWorld = v.body_of(world=v.Text(required=True))
ResetBody = v.body_of(office=_key())


class ImportBody(WorldSchema):
    """The rows of an export, and what it says of itself."""

    tables = _tables()
    unknown_names = unknown_names()


class SeedBody(ImportBody):
    """Rows for an office, also those of an export; and the world to put them in."""

    office = _key(required=True, error_messages=_NAME_THE_OFFICE)
    world = v.Text()


RowBody = v.body_of(v.Members(v.Object.error_messages["type"]))
"""Columns of a row. What is wrong with one of them, only the seeder can tell."""
RowsQuery = v.body_of(v.Members(v.Object.error_messages["type"]))
NewOfficeBody = v.body_of(
    source=Start(data_key="from", load_default=None),
    key=v.Text(validate=Regexp(rf"({KEY.pattern})?\Z", error=_KEY), load_default=""),
    settings=v.part(NewSettings, load_default=dict),
)
ChoicesBody = v.body_of(v.Members(v.Object.error_messages["type"], values=v.Flag()))
SnapshotBody = v.body_of(
    name=v.Text(
        required=True,
        error_messages={"required": _NAME_A_SNAPSHOT},
        validate=Regexp(r"[^/]+\Z", error=_NAME_A_SNAPSHOT),
    )
)
DescriptionQuery = v.body_of(version=v.Text(load_default=NEWEST))
DiffQuery = v.body_of(since=v.Text(load_default=None), tables=v.Text(load_default=""))
AdvanceBody = v.body_of(days=_time(), hours=_time(), minutes=_time(), seconds=_time())
SequenceBody = v.body_of(
    v.Members(v.Object.error_messages["type"], values=v.Whole(_NEXT_KEY, validate=Range(1, 2**62 - 1)))
)
SizeBody = v.body_of(size=v.Whole(_CALLS_KEPT, required=True, validate=Range(0, _MOST_CALLS)))
