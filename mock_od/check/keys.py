"""What the declarations of the tables promise: keys that name rows, numbers that mean something, moments in order.

May not: name a table that is not found by something it promises.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from mock_od import declare as d
from mock_od.check.finding import Check, Finding, World, law

_ENTERED = ("SecDateEntry", "SecDateTEntry")
_EDITED = "SecDateTEdit"
_PASSING = ("Scheduled",)
"""What a row is when it is named, and not for ever: a visit is scheduled, and complete later."""


def _is_number(field: d.Field) -> bool:
    """Whether the column holds numbers: a few name rows and values by texts."""
    return "int" in field.sql


def _numbers(field: d.Enum | d.Bool) -> list[int]:
    """The numbers that the column may hold, that of a new row among them; none where they are not known."""
    if isinstance(field, d.Bool):
        return [0, 1]
    convert = field.to_column()
    usual = convert(field.default) if convert else field.default
    return sorted({*field.names, usual}) if field.names else []


def _foreign_keys(world: World) -> Iterator[Finding]:
    for table in world.tables:
        for field in table.columns.values():
            if isinstance(field, d.ForeignKey) and _is_number(field):
                for name, condition in _named(field):
                    key = world.catalog.tables[name].key.column
                    lost = f"""SELECT t."{table.key.column}" AS key, t."{field.column}" AS number FROM "{table.table}" t
                        WHERE t."{field.column}" > 0 {condition} AND NOT EXISTS
                        (SELECT 1 FROM "{name}" o WHERE o."{key}" = t."{field.column}")"""
                    for row in world.query(lost):
                        sentence = f"{field.name} is {row['number']}, and there is no such row of {name}"
                        yield Finding(table.table, row["key"], sentence)


def _named(field: d.ForeignKey) -> Iterator[tuple[str, str]]:
    """The tables whose rows a key names, each with the SQL of which rows of its own table do."""
    convert = field.by.to_column() if field.by else None
    if not field.by or not convert:
        yield field.table, ""
        return
    for word, name in field.tables.items():
        yield name, f'AND t."{field.by.column}" = {convert(word)!r}'


def _kinds(world: World) -> Iterator[Finding]:
    """Foreign keys that name a row of another kind: a definition of another category."""
    for table in world.tables:
        for field in table.columns.values():
            if isinstance(field, d.ForeignKey) and field.where and _is_number(field):
                named = f'SELECT "{table.key.column}" AS key, "{field.column}" AS number FROM "{table.table}"'
                for row in world.query(f'{named} WHERE "{field.column}" > 0'):
                    other = world.records.find(field.table, row["number"]) or field.where
                    for name, wanted in field.where.items():
                        if other[name] != wanted and wanted not in _PASSING:
                            sentence = f"{field.name} is {row['number']}, whose {name} is {other[name]}, not {wanted}"
                            yield Finding(table.table, row["key"], sentence)


def _enums(world: World) -> Iterator[Finding]:
    for table in world.tables:
        for field in table.columns.values():
            if isinstance(field, d.Enum | d.Bool) and _is_number(field):
                numbers = _numbers(field)
                listed = ", ".join(map(str, numbers))
                wrong = f"""SELECT "{table.key.column}" AS key, "{field.column}" AS number FROM "{table.table}"
                    WHERE "{field.column}" NOT IN ({listed})"""
                for row in world.query(wrong) if numbers else ():
                    sentence = f"{field.name} is {row['number']}, which is none of its numbers: {listed}"
                    yield Finding(table.table, row["key"], sentence)


def _edited_before_made(world: World) -> Iterator[Finding]:
    for table in world.tables:
        for column in _ENTERED:
            if column in table.columns and _EDITED in table.columns:
                late = f"""SELECT "{table.key.column}" AS key, "{column}" AS made, "{_EDITED}" AS edited
                    FROM "{table.table}" WHERE "{_EDITED}" > '0001-01-02' AND "{_EDITED}" < "{column}" """
                for row in world.query(late):
                    sentence = f"{_EDITED} is {row['edited']}, before {column}, {row['made']}"
                    yield Finding(table.table, row["key"], sentence)


def _keys_twice(world: World) -> Iterator[Finding]:
    for name, rows in world.given.items():
        key = world.catalog.tables[name].key.name
        for number, times in Counter(row[key] for row in rows if key in row).items():
            if times > 1:
                yield Finding(name, number, f"{times} rows have this primary key, and the last one replaces the others")


def _unique(table: str, key: str, *columns: str) -> Check:
    same = " AND ".join(f'o."{column}" = t."{column}"' for column in columns)
    values = " || ', ' || ".join(f't."{column}"' for column in columns)
    return law(
        f"{table}: {', '.join(columns)} unique",
        table,
        f"{', '.join(columns)} ({{value}}) is that of {table} {{other}} as well",
        f"""SELECT t."{key}" AS key, {values} AS value, MIN(o."{key}") AS other FROM "{table}" t JOIN "{table}" o
            ON {same} AND o."{key}" < t."{key}" GROUP BY t."{key}" """,  # our own names
    )


CHECKS = (
    Check("foreign keys", _foreign_keys),
    Check("kinds of rows", _kinds),
    Check("numbers of enums", _enums),
    Check("entry before edit", _edited_before_made),
    Check("primary keys", _keys_twice),
    _unique("preference", "PrefNum", "PrefName"),
    _unique("clinicpref", "ClinicPrefNum", "ClinicNum", "PrefName"),
    _unique("procedurecode", "CodeNum", "ProcCode"),
    _unique("userod", "UserNum", "UserName"),
    _unique("fee", "FeeNum", "FeeSched", "CodeNum", "ClinicNum", "ProvNum", "DateEffective"),
    _unique("treatplanattach", "TreatPlanAttachNum", "TreatPlanNum", "ProcNum"),
)
