"""Statements that try to get out: none writes, none reads what is not the office's, none goes on for ever.

``tests/data/escapes.json`` has them by kinds, chosen by hand, each with its answer; those that are long are made here.
"""

import json
from pathlib import Path

import pytest
from conversation import Client

from mock_od.sql import patterns, run, session
from mock_od.sql.patterns import size

CORPUS = json.loads((Path(__file__).parent.parent / "data" / "escapes.json").read_text(encoding="utf-8"))["statements"]
SECRET = "what only the house knows"

SENTENCES = {
    "401": (401, "Query is not read-only"),
    "400 syntax": (400, "You have an error in your SQL syntax; check the manual that corresponds to your MySQL server"),
    "400 stopped": (400, "Query execution was interrupted, maximum statement execution time exceeded"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("outside")
    (place / "secret").write_text(SECRET, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def office():
    client = Client()
    client.freeze("2025-06-02 09:30:05")
    client.get("/patients/48")
    yield client
    client.close()


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """What never ends is to be stopped, however soon: a part of the usual bounds will do."""
    monkeypatch.setattr(run, "MOST_STEPS", run.MOST_STEPS // 10)
    monkeypatch.setattr(patterns, "PATIENCE", patterns.PATIENCE / 20)
    monkeypatch.setattr(session, "MOST_TEXT", session.MOST_TEXT // 5)


@pytest.fixture(autouse=True)
def unchanged(office, folder):
    """Every row of every table but the log is as it was, and so is the folder."""
    image = office.office.store.image()
    yield
    assert [*office.office.diff(image)] in ([], ["securitylog"])
    assert office.get("/patients/48").json["LName"] == "Smith"
    assert [file.name for file in folder.iterdir()] == ["secret"]


def ask(office, statement):
    return office.put("/queries/ShortQuery", {"SqlCommand": statement})


def is_answered(got, answer):
    """Whether that is the answer: a class of them, or a status and a whole sentence."""
    for one in answer.split(" or "):
        status, begins = SENTENCES.get(one) or (int(one[:3]), one[4:])
        if got.status == status and (not begins or (got.json or "").startswith(begins)):
            return True
    return False


@pytest.mark.parametrize("kind", CORPUS)
def test_none_gets_out(office, folder, kind):
    for answer, statement in CORPUS[kind]:
        got = ask(office, statement.replace("{f}", str(folder)))
        assert is_answered(got, answer.replace("{f}", str(folder))), (statement, answer, got.status, got.text[:300])
        assert SECRET not in got.text
        assert got.status == 200 or got.hint, statement


def test_there_are_many_and_each_is_another_one():
    statements = [statement for group in CORPUS.values() for _, statement in group]
    assert len(set(statements)) == len(statements)
    assert len(statements) + len(LONG) >= 600
    assert len(CORPUS) >= 20


LONG = {
    "brackets": "SELECT " + "(" * 3000 + "1" + ")" * 3000,
    "signs": "SELECT " + "- " * 3000 + "1",
    "comment": "SELECT " + "-" * 3000 + "1",
    "not": "SELECT " + "NOT " * 2000 + "1",
    "subqueries": "SELECT " + "(SELECT " * 500 + "1" + ")" * 500,
    "case": "SELECT " + "CASE WHEN 1 THEN " * 500 + "1" + " END" * 500,
    "calls": "SELECT " + "CONCAT(" * 500 + "'a'" + ")" * 500,
    "arguments": "SELECT CONCAT(" + ", ".join(["'a'"] * 2000) + ")",
    "sum": "SELECT 1" + " + 1" * 2000,
    "and": "SELECT 1" + " AND 1" * 2000,
    "unions": "SELECT 1" + " UNION ALL SELECT 1" * 520,
    "tables in tables": "SELECT * FROM " + "(SELECT * FROM " * 200 + "patient" + ") x" * 200,
    "tables in brackets": "SELECT 1 FROM " + "(" * 200 + "patient" + ")" * 200,
    "joins": "SELECT 1 FROM patient a" + " JOIN patient b" * 40,
    "joins with their ON at the end": "SELECT 1 FROM patient a" + " LEFT JOIN patient b" * 40 + " ON 1" * 40,
    "natural joins": "SELECT 1 FROM patient a" + " NATURAL JOIN patient b" * 40,
    "tables": "SELECT 1 FROM " + ", ".join(f"patient p{n}" for n in range(70)),
    "columns": "SELECT " + ", ".join(f"{n} AS c{n}" for n in range(2100)),
    "lists in lists": "SELECT 1 IN (" + "1 IN (" * 300 + "1" + ")" * 301,
    "dots": "SELECT " + "a." * 500 + "b FROM patient a",
    "text": "SELECT '" + "x" * 300_000 + "'",
    "name": "SELECT `" + "x" * 100_000 + "` FROM patient",
    "arrays": "SELECT " + "[" * 500 + "1" + "]" * 500,
    "copies of copies": "WITH a0 AS (SELECT 1 AS x)"
    + "".join(f", a{n} AS (SELECT l.x FROM a{n - 1} l, a{n - 1} r)" for n in range(1, 24))
    + " SELECT COUNT(*) AS n FROM a23",
    "assignments": "SELECT " + "@a := " * 500 + "1",
    "intervals": "SELECT NOW()" + " + INTERVAL 1 DAY" * 1000 + " AS a",
    "order": "SELECT 1 ORDER BY " + ", ".join(["1"] * 2100),
}


@pytest.mark.parametrize("statement", LONG.values(), ids=LONG)
def test_what_is_deep_or_wide_is_refused(office, statement):
    got = ask(office, statement)
    assert got.status == 400
    assert got.hint


def test_what_is_long_and_plain_is_answered(office):
    numbers = ", ".join(map(str, range(100_000, 105_000)))
    assert ask(office, f"SELECT * FROM patient WHERE PatNum IN ({numbers})").json == []
    many = ", ".join(f"a{n} AS (SELECT {n} AS x)" for n in range(200))
    assert ask(office, f"WITH {many} SELECT * FROM a7").json == [{"x": 7}]
    joined = "".join(f" LEFT JOIN patient p{n} ON p{n}.PatNum = p.PatNum" for n in range(20))
    assert ask(office, f"SELECT p.PatNum FROM patient p{joined} WHERE p.PatNum = 48").json == [{"PatNum": 48}]
    crossed = "".join(f" CROSS JOIN clinic c{n}" for n in range(20))
    assert ask(office, f"SELECT 1 AS one FROM patient p{crossed} LIMIT 1").json == [{"one": 1}]


def test_a_write_that_is_stopped_takes_nothing_back(api):
    """SQLite takes a whole transaction back where it stops a write: all that the office has done."""
    assert api.post("/patients", {"LName": "Tyler", "FName": "Rose"}).status == 201
    tables = "preference a, preference b, preference c, preference d, preference e"
    endless, count = f"SELECT a.PrefNum FROM {tables}", f"(SELECT COUNT(*) FROM {tables})"
    for statement in (
        f"CREATE TABLE tmpx AS {endless}",
        f"CREATE TABLE tmpx (a INT); INSERT INTO tmpx {endless}",
        f"CREATE TABLE tmpx AS SELECT 1 AS a; UPDATE tmpx SET a = {count}",
        f"CREATE TABLE tmpx AS SELECT 1 AS a; DELETE FROM tmpx WHERE a < {count}",
        "CREATE TABLE tmpx AS SELECT a.PrefNum FROM preference a, preference b, preference c, preference d",
    ):
        got = ask(api, statement)
        assert is_answered(got, "400 stopped"), got.text
        assert api.get("/patients/8644").json["LName"] == "Tyler"


@pytest.mark.parametrize(
    ("pattern", "parts"),
    [
        ("", 0),
        ("abc", 3),
        ("a{3}", 3),
        ("a{2,5}b", 6),
        ("a{2,}", 2),
        ("(ab){10}", 30),
        ("((a{10}){10}){10}", 1110),
        (r"\(a\)", 3),
        (")a(", 2),
        ("^[0-9]{3}-[0-9]{4}$", 18),
    ],
)
def test_how_large_a_pattern_becomes(pattern, parts):
    assert size(pattern) == parts


def test_a_large_office_can_be_asked(empty, monkeypatch):
    monkeypatch.undo()  # with the bounds that an office has
    names = ["Ash", "Birch", "Cedar", "Dogwood", "Elm"]
    rows = [(n, f"{names[n % 5]}{n}", f"Prefers mornings. {n} " * 20) for n in range(1, 8001)]
    empty.office.records.insert_raw("patient", ["PatNum", "LName", "AddrNote"], rows)
    for command, found in (
        ("SELECT LName FROM patient ORDER BY LName DESC LIMIT 1", [{"LName": "Elm999"}]),
        ("SELECT COUNT(DISTINCT LName) AS n FROM patient", [{"n": 8000}]),
        ("SELECT COUNT(*) AS n FROM patient WHERE AddrNote LIKE '%mornings. 42 %'", [{"n": 1}]),
        ("SELECT COUNT(*) AS n FROM patient WHERE LName REGEXP '^ash[0-9]{2}$'", [{"n": 18}]),
        ("SELECT LENGTH(GROUP_CONCAT(LName ORDER BY LName)) > 50000 AS long_one FROM patient", [{"long_one": 1}]),
        ("SELECT MAX(CHAR_LENGTH(UPPER(AddrNote))) AS n FROM patient", [{"n": 460}]),
    ):
        got = ask(empty, command)
        assert (got.status, got.json) == (200, found), got.hint
