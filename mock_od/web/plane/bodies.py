"""The bodies and the queries of the admin plane. docs/admin.md is held to them by a test.

May not: know an office.
"""

from __future__ import annotations

from typing import Any

from marshmallow import fields
from marshmallow.validate import Range, Regexp

from mock_od.office.office import KEY
from mock_od.office.settings_schema import SettingsSchema
from mock_od.validation import (
    COLON,
    Flag,
    Members,
    Moment,
    Number,
    Object,
    Problem,
    Strict,
    Text,
    Whole,
    body_of,
    load,
    part,
    sentence,
)
from mock_od.web.plane.binding import BAD_KEY

TOO_FAR = "no clock goes that far: years are 1 to 9999"
_MOST_CALLS = 1_000_000
_KEY = sentence(BAD_KEY)
_NAME_THE_OFFICE = {"required": sentence('name the office: {"office": "KEY", ...}')}
_NAME_A_SNAPSHOT = sentence('name the snapshot: {"name": "before"}, without a slash')
_CALLS_KEPT = sentence(f'say how many calls to remember: {{"size": 100}}, from 0 to {_MOST_CALLS}')
_NEXT_KEY = Problem("the next key is a whole number, 1 or more", sentence=COLON)


class Start(Strict, fields.Raw):
    """What a new office starts with: the key of another, or a world. Loading gives a text, or an object."""

    json = (str, dict)
    says = sentence('from is a customer key, or {"world": "small"}')

    def _deserialize(self, value: Any, *args: Any, **more: Any) -> Any:
        if value == {}:
            raise self.make_error("invalid")
        given = super()._deserialize(value, *args, **more)
        return load(StartWorld, given) if isinstance(given, dict) else given


class NewSettings(SettingsSchema):
    """The settings of an office to be."""

    error_messages = {"type": sentence('settings is an object such as {"mode": "remote"}')}  # noqa: RUF012


def _key(**more: Any) -> Text:
    return Text(_KEY, validate=Regexp(rf"{KEY.pattern}\Z"), **more)


def _tables() -> Members:
    """Rows by table. What is wrong with one of them, only the seeder can tell."""
    return Members(sentence('tables: must be an object such as {"TABLE": [{...}]}'), load_default=dict)


def _time() -> Number:
    return Number(error_messages={"too_large": sentence(TOO_FAR)})


StartWorld = body_of(world=Text(required=True))
ResetBody = body_of(office=_key())
SeedBody = body_of(office=_key(required=True, error_messages=_NAME_THE_OFFICE), world=Text(), tables=_tables())
ImportBody = body_of(tables=_tables())
NewOfficeBody = body_of(
    source=Start(data_key="from", load_default=None),
    key=Text(validate=Regexp(rf"({KEY.pattern})?\Z", error=_KEY), load_default=""),
    settings=part(NewSettings, load_default=dict),
)
ChoicesBody = body_of(Members(Object.error_messages["type"], values=Flag()))
SnapshotBody = body_of(
    name=Text(
        required=True,
        error_messages={"required": _NAME_A_SNAPSHOT},
        validate=Regexp(r"[^/]+\Z", error=_NAME_A_SNAPSHOT),
    )
)
DiffQuery = body_of(since=Text(load_default=None))
ClockBody = body_of(now=Moment(), frozen=Flag())
AdvanceBody = body_of(days=_time(), hours=_time(), minutes=_time(), seconds=_time())
SequenceBody = body_of(Members(Object.error_messages["type"], values=Whole(_NEXT_KEY, validate=Range(1, 2**62 - 1))))
SizeBody = body_of(size=Whole(_CALLS_KEPT, required=True, validate=Range(0, _MOST_CALLS)))
