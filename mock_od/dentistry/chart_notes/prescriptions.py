"""Prescriptions in a chart, and looks into a state's prescription register, which the same table holds."""

from __future__ import annotations

from collections.abc import Iterator

from mock_od.call import Records, Row
from mock_od.dentistry.chart_notes.note import Entry, entry

_TURN = 5
_REGISTERS = {1: "Logicoy", 2: "Bamboo"}
"""By RxType: the service by which the register was looked into. Ours: its name is the enum's."""

_SQL = """SELECT r."RxNum", r."RxDate", r."Drug", r."Disp", r."Notes", r."ProvNum", r."PharmacyNum", r."RxType",
 COALESCE(v."Abbr", ''), COALESCE(p."StoreName", ''), COALESCE(u."UserName", '') FROM "rxpat" r
 LEFT JOIN "provider" v ON v."ProvNum" = r."ProvNum" LEFT JOIN "pharmacy" p ON p."PharmacyNum" = r."PharmacyNum"
 LEFT JOIN "userod" u ON u."UserNum" = r."UserNum" WHERE r."PatNum" = ? ORDER BY r."RxNum" """


def entries(records: Records, patient: Row) -> Iterator[Entry]:
    """A patient's prescriptions, each with who wrote it, as the page of ChartModules has it."""
    for found in records.query(_SQL, patient["PatNum"]):
        key, day, drug, amount, notes, provider, pharmacy, kind, prov, store, user = found
        description = f"Rx - {drug} - #{amount}" + (f"\r\n{store}" if pharmacy else "")
        if kind:
            description = f"PDMP Access: {_REGISTERS.get(kind, '')}"
        yield entry(
            "Rx",
            key,
            day,
            _TURN,
            Description=description,
            note=notes,
            Prov=prov,
            ProvNum=str(provider),
            User=user,
        )
