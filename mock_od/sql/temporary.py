"""Temporary tables, which are all that a command may write.

They are there until the end of the command. As in the desktop program, a table is temporary if its name begins so.
May not: import anything of mock_od but its own package and call. Imported only when a query is run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlglot import exp

from mock_od.call import Refusal
from mock_od.sql.commands import DATABASE, not_read_only, syntax_error
from mock_od.sql.dialect import Asked
from mock_od.sql.kinds import type_named
from mock_od.sql.rewrite import Rewriter
from mock_od.sql.translate import Columns, read_tables, refuse_writes, translated

NAMED = ("TEMP", "TMP")

Tables = MutableMapping[str, Mapping[str, str]]


class Step(NamedTuple):
    """A statement of SQLite that writes.

    A write that is stopped would take back all that the office has done, so what may take long is asked first.

    :param query: what is asked first; the statement is run with each of its rows. Without one it is run once.
    """

    sql: str
    query: str = ""


def refuse_others(tree: exp.Expr) -> None:
    """See that a statement writes nothing but temporary tables.

    :raises Refusal: 401 where it may write another.
    """
    for table in _targets(tree):
        if not table.name.upper().startswith(NAMED) or table.db.lower() not in ("", DATABASE):
            raise not_read_only(f"{table.name[:60]} is no temporary table: their names begin with temp or tmp")


def written(tree: exp.Expr, tables: Tables, columns: Columns, now: datetime) -> Iterator[Step]:
    """The statements of SQLite for one that writes a temporary table.

    :param tables: the temporary tables so far, which are changed.
    :raises Refusal: 400 where it is wrong.
    """
    if isinstance(tree, exp.Create):
        yield from _create(tree, tables, columns, now)
    elif isinstance(tree, exp.Drop):
        for table in _targets(tree):
            if tables.pop(table.name.lower(), None) is not None:
                yield Step(f"DROP TABLE temp.{_quoted(table)}")
            elif not tree.args.get("exists"):
                raise _absent(table)
    else:
        for table in _targets(tree):
            if table.name.lower() not in tables:
                raise _absent(table)
        yield from _change(tree, columns, now)


def _absent(table: exp.Table) -> Refusal:
    return Refusal(f"Table '{DATABASE}.{table.name}' doesn't exist", hint="this command has not made it")


def _targets(tree: exp.Expr) -> list[exp.Table]:
    """The tables that a statement writes; one that cannot be told is taken for a real one."""
    named = (
        tree.args.get("tables") or tree.expressions if isinstance(tree, exp.Drop | exp.TruncateTable) else [tree.this]
    )
    found = [one.this if isinstance(one, exp.Schema) else one for one in named]
    plain = isinstance(tree, exp.Create | exp.Drop | exp.Insert | exp.Update | exp.Delete | exp.TruncateTable)
    kind = str(tree.args.get("kind") or "TABLE").upper()
    if not plain or kind != "TABLE" or not found or not all(isinstance(one, exp.Table) for one in found):
        raise not_read_only("only temporary tables may be written")
    if any(not isinstance(one.this, exp.Identifier) or one.args.get("joins") for one in found):
        raise not_read_only("only temporary tables may be written")
    return found


def _quoted(table: exp.Table) -> str:
    return _name(table.name.lower())


def _create(tree: exp.Create, tables: Tables, columns: Columns, now: datetime) -> Iterator[Step]:
    table, source = _targets(tree)[0], tree.expression
    if table.name.lower() in tables:
        if tree.args.get("exists"):
            return
        raise Refusal(f"Table '{table.name}' already exists", hint="this command has made it before")
    if source is not None:
        if not isinstance(source.unnest(), exp.Query) or isinstance(tree.this, exp.Schema):
            raise syntax_error(source.sql(Asked), "CREATE TABLE name AS SELECT ..., or CREATE TABLE name (columns)")
        query = translated(source.unnest(), columns, now)
        tables[table.name.lower()] = {
            name: type_named(kind) for name, kind in zip(query.names, query.kinds, strict=True)
        }
        yield Step(f"CREATE TEMP TABLE {_quoted(table)} ({', '.join(map(_name, query.names))})")
        yield _insert(table, query.names, "", query.sql)
        return
    defined = [one for one in tree.this.expressions if isinstance(one, exp.ColumnDef)] if tree.this.expressions else []
    if not defined:
        raise syntax_error(tree.sql(Asked), "a table has columns")
    tables[table.name.lower()] = {one.name: one.kind.sql(Asked) if one.kind else "TEXT" for one in defined}
    made = ", ".join(_column(one) for one in defined)
    yield Step(f"CREATE TEMP TABLE {_quoted(table)} ({made})")


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _insert(table: exp.Table, values: Sequence[str], listed: str, query: str) -> Step:
    marks = ", ".join("?" * len(values))
    return Step(f"INSERT INTO temp.{_quoted(table)}{listed} VALUES ({marks})", query)


def _column(column: exp.ColumnDef) -> str:
    name = _name(column.name)
    numbers_itself = column.find(exp.AutoIncrementColumnConstraint) is not None
    whole = column.kind is not None and column.kind.this in exp.DataType.INTEGER_TYPES
    return f"{name} INTEGER PRIMARY KEY" if numbers_itself else f"{name} INTEGER" if whole else name


def _change(tree: exp.Expr, columns: Columns, now: datetime) -> Iterator[Step]:
    table = _targets(tree)[0]
    if isinstance(tree, exp.TruncateTable):
        yield Step(f"DELETE FROM temp.{_quoted(table)}")
    elif isinstance(tree, exp.Insert):
        named = tree.this.expressions if isinstance(tree.this, exp.Schema) else []
        listed = f" ({', '.join(one.sql('sqlite', identify=True) for one in named)})" if named else ""
        for source in _sources(tree):
            query = translated(source, columns, now)
            yield _insert(table, query.names, listed, query.sql)
    else:
        yield _change_rows(tree, table, columns, now)


def _change_rows(tree: exp.Expr, table: exp.Table, columns: Columns, now: datetime) -> Step:
    """An UPDATE or a DELETE: which rows it is about, and their new values, are asked first."""
    real = _quoted(table)
    read_tables(tree, columns)
    given = list(tree.expressions) if isinstance(tree, exp.Update) else []
    tree.set("expressions", [])
    if tree.args.get("where"):
        refuse_writes(tree.args["where"])
    for one in given:
        if not isinstance(one, exp.EQ) or not isinstance(one.this, exp.Column):
            raise syntax_error(one.sql(Asked), "UPDATE name SET column = value")
        refuse_writes(one.expression)
    rewriter = Rewriter(now)
    rest = " ".join(
        rewriter.rewrite(part).sql("sqlite", identify=True)
        for part in map(tree.args.get, ("where", "order", "limit"))
        if isinstance(part, exp.Expr)
    )
    values = ", ".join(rewriter.rewrite(one.expression).sql("sqlite", identify=True) for one in given)
    alias = f" AS {_name(table.alias)}" if table.alias else ""
    if not given:
        query = f"SELECT _rowid_ FROM temp.{real}{alias} {rest}"
        return Step(f"DELETE FROM temp.{real} WHERE _rowid_ = ?", query)
    changes = ", ".join(f"{_name(one.this.name)} = ?" for one in given)
    query = f"SELECT {values}, _rowid_ FROM temp.{real}{alias} {rest}"
    return Step(f"UPDATE temp.{real} SET {changes} WHERE _rowid_ = ?", query)


def _sources(tree: exp.Insert) -> Iterator[exp.Expr]:
    """The queries whose rows are inserted: one for each row that is written out."""
    source = tree.expression
    if isinstance(source, exp.Values):
        for row in source.expressions:
            yield exp.Select(expressions=[one.copy() for one in row.expressions])
    elif isinstance(source, exp.Query):
        yield source
    else:
        raise syntax_error(tree.sql(Asked), "INSERT INTO name VALUES (...), or INSERT INTO name SELECT ...")
