"""The answers of the admin plane. docs/admin.md is held to them by a test.

May not: know an office.
"""

from __future__ import annotations

from marshmallow import Schema, fields

from mock_od.faults.schemas import FaultShownSchema
from mock_od.office.settings_schema import SettingsSchema


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
