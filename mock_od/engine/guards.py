"""What a page declares against a write: rows that would be alike, and a row that others name.

May not: know a resource, or write.
"""

from __future__ import annotations

from collections.abc import Sequence

from mock_od import declare as d
from mock_od import explain
from mock_od.call import Call, Refusal
from mock_od.catalog import Catalog
from mock_od.engine.conditions import compare


def refuse_twins(catalog: Catalog, call: Call) -> None:
    """See that no other row is like the one that is about to be written, where the page says so. Texts in any case.

    :raises Refusal: 400 with the page's sentence.
    """
    resource = call.method.resource
    if call.method.verb == "DELETE":
        return
    for said, sentence in resource.unique.items():
        fields: Sequence[d.Field] = said if isinstance(said, tuple) else (said,)
        if not any(field.name in call.values for field in fields):
            continue
        words = {**{field.name: field.default for field in fields}, **call.row, **call.values}
        asks = [compare(catalog, d.Param(field), words[field.name]) for field in fields]
        key = resource.key.column
        sql = f'SELECT t."{key}" FROM "{resource.table}" t WHERE {" AND ".join(one for one, _ in asks)}'
        found = call.records.query(sql, *(value for _, given in asks for value in given))
        others = [number for (number,) in found if number != call.row.get(resource.key.name)]
        if others:
            names = ", ".join(field.name for field in fields)
            raise Refusal(sentence, hint=f"{resource.table} {others[0]} has this {names} already")


def refuse_in_use(catalog: Catalog, call: Call) -> None:
    """See that no row names the one that is about to be deleted, where the method says so.

    :raises Refusal: 400 with the method's sentence.
    """
    method = call.method
    for name, column in method.unless.items():
        other = catalog.tables[name]
        sql = f'SELECT "{other.key.column}" FROM "{name}" WHERE "{column}" = ? ORDER BY 1 LIMIT 1'
        found = call.records.query(sql, call.key)
        if found:
            usual = method.says.get("") or explain.in_use(method.resource.row_name, other.row_name)
            hint = f"{name} {found[0][0]} has {column} {call.key}; change or delete that row first"
            raise Refusal(method.says.get(name, usual), hint=hint)
