"""Procedures in a chart, of every status; deleted ones only where they are locked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mock_od.call import Records, Row
from mock_od.dentistry.chart_notes.note import Entry, entry
from mock_od.dentistry.short_dates import full_moment
from mock_od.dentistry.teeth import place, shown_range

_TURN = 1
_DELETED = 6
_STATUSES = {8: "TPi", 7: "Cn", 1: "TP", 5: "R", 4: "EO", 2: "C", 3: "EC", _DELETED: "D"}
"""By number, in the order in which they stand under a day: a group's note comes after its completed procedures."""
_TURNS = {status: turn for turn, status in enumerate(_STATUSES)}
_LAST = 1 << 31  # of priorities

_SQL = """SELECT p."ProcNum", p."ProcDate", p."ProcTime", p."ProcStatus", p."ProcFee", p."UnitQty" + p."BaseUnits",
 p."ToothNum", p."Surf", p."ToothRange", p."ProcNumLab", p."ClinicNum", COALESCE(v."ProvNum", ''),
 COALESCE(v."Abbr", ''), COALESCE(c."ProcCode", ''), COALESCE(c."AbbrDesc", ''),
 COALESCE(NULLIF(c."LaymanTerm", ''), c."Descript", ''), COALESCE(k."Description", ''), COALESCE(x."ItemValue", ''),
 CASE WHEN p."Priority" = 0 THEN ? WHEN d."IsHidden" = 0 THEN d."ItemOrder" ELSE -1 END
 FROM "procedurelog" p LEFT JOIN "procedurecode" c ON c."CodeNum" = p."CodeNum"
 LEFT JOIN "provider" v ON v."ProvNum" = p."ProvNum" LEFT JOIN "clinic" k ON k."ClinicNum" = p."ClinicNum"
 LEFT JOIN "definition" x ON x."DefNum" = p."Dx" LEFT JOIN "definition" d ON d."DefNum" = p."Priority"
 WHERE p."PatNum" = ? AND (p."ProcStatus" <> ? OR p."IsLocked" = 1) ORDER BY p."ProcDate", p."ProcNum" """
_NOTES = """SELECT n."ProcNum", n."Note", COALESCE(u."UserName", ''), n."Signature" <> ''
 FROM "procnote" n LEFT JOIN "userod" u ON u."UserNum" = n."UserNum"
 WHERE n."PatNum" = ? ORDER BY n."EntryDateTime", n."ProcNoteNum" """


def entries(records: Records, patient: Row) -> Iterator[Entry]:
    """A patient's procedures, each with the note that was entered last."""
    notes: dict[int, tuple[Any, ...]] = {}
    if "procnote" in records.tables:
        notes = {
            number: (note, user, signed) for number, note, user, signed in records.query(_NOTES, patient["PatNum"])
        }
    for found in records.query(_SQL, _LAST, patient["PatNum"], _DELETED):
        yield _entry(found, notes.get(found[0], ("", "", 0)))


def _entry(found: tuple[Any, ...], told: tuple[Any, ...]) -> Entry:
    key, day, time, status, fee, quantity, tooth, surf, teeth, lab, clinic, provider, prov = found[:13]
    code, abbr, called, clinic_name, dx, priority = found[13:]
    note, user, signed = told
    description = f"{called} #{shown_range(teeth)}" if teeth else called
    if status == _DELETED:
        description = f"-invalid- {description}"
    made = entry(
        "Procedure",
        key,
        f"{day} {time}",
        _TURN,
        Th=tooth,
        Surf=surf,
        Dx=dx,
        Description=f"^ ^ {description}" if lab else description,
        note=note,
        Stat="Invalid" if status == _DELETED else _STATUSES[status],
        Prov=prov,
        ProvNum=str(provider),
        Amount=f"{fee * quantity if quantity > 0 else fee:.2f}",
        ProcCode=code,
        User=user,
        Signed="Signed" if signed else "",
        Abbr=abbr,
        Clinic=clinic_name,
        ClinicNum=str(clinic),
        DateTime=full_moment(day),
    )
    turn = (_TURN, _TURNS[status], priority, teeth, place(tooth), code, str(key))
    return made._replace(turn=turn, below=str(lab) if lab else "")
