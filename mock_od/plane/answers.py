"""The answers of the admin plane. docs/admin.md is held to them by a test.

May not: know an office.
"""

from __future__ import annotations

from typing import Any

from marshmallow import Schema
from marshmallow.fields import Boolean, Date, Dict, Field, Float, Integer, List, Nested, Raw, String

from mock_od.faults.schemas import FaultShownSchema
from mock_od.office.settings_schema import SettingsSchema

AnswerSchema = type[Schema]


def answer(name: str, /, **members: Field[Any]) -> AnswerSchema:
    """The schema of an answer with these members. A member that a call does not give is left out."""
    return Schema.from_dict({**members}, name=name)


def of_office(name: str, /, **members: Field[Any]) -> AnswerSchema:
    """The schema of an answer that repeats which office it concerns. :class:`~.binding.Call` adds the key."""
    return answer(name, office=String(), **members)


# --- the server, the offices ---

Health = answer("Health", status=String(), version=String())
WorldsShown = answer("WorldsShown", worlds=List(String()))
ResetDone = answer("ResetDone", reset=List(String()), generation=Integer())
OfficeShown = of_office(
    "OfficeShown",
    generation=Integer(),
    settings=Nested(SettingsSchema),
    clock=Nested({"now": String(), "frozen": Boolean()}),
    waitedSeconds=Float(),
)
OfficesShown = answer("OfficesShown", offices=List(Nested(OfficeShown)))
OfficeClosed = answer("OfficeClosed", closed=String())
_SettingShown = answer("SettingShown", name=String(), schema=Raw(), default=Raw())
_PermissionShown = answer("PermissionShown", name=String(), methods=Integer())
SettingsDescribed = answer(
    "SettingsDescribed", settings=List(Nested(_SettingShown)), permissions=List(Nested(_PermissionShown))
)
ChoicesShown = of_office("ChoicesShown", choices=Raw())
ClockShown = of_office("ClockShown", now=String(), frozen=Boolean())
SequenceShown = of_office("SequenceShown", sequence=Raw())

# --- the API ---

DescriptionShown = answer(
    "DescriptionShown", version=String(), versions=List(String()), marks=Raw(), resources=List(Raw())
)
ExampleShown = of_office("ExampleShown", method=String(), example=Raw(allow_none=True))
ResourceShown = answer("ResourceShown", version=String(), resource=Raw())

# --- rows ---

_LeftOut = answer("LeftOut", tables=List(String()), columns=Raw())
RowsPut = of_office(
    "RowsPut", world=String(allow_none=True), rows=Raw(), leftOut=Nested(_LeftOut), generation=Integer()
)
Export = answer("Export", today=Date(), dates=String(), tables=Raw())
TablesShown = of_office("TablesShown", tables=Raw())
RowShown = of_office("RowShown", table=String(), row=Raw(), generation=Integer())
RowsRemoved = of_office("RowsRemoved", table=String(), removed=Integer(), generation=Integer())
RowsShown = of_office("RowsShown", table=String(), rows=Raw())
_RowsOf = answer("RowsOf", table=String(), key=String())
_ColumnShown = answer(
    "ColumnShown",
    name=String(),
    kind=String(),
    about=String(),
    names=List(String()),
    refersTo=Nested(_RowsOf),
    refersBy=Nested({"column": String(), "tables": Raw()}),
)
TableDescribed = answer("TableDescribed", table=String(), key=String(), columns=List(Nested(_ColumnShown)))
SnapshotDone = of_office("SnapshotDone", snapshot=String(), generation=Integer())
SnapshotsShown = of_office("SnapshotsShown", snapshots=List(String()))
SnapshotForgotten = of_office("SnapshotForgotten", forgot=String())
TableDiff = answer("TableDiff", added=Raw(), changed=List(Nested({"before": Raw(), "after": Raw()})), removed=Raw())
DiffShown = of_office("DiffShown", since=String(allow_none=True), tables=Dict(values=Nested(TableDiff)))

# --- calls, faults ---

_Shown = answer(
    "CallShown",
    id=Integer(),
    at=String(),
    verb=String(),
    path=String(),
    query=Raw(),
    body=Raw(),
    status=Integer(allow_none=True),
    answer=Raw(),
    hint=String(),
    method=String(allow_none=True),
    changed=Raw(),
    seconds=Float(),
)
CallsShown = answer("CallsShown", requests=List(Nested(_Shown)))
StrangersShown = answer("StrangersShown", requests=List(Nested(_Shown.from_dict({"key": String(allow_none=True)}))))
UnexpectedCalls = answer("UnexpectedCalls", requests=List(Nested(_Shown.from_dict({"why": List(String())}))))
JournalForgotten = of_office("JournalForgotten", requests=List(Nested(_Shown)))
SizeShown = of_office("SizeShown", size=Integer())
_Near = answer("NearCall", id=Integer(), verb=String(), path=String(), differences=List(String()))
_Times = answer("Times", exactly=Integer(), atLeast=Integer(), atMost=Integer())
ComparisonShown = answer(
    "ComparisonShown", matched=Boolean(), count=Integer(), times=Nested(_Times), nearest=List(Nested(_Near))
)
_Finding = answer("Finding", rule=String(), problem=String(), requests=List(Integer()))
FilesShown = of_office(
    "FilesShown",
    files=List(
        Nested(
            {
                "id": Integer(),
                "at": String(),
                "host": String(),
                "port": Integer(),
                "path": String(),
                "username": String(),
                "content": String(),
            }
        )
    ),
)
LintShown = answer(
    "LintShown",
    findings=List(Nested(_Finding)),
    realSeconds=Float(),
    permissions=List(String()),
    oldestVersion=String(allow_none=True),
    because=List(String()),
)
_FaultLine = answer("FaultLine", then=Raw(), sees=String())
_FaultKind = answer("FaultKind", name=String(), verbs=List(String()), then=Raw(), lines=List(Nested(_FaultLine)))
FaultKindsShown = answer("FaultKindsShown", kinds=List(Nested(_FaultKind)))
FaultsShown = of_office("FaultsShown", faults=List(Nested(FaultShownSchema)))
FaultsForgotten = of_office("FaultsForgotten", forgot=List(Integer()))
FaultForgotten = of_office("FaultForgotten", forgot=Integer())
FaultSeedShown = of_office("FaultSeedShown", seed=Integer())
