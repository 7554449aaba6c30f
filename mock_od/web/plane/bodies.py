"""The bodies and the queries of the admin plane. docs/admin.md is held to them by a test.

May not: know an office.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from marshmallow import ValidationError

from mock_od.office.office import KEY
from mock_od.office.settings_schema import SettingsSchema
from mock_od.validation import (
    Flag,
    JsonObject,
    Members,
    Number,
    Object,
    Part,
    Sentence,
    Text,
    Value,
    Whole,
    load,
)
from mock_od.web.plane.binding import BAD_KEY

MOST_CALLS = 1_000_000
"""Calls that a journal may be told to keep."""
_NAME_A_SNAPSHOT = 'name the snapshot: {"name": "before"}, without a slash'
_CALLS_KEPT = f'say how many calls to remember: {{"size": 100}}, from 0 to {MOST_CALLS}'
_NAME_THE_OFFICE = 'name the office: {"office": "KEY", ...}'

# --- parts ---


class CustomerKey(Value):
    """The key of an office."""

    def _deserialize(self, value: Any, *_args: Any, **_more: Any) -> str:
        if not isinstance(value, str) or not KEY.fullmatch(value):
            self.refuse()
        return value


def _key_problem(text: str) -> str:
    return "" if not text or KEY.fullmatch(text) else Sentence(BAD_KEY)


class StartWorld(Object):
    """What a new office starts with, where that is a world."""

    world = Text(required=True)


class Start(Value):
    """What a new office starts with: the key of another, or a world. Loading gives a text, or an object."""

    def _deserialize(self, value: Any, *_args: Any, **_more: Any) -> Any:
        if isinstance(value, dict) and value:
            return load(StartWorld, value)
        if not isinstance(value, str):
            self.refuse()
        return value


class NewSettings(SettingsSchema):
    """The settings of an office to be."""

    what = 'settings is an object such as {"mode": "remote"}'


class Tables(JsonObject):
    """Rows by table. What is wrong with one of them, only the seeder can tell."""

    refusal = 'tables: must be an object such as {"TABLE": [{...}]}'

    def __init__(self, **more: Any) -> None:
        super().__init__(is_sentence=True, load_default=dict, **more)


class Moment(Text):
    """A moment of an office's time, which has no zone."""

    def _deserialize(self, value: Any, *args: Any, **more: Any) -> datetime:  # type: ignore[override]
        try:
            return datetime.strptime(super()._deserialize(value, *args, **more), "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007
        except ValidationError:
            raise
        except ValueError:
            self.refuse('is a moment such as "2024-01-27 14:13:05"')


# --- bodies ---


class ResetBody(Object):
    """Which office is reset; all of them without a name."""

    office = CustomerKey(BAD_KEY, is_sentence=True)


class SeedBody(Object):
    """What an office is seeded with."""

    office = CustomerKey(BAD_KEY, is_sentence=True, required=True, missing=_NAME_THE_OFFICE)
    world = Text()
    tables = Tables()


class NewOfficeBody(Object):
    """What a new office starts with."""

    source = Start(
        'from is a customer key, or {"world": "small"}',
        is_sentence=True,
        data_key="from",
        allow_none=True,
        load_default=None,
    )
    key = Text(check=_key_problem, load_default="")
    settings = Part(NewSettings, load_default=dict)


class ChoicesBody(Members):
    """Choices of ours, each switched on or off."""

    @staticmethod
    def value() -> Flag:
        """Whether one is on."""
        return Flag()


class SnapshotBody(Object):
    """What a snapshot is called."""

    name = Text(
        required=True,
        missing=_NAME_A_SNAPSHOT,
        check=lambda name: "" if name and "/" not in name else Sentence(_NAME_A_SNAPSHOT),
    )


class ImportBody(Object):
    """All rows that an office is to have."""

    tables = Tables()


class ClockBody(Object):
    """What the clock is to show."""

    now = Moment()
    frozen = Flag()


class AdvanceBody(Object):
    """How much time passes."""

    days = Number()
    hours = Number()
    minutes = Number()
    seconds = Number()


class SequenceBody(Members):
    """The next key of each table that is named."""

    colon = True

    @staticmethod
    def value() -> Whole:
        """The next key of one."""
        return Whole("the next key is a whole number, 1 or more", least=1, most=2**62 - 1)


class SizeBody(Object):
    """How many calls the journal keeps."""

    size = Whole(_CALLS_KEPT, is_sentence=True, required=True, missing=_CALLS_KEPT, least=0, most=MOST_CALLS)


class DiffQuery(Object):
    """What the rows are compared with."""

    since = Text(load_default=None)
