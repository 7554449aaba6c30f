"""What was said and written, in a chart: to the patient, and to the patient's family and super family."""

from __future__ import annotations

from collections.abc import Iterator

from mock_od.call import Records, Row
from mock_od.dentistry.chart_notes.note import Entry, entry
from mock_od.dentistry.families import guarantor_of, members
from mock_od.dentistry.short_dates import between, is_day

TURN = 2
"""The turn of commlogs and tasks, which stand among each other by their times."""

_SQL = """SELECT l."CommlogNum", l."PatNum", l."CommDateTime", l."DateTimeEnd", l."Note", l."Signature" <> '',
 COALESCE(d."ItemName", ''), COALESCE(u."UserName", '') FROM "commlog" l
 LEFT JOIN "definition" d ON d."DefNum" = l."CommType" LEFT JOIN "userod" u ON u."UserNum" = l."UserNum"
 WHERE l."PatNum" IN ({patients}) ORDER BY l."CommlogNum" """


def entries(records: Records, patient: Row) -> Iterator[Entry]:
    """The commlogs of a patient's family and super family; those of others with the name of whom they are about."""
    together = family_of(records, patient)
    if patient["SuperFamily"]:
        together |= {one["PatNum"]: one for one in records.rows("patient", SuperFamily=patient["SuperFamily"])}
    sql = _SQL.format(patients=", ".join("?" * len(together)))
    for key, number, moment, end, note, signed, kind, user in records.query(sql, *together):
        other = together[number]
        whose = "" if number == patient["PatNum"] else f"({other['FName'] or other['LName']}) "
        yield entry(
            "Commlog",
            key,
            moment,
            TURN,
            Description=f"{whose}Comm - {kind}",
            note=note,
            User=user,
            Signed="Signed" if signed else "",
            Length=between(moment, end) if is_day(end) else "",
        )


def family_of(records: Records, patient: Row) -> dict[int, Row]:
    """The patients of a patient's family by PatNum, the patient in any case."""
    family = {one["PatNum"]: one for one in members(records, guarantor_of(patient))}
    return family | {patient["PatNum"]: patient}
