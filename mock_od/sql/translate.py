"""A SELECT of MySQL as SQLite runs it.

The names of columns are completed first, so that each part has a kind; then what MySQL does otherwise is rewritten:
texts are compared whatever their case, days with texts as days, texts with numbers as numbers.
May not: import anything of mock_od but its own package and call. Imported only when a query is run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlglot import ErrorLevel, exp, parse
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.qualify import qualify

from mock_od.call import Refusal
from mock_od.sql.commands import DATABASE, TOO_MANY, Statement, not_read_only, syntax_error, written_columns
from mock_od.sql.dialect import Asked
from mock_od.sql.kinds import annotated, kind_of
from mock_od.sql.rewrite import Rewriter

_PLACE = "mock_od_name"
_MOST_COPIES = 1000

Columns = Callable[[str], "Mapping[str, str] | None"]
"""Gives the columns of a table with their types; None where there is no such table."""


class Query(NamedTuple):
    """What SQLite is to run.

    :param names: what the columns of the answer are called.
    :param kinds: of what kind each is.
    :param tables: the tables that it reads.
    """

    sql: str
    names: Sequence[str]
    kinds: Sequence[str]
    tables: Sequence[str]


def parsed(text: str) -> exp.Expr:
    """One statement as a tree.

    :raises Refusal: 400 where it is none.
    """
    try:
        trees = parse(text, dialect=Asked, error_level=ErrorLevel.IMMEDIATE)
    except SqlglotError as error:
        details = getattr(error, "errors", None) or [{}]
        near = f"{details[0].get('highlight') or ''}{details[0].get('end_context') or ''}" or text
        raise syntax_error(near, str(details[0].get("description") or "")) from error
    if len(trees) != 1 or trees[0] is None:
        raise syntax_error(text, "this is not one statement")
    return trees[0]


def select(statement: Statement, columns: Columns, now: datetime) -> Query:
    """A SELECT as SQLite runs it.

    :raises Refusal: 400 where it is wrong, 401 where it is no SELECT.
    """
    tree = parsed(statement.text)
    if not isinstance(tree, exp.Query):
        raise not_read_only(f"{statement.verb} leads to a {tree.key.upper()}")
    return translated(tree, columns, now, written_columns(statement))


def _refuse_many_copies(tree: exp.Expr) -> None:
    """See that CTEs which name one another are not copied for ever: SQLite writes out each mention.

    :raises Refusal: 400 where they are too many.
    """
    sizes: dict[str, int] = {}
    for cte in tree.find_all(exp.CTE):
        named = [table.name.lower() for table in cte.this.find_all(exp.Table)]
        sizes[cte.alias.lower()] = 1 + sum(sizes.get(name, 0) for name in named)
    if sum(sizes.get(table.name.lower(), 0) for table in tree.find_all(exp.Table)) > _MOST_COPIES:
        raise Refusal(TOO_MANY, hint=f"mock_od writes out a CTE wherever it is named, {_MOST_COPIES} times at most")


def translated(tree: exp.Expr, columns: Columns, now: datetime, written: Sequence[str] = ()) -> Query:
    """A query that was parsed, as SQLite runs it; see :func:`select`."""
    refuse_writes(tree)
    _refuse_many_copies(tree)
    schema = read_tables(tree, columns)
    _name(tree, written)
    tree = _without_brackets(tree)
    try:
        tree = qualify(tree, schema=schema, dialect=Asked, quote_identifiers=True)
        tree = annotated(tree, schema)
    except SqlglotError as error:
        raise unknown_column(str(error)) from error
    selects = tree.selects  # type: ignore[attr-defined]  # a Query has them
    names = [one.unalias().meta.get(_PLACE) or one.meta.get(_PLACE) or one.alias_or_name for one in selects]
    kinds = [kind_of(one) for one in selects]
    sql = Rewriter(now).rewrite(tree).sql("sqlite", identify=True)
    return Query(sql, once(names), kinds, sorted(schema))


def refuse_writes(tree: exp.Expr) -> None:
    """See that nothing in a query writes.

    :raises Refusal: 401 where something does.
    """
    for node in tree.walk():
        if isinstance(node, exp.DML | exp.DDL | exp.Into | exp.Command | exp.Pragma) and not isinstance(
            node, exp.Query | exp.Values
        ):
            raise not_read_only(f"the query has {node.key.upper()} in it")
        if isinstance(node, exp.Select):
            node.set("locks", None)
            node.set("operation_modifiers", None)
            node.set("hint", None)


def read_tables(tree: exp.Expr, columns: Columns) -> dict[str, Any]:
    """The tables that a query reads, with their columns, all names in one spelling.

    :raises Refusal: 400 where there is no such table.
    """
    own = {cte.alias.lower() for cte in tree.find_all(exp.CTE)}
    for begin in list(tree.find_all(exp.From)):
        if isinstance(begin.this, exp.Table) and begin.this.name.upper() == "DUAL" and not begin.this.db:
            begin.pop()
    schema: dict[str, Any] = {}
    for table in list(tree.find_all(exp.Table)):
        if not isinstance(table.this, exp.Identifier):
            raise syntax_error(table.sql(Asked), "a table is written by its name")
        table.set("hints", None)
        name, database = table.name.lower(), table.db
        if name in own and not database:
            table.this.set("this", name)
            continue
        found = columns(name) if database.lower() in ("", DATABASE) and not table.catalog else None
        if found is None:
            raise Refusal(
                f"Table '{database or DATABASE}.{table.name}' doesn't exist",
                hint="the tables are those of Open Dental's database documentation",
            )
        if not table.alias:
            table.set("alias", exp.TableAlias(this=exp.to_identifier(table.name)))
        table.set("db", None)
        table.this.set("this", name)
        schema[name] = dict(found)
    _spell(tree, [name for columns_ in schema.values() for name in columns_])
    return schema


def _spell(tree: exp.Expr, known: Sequence[str]) -> None:
    """Write each name in one spelling: the database's, or else the first that the query has."""
    spelled = {name.lower(): name for name in known}
    for identifier in tree.find_all(exp.Identifier):
        if not isinstance(identifier.parent, exp.Table):
            identifier.set("this", spelled.setdefault(identifier.name.lower(), identifier.name))


def _name(tree: exp.Expr, written: Sequence[str]) -> None:
    """Note with the columns of the answer what MySQL calls them."""
    selects = tree.selects  # type: ignore[attr-defined]  # a Query has them
    if len(selects) != len(written):
        return
    for one, text in zip(selects, written, strict=True):
        if isinstance(one, exp.Alias) or one.is_star:
            continue
        inner = one.unnest() if isinstance(one, exp.Paren) else one
        name = text
        if isinstance(one, exp.Column):
            name = text.rpartition(".")[2].strip().strip("`")
        elif isinstance(inner, exp.Literal) and inner.is_string and one is inner:
            name = inner.name
        one.meta[_PLACE] = name


def _without_brackets(tree: exp.Expr) -> exp.Expr:
    """Take away the brackets around a query, and around the parts of a UNION: SQLite allows none there.

    A part that has an order or a limit of its own, or is a UNION itself, becomes a table that is selected from.
    """
    for union in list(tree.find_all(exp.SetOperation)):
        for side in ("this", "expression"):
            union.set(side, _part(union.args[side]))
    while isinstance(tree, exp.Subquery) and not _has_more(tree):
        tree = tree.this
    return tree


def _part(operand: exp.Expr) -> exp.Expr:
    inner = operand
    while isinstance(inner, exp.Subquery) and not _has_more(inner):
        inner = inner.this
    plain = isinstance(inner, exp.Select) and not any(inner.args.get(word) for word in ("order", "limit", "offset"))
    if inner is operand or plain:
        return inner
    selects = inner.selects if isinstance(inner, exp.Select) else []
    for one, name in zip(selects, once([one.meta.get(_PLACE, "") for one in selects]), strict=True):
        if one.meta.get(_PLACE) and not isinstance(one, exp.Column):
            one.replace(exp.alias_(one.copy(), name, quoted=True))
    return exp.select("*").from_(exp.Subquery(this=inner, alias=exp.TableAlias(this=exp.to_identifier("part"))))


def _has_more(query: exp.Subquery) -> bool:
    """Whether something stands behind the brackets of a query."""
    return any(query.args.get(word) for word in ("order", "limit", "offset", "alias", "with_"))


def once(names: Sequence[str]) -> list[str]:
    """Names, each once: where one comes again it gets a number, as .NET's tables give it."""
    taken: set[str] = set()
    done = []
    for name in names:
        free, count = name or "Column1", 0
        while free.lower() in taken:
            count += 1
            free = f"{name}{count}"
        taken.add(free.lower())
        done.append(free)
    return done


def unknown_column(problem: str) -> Refusal:
    """400 in the database's words, for what the library or SQLite says of a column."""
    line = problem.partition("\n")[0]
    name = line.split("'")[1] if line.count("'") > 1 else line.rpartition(":")[2].strip()
    return Refusal(f"Unknown column '{name[:80]}' in 'field list'", hint=line)
