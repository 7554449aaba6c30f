"""The journal of an office: what it keeps, what it forgets, how it reads what was sent; and how calls are compared."""

import json
import sys
from datetime import datetime

import pytest
from marshmallow import ValidationError

from mock_od.call import Change
from mock_od.office.clock import Clock
from mock_od.office.expectation_schema import ExpectationSchema
from mock_od.office.expecting import Expectation, Times, differences, expect
from mock_od.office.journal import KEPT_BYTES, MOST_BYTES, Journal, count_rows
from mock_od.validation import first_mistake, load

CALL = {
    "verb": "GET",
    "path": "/books",
    "query": "",
    "body": b"",
    "status": 200,
    "answer": b"[]",
    "hint": "",
    "method": None,
    "ignored": (),
    "changes": (),
    "seconds": 0.0,
}


@pytest.fixture
def journal():
    clock = Clock()
    clock.set(datetime.fromisoformat("2024-01-27 14:13:05"), frozen=True)
    return Journal(clock)


def kept(journal, **call):
    """What is kept of one more call."""
    journal.record(**{**CALL, **call})
    return journal.entries()[-1]


# --- what is kept -----------------------------------------------------------------------------------


def test_a_call_is_kept_as_it_came(journal):
    written = [("book", 7), ("writer", 1), ("book", 8), ("book", 7)]
    entry = kept(
        journal, verb="POST", query="a=1&b=&a=2", body=b'{"Title": "Solaris"}', status=201, answer=b'{"BookNum":7}',
        hint="well", changes=[Change(table, key, "update") for table, key in written], seconds=0.12345,
    )  # fmt: skip
    assert entry.as_json() == {
        "id": 1,
        "at": "2024-01-27 14:13:05",
        "verb": "POST",
        "path": "/books",
        "query": {"a": "2", "b": ""},
        "body": {"Title": "Solaris"},
        "status": 201,
        "answer": {"BookNum": 7},
        "hint": "well",
        "method": None,
        "changed": {"book": [7, 8], "writer": [1]},
        "seconds": 0.123,
    }


def test_the_ring_keeps_the_last_and_ids_go_on(journal):
    for _ in range(1003):
        journal.record(**CALL)
    assert [journal.entries()[0].number, journal.entries()[-1].number, len(journal.entries())] == [4, 1003, 1000]
    journal.resize(2)
    assert [entry.number for entry in journal.entries()] == [1002, 1003]
    journal.clear()
    assert journal.entries() == []
    journal.resize(3)
    assert [kept(journal).number for _ in range(4)] == [1004, 1005, 1006, 1007]
    assert [entry.number for entry in journal.entries()] == [1005, 1006, 1007]


def test_a_ring_without_room_keeps_nothing_and_counts_all_the_same(journal):
    journal.resize(0)
    journal.record(**CALL)
    assert (journal.size, journal.entries()) == (0, [])
    journal.resize(1)
    assert kept(journal).number == 2


def test_memory_stays_flat_however_much_is_sent(journal):
    large = 3_000_000
    entry = kept(
        journal, path="/" + "p" * large, query="q" * large, body=b"b" * large, answer=b"a" * large,
        ignored=["n" * large] * 500,
    )  # fmt: skip
    held = [entry.path, entry.sent, entry.body, entry.answer, *entry.ignored]
    assert sum(map(sys.getsizeof, held)) < 5 * KEPT_BYTES


@pytest.mark.parametrize("part", ["path", "query", "body", "answer", "hint", "ignored"])
def test_all_calls_together_take_so_many_bytes_at_most(journal, part):
    texts = {"path": "p", "query": "q", "hint": "h", "body": b"b", "answer": b"a", "ignored": "i"}
    large = [texts[part] * 1000] * 20 if part == "ignored" else texts[part] * 20_000
    for _ in range(500):
        journal.record(**{**CALL, part: large})
    numbers = [entry.number for entry in journal.entries()]
    assert numbers == list(range(501 - len(numbers), 501))  # the last ones
    assert MOST_BYTES - 21_000 < len(numbers) * 20_000 < MOST_BYTES
    for _ in range(1000):
        journal.record(**CALL)
    assert len(journal.entries()) == 1000  # and when they are gone, there is room again


def test_rows_that_were_written_count_too(journal):
    changes = [Change("book", key, "delete") for key in range(10_000)]
    for _ in range(20):
        journal.record(**{**CALL, "changes": changes})
    assert [entry.number for entry in journal.entries()] == list(range(14, 21))


def test_one_call_stays_however_much_it_has_written(journal):
    journal.record(**CALL)
    entry = kept(journal, changes=[Change("book", key, "delete") for key in range(200_000)])
    assert journal.entries() == [entry]


def test_a_smaller_ring_forgets_and_a_larger_one_has_room_for_as_much(journal):
    for _ in range(100):
        journal.record(**{**CALL, "answer": b"a" * 60_000})
    journal.resize(3)
    assert [entry.number for entry in journal.entries()] == [98, 99, 100]
    journal.resize(1000)
    for _ in range(120):
        journal.record(**{**CALL, "answer": b"a" * 60_000})
    assert [entry.number for entry in journal.entries()] == list(range(98, 221))
    journal.clear()
    for _ in range(130):
        journal.record(**{**CALL, "answer": b"a" * 60_000})
    assert [entry.number for entry in journal.entries()] == list(range(221, 351))


def test_what_is_too_long_is_cut_with_a_mark_and_its_rows_are_counted(journal):
    rows = [{"BookNum": number, "Title": '[{"BookNum":' + "x" * 500} for number in range(200)]
    answer = json.dumps(rows, separators=(",", ":")).encode()
    entry = kept(journal, body=b'{"Title":"' + b"x" * KEPT_BYTES, answer=answer)
    assert (entry.rows(), entry.is_cut) == (200, True)
    assert entry.read_answer().endswith(f"... [cut: the first {KEPT_BYTES} of {len(answer)} bytes]")
    assert entry.read_body().endswith(f"... [cut: the first {KEPT_BYTES} of {KEPT_BYTES + 10} bytes]")
    whole = kept(journal, body=b'"' + b"x" * (KEPT_BYTES - 2) + b'"')
    assert (whole.is_cut, whole.read_body()) == (False, "x" * (KEPT_BYTES - 2))


@pytest.mark.parametrize(
    ("answer", "rows"),
    [
        (b"", 0),
        (b"[]", 0),
        (b"[1,2]", 0),
        (b'{"BookNum":1}', 0),
        (b'[{"', 0),
        (b'[{"BookNum":1}]', 1),
        (b'[{"BookNum":1,"words":["{\\"BookNum\\":2}"]},{"BookNum":2,"Title":"},{"}]', 2),
    ],
)
def test_rows_are_counted_without_being_read(answer, rows):
    assert count_rows(answer) == rows


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        (b"", None),
        (b"null", None),
        (b"31", 31),
        (b'["a"]', ["a"]),
        (b"{'PatNum': 31, // one\n}", {"PatNum": 31}),  # the API reads it too
        (b"not JSON", "not JSON"),
        (b'{"a": "\xff"}', '{"a": "\ufffd"}'),
        (b'{"a": NaN}', '{"a": NaN}'),  # as JSON the admin plane could not answer them
        (b'{"a": 1e999}', '{"a": 1e999}'),
        (b"[" * 500 + b"]" * 500, "[" * 500 + "]" * 500),
        (b"[" * 9000, "[" * 9000),
    ],
)
def test_a_body_is_read_as_the_api_reads_it_and_else_is_text(journal, sent, read):
    assert kept(journal, body=sent).read_body() == read


def test_an_answer_is_json_or_text(journal):
    assert kept(journal, answer=b"<html>").read_answer() == "<html>"
    assert kept(journal, answer=b"{'a': 1}").read_answer() == "{'a': 1}"
    assert kept(journal, answer=b"").read_answer() is None


@pytest.mark.parametrize(
    ("call", "why"),
    [
        ({}, []),
        ({"status": 304}, []),
        ({"ignored": ["Titel is no field", ""]}, ["Titel is no field"]),
        ({"status": 404, "answer": b'"Book not found."'}, ["404: Book not found."]),
        ({"status": 400, "answer": b"{}", "ignored": ["x was ignored"]}, ["400", "x was ignored"]),
        ({"status": 504, "answer": b"<html>"}, ["504: <html>"]),
        ({"status": None, "answer": b"", "ignored": ["x"]}, ["the connection was dropped", "x"]),
    ],
)
def test_why_a_call_is_unexpected(journal, call, why):
    assert kept(journal, **call).why_unexpected() == why


# --- matching and explaining ------------------------------------------------------------------------


BODY = {"Title": "Solaris", "IsLent": True, "Price": 5, "Who": {"Name": "Lem", "Born": 1921}, "Tags": [1, {"a": 1}]}


@pytest.mark.parametrize(
    ("wanted", "how"),
    [
        ({}, []),
        ({"Title": "Solaris", "Price": 5.0}, []),
        ({"Who": {"Name": "Lem"}}, []),
        ({"Tags": [1, {}]}, []),
        ({"Title": "Fiasco", "Year": 1961}, ['body.Title is "Solaris", not "Fiasco"', "body.Year is missing"]),
        ({"IsLent": 1}, ["body.IsLent is true, not 1"]),
        ({"Price": "5"}, ['body.Price is 5, not "5"']),
        ({"Price": None}, ["body.Price is 5, not null"]),
        ({"Who": {"Name": "L", "Died": 1}}, ['body.Who.Name is "Lem", not "L"', "body.Who.Died is missing"]),
        ({"Who": "Lem"}, ['body.Who is {"Name": "Lem", "Born": 1921}, not "Lem"']),
        ({"Title": {"a": 1}}, ['body.Title is "Solaris", not {"a": 1}']),
        ({"Tags": [1]}, ['body.Tags is [1, {"a": 1}], not [1]']),
        ({"Tags": [True, {"a": 2}]}, ["body.Tags[0] is 1, not true", "body.Tags[1].a is 1, not 2"]),
        ({"Title": "x" * 500}, ['body.Title is "Solaris", not "' + "x" * 76 + "..."]),
    ],
)
def test_how_a_body_differs(journal, wanted, how):
    assert differences(kept(journal, body=json.dumps(BODY).encode()), Expectation(body=wanted)) == how


@pytest.mark.parametrize(
    ("body", "how"),
    [
        (b"", "body.a is missing"),
        (b"nonsense", 'body is "nonsense", not {"a": 1}'),
        (b'{"a": 1, "b": "' + b"x" * KEPT_BYTES + b'"}', f"body is too long to compare: only its first {KEPT_BYTES} bytes were kept"),
    ],
)  # fmt: skip
def test_how_a_body_differs_that_is_none(journal, body, how):
    assert differences(kept(journal, body=body), Expectation(body={"a": 1})) == [how]


def test_how_the_rest_of_a_call_differs(journal):
    entry = kept(journal, verb="GET", query="PatNum=31&Offset=100", status=404)
    same = {"verb": "get", "path": "/b*", "query": {"Offset": 100}, "status": "4XX"}
    assert differences(entry, load(ExpectationSchema, same)["expectation"]) == []
    other = {"verb": "Post", "path": "/x", "query": {"PatNum": "32", "Limit": 1}, "body": {"a": 1}, "status": 201}
    assert differences(entry, load(ExpectationSchema, other)["expectation"]) == [
        "verb is GET, not POST",
        "path is /books, not /x",
        "query.PatNum is 31, not 32",
        "query.Limit is missing",
        "body.a is missing",
        "status is 404, not 201",
    ]
    dropped = kept(journal, status=None)
    assert differences(dropped, Expectation(status="5xx")) == [
        "there is no status, not 5xx: the connection was dropped"
    ]


def test_the_nearest_are_the_newest_of_those_that_differ_least(journal):
    for body in (b'{"a":1}', b'{"a":2}', b'{"b":3}', b'{"a":2}', b""):
        journal.record(**{**CALL, "body": body})
    wanted = Expectation(verb="GET", body={"a": 1, "b": 3})
    nearest = expect(journal.entries(), wanted, Times())["nearest"]
    assert [(one["id"], len(one["differences"])) for one in nearest] == [(3, 1), (1, 1), (5, 2)]


@pytest.mark.parametrize(
    ("times", "matched", "shown"),
    [
        ({}, True, {"atLeast": 1}),
        ({"atLeast": 4}, True, {"atLeast": 4}),
        ({"atLeast": 5}, False, {"atLeast": 5}),
        ({"atMost": 4}, True, {"atLeast": 0, "atMost": 4}),
        ({"atMost": 3}, False, {"atLeast": 0, "atMost": 3}),
        ({"atLeast": 4, "atMost": 4}, True, {"exactly": 4}),
        ({"exactly": 4}, True, {"exactly": 4}),
        ({"exactly": 0}, False, {"exactly": 0}),
    ],
)
def test_how_often(journal, times, matched, shown):
    for verb in ("GET", "PUT", "GET", "GET", "GET"):
        journal.record(**{**CALL, "verb": verb})
    found = expect(journal.entries(), Expectation("GET"), load(ExpectationSchema, {"times": times})["times"])
    nearest = found.pop("nearest", None)
    assert found == {"matched": matched, "count": 4, "times": shown}
    if times == {"atLeast": 5}:  # too few: what else there was
        assert nearest == [{"id": 2, "verb": "PUT", "path": "/books", "differences": ["verb is PUT, not GET"]}]
    elif matched:
        assert nearest is None
    else:  # too many: the last ones
        assert [(one["id"], one["differences"]) for one in nearest] == [(5, []), (4, []), (3, [])]


def problem_of(given):
    with pytest.raises(ValidationError) as bad:
        load(ExpectationSchema, given)
    return first_mistake(bad.value).error


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"vreb": "GET"}, "vreb is unknown here"),
        ({"verb": 1}, "verb must be a text"),
        ({"path": "books"}, "begins with a slash"),
        ({"path": "/api/v1/books"}, "what follows /api/v1"),
        ({"query": ["a"]}, "query is an object"),
        ({"query": {"a": None}}, "query is an object"),
        ({"body": "text"}, "body is an object"),
        ({"body": {"a": float("inf")}}, "body is an object"),
        ({"status": "9xx"}, "status is a number"),
        ({"status": True}, "status is a number"),
        ({"status": None}, "status is a number"),
    ],
)
def test_expectations_that_cannot_be(given, problem):
    assert problem in problem_of(given)


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (3, "times is an object"),
        ({"least": 3}, "times.least is unknown here"),
        ({"atLeast": -1}, "times.atLeast is a whole number"),
        ({"atMost": True}, "times.atMost is a whole number"),
        ({"exactly": 1.5}, "times.exactly is a whole number"),
        ({"exactly": 1, "atMost": 2}, "times.exactly stands alone"),
        ({"atLeast": 3, "atMost": 2}, "no number of calls is both"),
    ],
)
def test_times_that_cannot_be(given, problem):
    assert problem in problem_of({"times": given})
