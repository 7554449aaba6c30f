"""The bodies, queries and answers of the admin plane. docs/admin.md is held to them by a test.

May not: know an office.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from marshmallow import Schema, ValidationError, fields

from mock_od.faults.schemas import FaultShownSchema
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


# --- answers ---


class OfOffice(Schema):
    """An answer that says which office it concerns."""

    office = fields.String()


class Changed(OfOffice):
    """An answer that says the generation of the rows."""

    generation = fields.Integer()


class Health(Schema):
    """Whether the server can serve."""

    status = fields.String()
    version = fields.String()


class WorldsShown(Schema):
    """The worlds that come with mock_od."""

    worlds = fields.List(fields.String())


class ResetDone(Schema):
    """The offices that were reset; the generation where it is one."""

    reset = fields.List(fields.String())
    generation = fields.Integer()


class SeedDone(Schema):
    """How many rows each table was given."""

    office = fields.String()
    world = fields.String()
    rows = fields.Dict()
    generation = fields.Integer()


class ImportDone(Schema):
    """How many rows each table was given."""

    office = fields.String()
    rows = fields.Dict()
    generation = fields.Integer()


class ClockPart(Schema):
    """What a clock shows."""

    now = fields.String()
    frozen = fields.Boolean()


class OfficeShown(Schema):
    """An office."""

    office = fields.String()
    generation = fields.Integer()
    settings = fields.Nested(SettingsSchema)
    clock = fields.Nested(ClockPart)
    waited_seconds = fields.Float(data_key="waitedSeconds")


class OfficesShown(Schema):
    """The open offices."""

    offices = fields.List(fields.Nested(OfficeShown))


class OfficeClosed(Schema):
    """The key of an office that was closed."""

    closed = fields.String()


class RowsShown(OfOffice):
    """The rows of a table."""

    table = fields.String()
    rows = fields.Raw()


class ChoicesShown(OfOffice):
    """The choices of ours that are switched on and off."""

    choices = fields.Dict()


class SnapshotDone(Schema):
    """A snapshot that was kept, or brought back."""

    office = fields.String()
    snapshot = fields.String()
    generation = fields.Integer()


class SnapshotsShown(OfOffice):
    """The names of the snapshots."""

    snapshots = fields.List(fields.String())


class SnapshotForgotten(OfOffice):
    """The name of a snapshot that is no more."""

    forgot = fields.String()


class RowPair(Schema):
    """A row that is another now."""

    before = fields.Dict()
    after = fields.Dict()


class TableDiff(Schema):
    """The rows of a table that differ."""

    added = fields.List(fields.Dict())
    changed = fields.List(fields.Nested(RowPair))
    removed = fields.List(fields.Dict())


class DiffShown(OfOffice):
    """The rows that differ, by table: a :class:`TableDiff` each."""

    since = fields.String()
    tables = fields.Dict(keys=fields.String(), values=fields.Nested(TableDiff))


class Export(Schema):
    """All rows."""

    tables = fields.Raw()


class ClockShown(OfOffice):
    """What the clock shows."""

    now = fields.String()
    frozen = fields.Boolean()


class SequenceShown(OfOffice):
    """The next key of each table."""

    sequence = fields.Dict()


class CallShown(Schema):
    """A call in the journal."""

    id = fields.Integer()
    at = fields.String()
    verb = fields.String()
    path = fields.String()
    query = fields.Dict()
    body = fields.Raw()
    status = fields.Integer()
    answer = fields.Raw()
    hint = fields.String()
    method = fields.String()
    changed = fields.Dict()
    seconds = fields.Float()


class CallsShown(Schema):
    """Calls in the journal."""

    requests = fields.List(fields.Nested(CallShown))


class UnexpectedCall(CallShown):
    """A call that a client that does as it should would not have made."""

    why = fields.List(fields.String())


class UnexpectedCalls(Schema):
    """The calls that were unexpected."""

    requests = fields.List(fields.Nested(UnexpectedCall))


class JournalForgotten(OfOffice):
    """The calls that are left, which are none."""

    requests = fields.List(fields.Nested(CallShown))


class SizeShown(OfOffice):
    """How many calls the journal keeps."""

    size = fields.Integer()


class NearCallShown(Schema):
    """A call that comes near to what is expected."""

    id = fields.Integer()
    verb = fields.String()
    path = fields.String()
    differences = fields.List(fields.String())


class TimesShown(Schema):
    """How often a call is expected."""

    exactly = fields.Integer()
    at_least = fields.Integer(data_key="atLeast", attribute="atLeast")
    at_most = fields.Integer(data_key="atMost", attribute="atMost")


class ComparisonShown(Schema):
    """Whether the calls are there that a test expects."""

    matched = fields.Boolean()
    count = fields.Integer()
    times = fields.Nested(TimesShown)
    nearest = fields.List(fields.Nested(NearCallShown))


class FindingShown(Schema):
    """Something that would hurt in production."""

    rule = fields.String()
    problem = fields.String()
    requests = fields.List(fields.Integer())


class LintShown(Schema):
    """What the calls tell of production."""

    findings = fields.List(fields.Nested(FindingShown))
    real_seconds = fields.Float(data_key="realSeconds", attribute="realSeconds")
    permissions = fields.List(fields.String())
    oldest_version = fields.String(data_key="oldestVersion", attribute="oldestVersion")
    because = fields.List(fields.String())


class FaultsShown(OfOffice):
    """The faults, oldest first."""

    faults = fields.List(fields.Nested(FaultShownSchema))


class FaultsForgotten(OfOffice):
    """The ids of the faults that are no more."""

    forgot = fields.List(fields.Integer())


class FaultForgotten(OfOffice):
    """The id of a fault that is no more."""

    forgot = fields.Integer()


class FaultSeedShown(OfOffice):
    """Where the generator of the probabilities began."""

    seed = fields.Integer()
