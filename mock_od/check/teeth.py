"""What a dentist would believe: who has which teeth at which age, and what is done to them.

May not: find what is wrong in a world of somebody's own; these checks are strict ones.
"""

from __future__ import annotations

from typing import NamedTuple

from mock_od.check.finding import Check, law


class Work(NamedTuple):
    """Work that is done between two ages, on the teeth of one kind.

    :param name: what it is, for a reader.
    :param codes: how its procedure codes begin.
    :param teeth: "baby" for A to T, "permanent" for 1 to 32, or "" for any, and for work on no tooth.
    :param since: age in full years from which it is done.
    :param until: the last year of age in which it is done.
    """

    name: str
    codes: tuple[str, ...]
    teeth: str = ""
    since: int = 0
    until: int = 200


_ALL = ("D",)
_WORK = (
    Work("work on a permanent tooth", _ALL, "permanent", since=6),
    Work("work on a baby tooth", _ALL, "baby", until=13),
    Work("a loose baby tooth taken out", ("D7111",), since=6, until=12),
    Work("bitewings", ("D0270", "D0272", "D0274"), since=4),
    Work("a full set of x-rays", ("D0210",), since=12),
    Work("an adult's cleaning", ("D1110",), since=12),
    Work("a child's cleaning", ("D1120",), until=15),
    Work("an exam of a child under three", ("D0145",), until=2),
    Work("an implant", ("D60",), since=17),
    Work("an adult's braces", ("D8090",), since=16, until=65),
)
_KINDS = {"baby": "p.ToothNum BETWEEN 'A' AND 'T'", "permanent": "p.ToothNum BETWEEN '0' AND '9z'", "": "1"}
_ONLY_ON = (
    ("an adult's crown", ("D27", "D29"), "baby", ("D2930", "D2929", "D2934", "D2940", "D2941")),
    ("a root canal", ("D33",), "baby", ()),
    ("a steel crown or a pulpotomy for baby teeth", ("D2930", "D3220", "D7111"), "permanent", ()),
)


def _begins(codes: tuple[str, ...]) -> str:
    return " OR ".join(f"c.ProcCode LIKE '{code}%'" for code in codes) or "0"


_FROM = """SELECT p.ProcNum AS key, c.ProcCode, p.ToothNum, p.ProcDate, t.Birthdate FROM procedurelog p
    JOIN procedurecode c ON c.CodeNum = p.CodeNum JOIN patient t ON t.PatNum = p.PatNum"""


def _at_its_age(work: Work) -> Check:
    # ProcStatus 6 is D: what was taken out of the chart.
    return law(
        f"age for {work.name}",
        "procedurelog",
        f"{work.name} ({{ProcCode}}) on {{ProcDate}}, and the patient was born on {{Birthdate}}",
        f"""{_FROM} WHERE p.ProcStatus <> 6 AND p.ProcDate > '0001-01-02' AND t.Birthdate > '0001-01-02'
        AND {_KINDS[work.teeth]} AND ({_begins(work.codes)}) AND (p.ProcDate < DATE(t.Birthdate, '+{work.since} years')
        OR p.ProcDate >= DATE(t.Birthdate, '+{work.until + 1} years'))""",
        strict=True,
    )


def _on_its_teeth(name: str, codes: tuple[str, ...], never: str, but: tuple[str, ...]) -> Check:
    return law(
        f"teeth for {name}",
        "procedurelog",
        f"{name} ({{ProcCode}}) on tooth {{ToothNum}}, a {never} one",
        f"""{_FROM} WHERE p.ProcStatus <> 6 AND {_KINDS[never]} AND ({_begins(codes)}) AND NOT ({_begins(but)})""",
        strict=True,
    )


CHECKS = (*map(_at_its_age, _WORK), *(_on_its_teeth(*only) for only in _ONLY_ON))
