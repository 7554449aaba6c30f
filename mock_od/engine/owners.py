"""What may not change any more: a frozen row, and whatever belongs to it, through however many rows.

May not: know a resource.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mock_od import declare as d
from mock_od import explain
from mock_od.call import Refusal
from mock_od.catalog import Catalog
from mock_od.engine.records import StoredRecords


def frozen_by(
    catalog: Catalog, records: StoredRecords, table: type[d.Table], key: int, row: Mapping[str, Any]
) -> Refusal | None:
    """The refusal for a change of this row, when it or what it belongs to is frozen.

    :param row: at least the columns in ``table.freezing``.
    """
    if table.frozen and table.frozen.items() <= row.items():
        state = str(next(iter(table.frozen.values())))
        hint = f"{table.table} {key} and what belongs to it cannot be changed any more"
        return Refusal(explain.frozen(table.row_name, state), hint=hint)
    for field in table.owners:
        name = field.table_in(row) if row[field.name] else ""
        if not name:
            continue
        above = catalog.tables[name]
        owner = records.columns_of(name, row[field.name], above.freezing)
        if owner is not None:
            refusal = frozen_by(catalog, records, above, row[field.name], owner)
            if refusal:
                return refusal
    return None
