"""What MySQL does otherwise than SQLite, part by part of a query.

Texts are compared whatever their case, days with texts as days, texts with numbers as numbers; a division gives a
fraction, ``||`` means or, and functions are those of :mod:`mock_od.sql.functions`.
May not: import anything of mock_od but its own package and call. Imported only when a query is run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlglot import exp

from mock_od.call import Refusal
from mock_od.sql.commands import DATABASE, no_function, syntax_error
from mock_od.sql.compare import COLLATION, alike, as_number, call, collated, text_of
from mock_od.sql.dialect import Asked
from mock_od.sql.functions import FUNCTIONS
from mock_od.sql.kinds import (
    AGGREGATES,
    DATE,
    DOUBLE,
    MOMENT,
    NULL,
    NUMBERS,
    TEXT,
    TIME,
    WHOLE,
    clock_kind,
    kind_of,
    set_kind,
)
from mock_od.sql.moments import UNITS, clock_text, day_text, moment_text

_HIGHEST = 2**63 - 1

Node = exp.Expr
Rule = Callable[[Any], Node]


class Rewriter:
    """Rewrites the parts of one query, the innermost first.

    :param now: the office's clock.
    """

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._rules: Mapping[type[Any], Rule] = {
            **dict.fromkeys((exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.NullSafeEQ), self._compare),
            **dict.fromkeys((exp.Add, exp.Sub, exp.Mul), self._calculate),
            **dict.fromkeys((exp.CurrentDate, exp.CurrentTimestamp, exp.CurrentTime, exp.Localtime), self._clock),
            exp.Localtimestamp: self._clock,
            exp.Div: lambda node: self._called("div", node),
            exp.IntDiv: lambda node: self._called("int_div", node),
            exp.Mod: lambda node: self._called("mod", node),
            exp.Xor: lambda node: self._called("xor", node),
            exp.BitwiseXor: lambda node: self._called("bitwise_xor", node),
            exp.Neg: self._negate,
            exp.In: self._in,
            exp.Between: self._between,
            exp.Case: self._case,
            exp.Nullif: self._nullif,
            exp.Like: lambda node: self._like(node, "like"),
            exp.RegexpLike: lambda node: self._like(node, "regexp"),
            exp.Escape: self._escape,
            exp.Anonymous: self._function,
            exp.Coalesce: lambda node: node if node.expressions else exp.Paren(this=node.this),
            exp.Cast: self._cast,
            exp.Extract: lambda node: call("extract", node.name.upper(), node.expression, kind=WHOLE),
            exp.Trim: lambda node: call(
                "trim", node.this, node.expression or " ", (node.args.get("position") or "BOTH").upper(), kind=TEXT
            ),
            exp.Substring: lambda node: call(
                "substring",
                *(node.args[name] for name in ("this", "start", "length") if node.args.get(name)),
                kind=TEXT,
            ),
            exp.StrPosition: lambda node: call("locate", node.args["substr"], node.this, kind=WHOLE),
            exp.Soundex: lambda node: call("soundex", node.this, kind=TEXT),
            exp.Concat: lambda node: call("concat", *node.expressions, kind=TEXT),
            exp.Count: self._count,
            exp.Sum: self._sum,
            exp.Avg: self._sum,
            exp.Min: self._extreme,
            exp.Max: self._extreme,
            exp.GroupConcat: self._group_concat,
            exp.Ordered: self._ordered,
            exp.Group: self._group,
            exp.Window: self._window,
            exp.Select: self._select,
            exp.Limit: self._limit,
            exp.Collate: self._collate,
            exp.Parameter: lambda node: call("get", node.name.lower()),
            exp.PropertyEQ: self._assign,
            exp.SessionParameter: self._system_variable,
            exp.HexString: lambda node: text_of(
                bytes.fromhex(node.name.zfill(len(node.name) + 1 & ~1)).decode("latin-1")
            ),
            exp.BitString: lambda node: exp.convert(int(node.name, 2)),
            exp.National: lambda node: text_of(node.name),
            exp.Interval: lambda node: (
                node if isinstance(node.parent, exp.Add | exp.Sub | exp.Anonymous) else _stray(node)
            ),
            exp.Dot: _stray,
        }

    def rewrite(self, node: Node) -> Node:
        """A part with all that is in it."""
        for name, value in list(node.args.items()):
            if isinstance(value, exp.Expr):
                node.set(name, self.rewrite(value))
            elif isinstance(value, list):
                node.set(name, [self.rewrite(one) if isinstance(one, exp.Expr) else one for one in value])
        rule = self._rules.get(type(node))
        if rule is None:
            return node
        kind = kind_of(node)
        done = rule(node)
        if done is not node and not kind_of(done):
            set_kind(done, kind)
        return done

    # --- comparing ---

    def _compare(self, node: exp.Binary) -> Node:
        left, right = alike(node.left, node.right)
        if isinstance(right, exp.Any) and isinstance(node, exp.EQ):
            return exp.In(this=left, query=right.this)
        if isinstance(right, exp.All) and isinstance(node, exp.NEQ):
            return exp.Not(this=exp.In(this=left, query=right.this))
        node.set("this", left)
        node.set("expression", right)
        return node

    @staticmethod
    def _in(node: exp.In) -> Node:
        sought, listed = node.this, node.expressions
        if not listed:
            node.set("this", collated(sought))
            return node
        if kind_of(sought) in NUMBERS and all(isinstance(one, exp.Literal) and not one.is_string for one in listed):
            return node
        pairs = [alike(sought.copy(), one) for one in listed]
        forms = {left.sql(Asked): left for left, _ in pairs}
        if len(forms) == 1:
            node.set("this", next(iter(forms.values())))
            node.set("expressions", [right for _, right in pairs])
            return node
        return exp.paren(exp.or_(*(exp.EQ(this=left, expression=right) for left, right in pairs)), copy=False)

    def _between(self, node: exp.Between) -> Node:
        low = self._compare(exp.GTE(this=node.this, expression=node.args["low"]))
        high = self._compare(exp.LTE(this=node.this.copy(), expression=node.args["high"]))
        return exp.Paren(this=exp.And(this=low, expression=high))

    def _case(self, node: exp.Case) -> Node:
        operand = node.this
        if operand:
            for one in node.args["ifs"]:
                one.set("this", self._compare(exp.EQ(this=operand.copy(), expression=one.this)))
            node.set("this", None)
        return node

    def _nullif(self, node: exp.Nullif) -> Node:
        same = self._compare(exp.EQ(this=node.this.copy(), expression=node.expression))
        return exp.Case(ifs=[exp.If(this=same, true=exp.Null())], default=node.this)

    def _like(self, node: exp.Binary, name: str, *more: Node) -> Node:
        if isinstance(node.parent, exp.Escape) and not more:
            return node
        made = call(name, node.this, node.expression, *more, kind=WHOLE)
        return exp.Not(this=made) if node.args.get("negate") else made

    def _escape(self, node: exp.Escape) -> Node:
        return self._like(node.this, "like", node.expression)

    @staticmethod
    def _collate(node: exp.Collate) -> Node:
        plain = "BINARY" if node.expression.name.lower().endswith("_bin") else COLLATION
        node.set("expression", exp.Var(this=plain))
        return node

    # --- calculating ---

    def _called(self, name: str, node: exp.Binary) -> Node:
        return call(name, node.left, node.right, kind=kind_of(node))

    def _calculate(self, node: exp.Binary) -> Node:
        if isinstance(node.right, exp.Interval):
            return self._moved(node.left, node.right, -1 if isinstance(node, exp.Sub) else 1)
        if isinstance(node.left, exp.Interval) and isinstance(node, exp.Add):
            return self._moved(node.right, node.left, 1)
        node.set("this", as_number(node.left))
        node.set("expression", as_number(node.right))
        return node

    @staticmethod
    def _negate(node: exp.Neg) -> Node:
        node.set("this", as_number(node.this))
        return node

    @staticmethod
    def _moved(given: Node, interval: Node, sign: int) -> Node:
        unit = interval.args["unit"].name.upper() if interval.args.get("unit") else ""
        if unit not in UNITS:
            raise syntax_error(interval.sql(Asked), f"there is no unit {unit!r}; there are {', '.join(sorted(UNITS))}")
        return call("date_add", given, interval.this, unit, sign, kind_of(given))

    # --- functions ---

    def _clock(self, node: Node) -> Node:
        return self._time(clock_kind(node))

    def _time(self, kind: str) -> Node:
        write = {DATE: day_text, MOMENT: moment_text, TIME: clock_text}[kind]
        return text_of(write(self._now.replace(microsecond=0)), kind)

    def _function(self, node: exp.Anonymous) -> Node:
        name, given, kind = node.name.upper(), node.expressions, kind_of(node)
        if name.startswith("MYSQL_"):
            raise no_function(node.name)
        if clock_kind(node):
            return self._time(clock_kind(node))
        if name in ("DATE_ADD", "DATE_SUB", "ADDDATE", "SUBDATE", "TIMESTAMPADD"):
            return self._adding(name, given)
        if name == "DATABASE":
            return text_of(DATABASE)
        if name in AGGREGATES:
            return call(name.lower(), *(as_number(one) for one in given), kind=kind)
        if name not in FUNCTIONS:
            raise no_function(node.name)
        return call(name.lower(), *given, kind=kind)

    def _adding(self, name: str, given: list[Node]) -> Node:
        match name, given:
            case "TIMESTAMPADD", [unit, amount, moved]:
                unit = exp.Var(this=unit.name.removeprefix("SQL_TSI_"))
                return self._moved(moved, exp.Interval(this=amount, unit=unit), 1)
            case _, [_, interval]:
                pass
            case _:
                raise syntax_error(name, f"{name} takes a day and an INTERVAL")
        if not isinstance(interval, exp.Interval):
            interval = exp.Interval(this=interval, unit=exp.Var(this="DAY"))
        return self._moved(given[0], interval, -1 if name in ("DATE_SUB", "SUBDATE") else 1)

    @staticmethod
    def _cast(node: exp.Cast) -> Node:
        target, given = node.to, node.this
        sizes = [int(one.name) for one in target.expressions if one.name.isdigit()]
        kind, types = target.this, exp.DType
        if kind is types.BINARY:
            return exp.Collate(this=given, expression=exp.Var(this="BINARY"))
        if kind in (types.DECIMAL, types.UDECIMAL):
            return call("decimal", given, sizes[1] if len(sizes) > 1 else 0)
        wanted = kind_of(node)
        if kind is types.CHARACTER_SET:
            wanted, sizes = TEXT, []
        name = {WHOLE: "signed", TEXT: "text", DATE: "as_day", MOMENT: "moment", TIME: "time", DOUBLE: "double"}.get(
            wanted
        )
        if name is None:
            raise syntax_error(node.sql(Asked), f"mock_od has no CAST to {target.sql(Asked)}")
        return call(name, given, *(sizes[:1] if name == "text" else []), kind=wanted)

    @staticmethod
    def _system_variable(node: exp.SessionParameter) -> Node:
        raise Refusal(f"Unknown system variable '{node.name[:60]}'", hint="mock_od has no variables of a server")

    @staticmethod
    def _assign(node: exp.PropertyEQ) -> Node:
        target = node.this
        name = target.expressions[0].name if isinstance(target, exp.Anonymous) else target.name.lower()
        return call("set", name, node.expression, kind=kind_of(node.expression))

    # --- aggregates ---

    @staticmethod
    def _count(node: exp.Count) -> Node:
        if isinstance(node.this, exp.Distinct):
            given = node.this.expressions
            node.this.set("expressions", [call("several", *given, kind=NULL) if len(given) > 1 else collated(given[0])])
        return node

    @staticmethod
    def _sum(node: exp.Sum | exp.Avg) -> Node:
        distinct = isinstance(node.this, exp.Distinct)
        given = node.this.expressions[0] if distinct else node.this
        exact = isinstance(node, exp.Avg) and kind_of(given) == WHOLE and not isinstance(node.parent, exp.Window)
        if distinct:
            node.this.set("expressions", [as_number(given)])
        else:
            node.set("this", as_number(given))
        return call("decimal", node, 4) if exact else node

    @staticmethod
    def _extreme(node: exp.Min | exp.Max) -> Node:
        node.set("this", collated(node.this))
        return node

    @staticmethod
    def _group_concat(node: exp.GroupConcat) -> Node:
        given, order, distinct = node.this, [], False
        if isinstance(given, exp.Order):
            order = [(one.this, bool(one.args.get("desc"))) for one in given.expressions]
            given = given.this
        if isinstance(given, exp.Distinct):
            distinct = True
            given = given.expressions[0] if len(given.expressions) == 1 else call("concat", *given.expressions)
        keys = [part for key, down in order for part in (key.this if isinstance(key, exp.Collate) else key, int(down))]
        separator = node.args.get("separator") or ","
        return call("group_concat", given, separator, int(distinct), *keys, kind=TEXT)

    # --- sorting and grouping ---

    @staticmethod
    def _ordered(node: exp.Ordered) -> Node:
        node.set("this", collated(node.this) if not node.this.is_number else node.this)
        node.set("nulls_first", not node.args.get("desc"))
        return node

    @staticmethod
    def _group(node: exp.Group) -> Node:
        for word in ("rollup", "cube", "grouping_sets"):
            if node.args.get(word):
                raise syntax_error("WITH ROLLUP", "mock_od has no WITH ROLLUP")
        node.set("expressions", [one if one.is_number else collated(one) for one in node.expressions])
        return node

    @staticmethod
    def _window(node: exp.Window) -> Node:
        node.set("partition_by", [collated(one) for one in node.args.get("partition_by") or []])
        return node

    @staticmethod
    def _select(node: exp.Select) -> Node:
        if node.args.get("distinct") or isinstance(node.parent, exp.SetOperation):
            node.set("expressions", [_collated_column(one) for one in node.expressions])
        return node

    @staticmethod
    def _limit(node: exp.Limit) -> Node:
        if node.expression.is_int and int(node.expression.name) > _HIGHEST:
            node.set("expression", exp.convert(-1))
        return node


def _collated_column(one: Node) -> Node:
    if isinstance(one, exp.Alias):
        one.set("this", collated(one.this))
        return one
    made = collated(one)
    return made if made is one else exp.alias_(made, one.alias_or_name, quoted=True)


def _stray(node: Node) -> Node:
    raise syntax_error(node.sql(Asked), "this cannot stand here")
