"""Faults: which call runs into one, and what cannot be one."""

import json
from datetime import datetime

import pytest

from mock_od.office.clock import Clock
from mock_od.office.fault_kinds import Made
from mock_od.office.faults import BadFault, Fault, Faults

BOOM = {"status": 500}
DEEP = json.loads('{"a": ' * 400 + "1" + "}" * 400)
STATUS = Fault("status", Made(500))


@pytest.fixture
def faults():
    return Faults(Clock())


def draw(faults, verb="GET", path="/things", body=None, header="", query=""):
    return faults.draw(verb, path, b"" if body is None else json.dumps(body).encode(), header, query)


def drawn(faults, times, **call):
    """Which of so many calls run into a fault."""
    return [draw(faults, **call) is not None for _ in range(times)]


# --- which calls ------------------------------------------------------------------------------------


def test_without_a_fault_and_a_header_nothing_is_looked_at(faults):
    assert faults.draw(None, None, None, "") is None  # nothing of the call could be read


def test_a_path_with_many_stars_is_looked_at_once(faults):
    faults.add({"match": {"path": "/" + "a*" * 500 + "b"}, "then": BOOM})
    assert draw(faults, path="/" + "a" * 50_000) is None
    assert draw(faults, path="/" + "a" * 50_000 + "b") == STATUS


def test_a_fault_without_a_match_meets_every_call(faults):
    faults.add({"then": BOOM})
    for verb in ("GET", "POST", "PUT", "DELETE", "HEAD"):
        assert draw(faults, verb, f"/{verb}") == STATUS
    assert faults.all()[0]["fired"] == 5


@pytest.mark.parametrize(
    ("match", "verb", "path", "meets"),
    [
        ({"verb": "POST"}, "POST", "/a", True),
        ({"verb": "post"}, "POST", "/a", True),
        ({"verb": "POST"}, "PUT", "/a", False),
        ({"path": "/a"}, "GET", "/a", True),
        ({"path": "/a"}, "GET", "/a/", True),
        ({"path": "/a/"}, "GET", "/a", True),
        ({"path": "/a"}, "GET", "/a/1", False),
        ({"path": "/a"}, "GET", "/b/a", False),
        ({"path": "/a*"}, "GET", "/a", True),
        ({"path": "/a*"}, "GET", "/a/1/x", True),
        ({"path": "/a*"}, "GET", "/b", False),
        ({"path": "/a/*/x"}, "GET", "/a/1/x", True),
        ({"path": "/a/*/x"}, "GET", "/a/1/y", False),
        ({"path": "*/x"}, "GET", "/a/1/x", True),
        ({"path": "**/x"}, "GET", "/a/1/x", True),
        ({"path": "/a.c"}, "GET", "/abc", False),
        ({"path": "/A"}, "GET", "/a", False),
        ({"path": "/"}, "GET", "", True),
        ({"verb": "PUT", "path": "/a*"}, "PUT", "/b", False),
        ({"verb": "PUT", "path": "/a*"}, "GET", "/a", False),
    ],
)
def test_verb_and_path_decide(faults, match, verb, path, meets):
    faults.add({"match": match, "then": BOOM})
    assert (draw(faults, verb, path) is not None) == meets


@pytest.mark.parametrize(
    ("wanted", "body", "meets"),
    [
        ({}, {}, True),
        ({"A": 31}, {"A": 31, "B": 1}, True),
        ({"A": 31}, {"A": 32}, False),
        ({"A": 31}, {"B": 31}, False),
        ({"A": 1}, {"A": True}, False),
        ({"A": True}, {"A": 1}, False),
        ({"A": "1"}, {"A": 1}, False),
        ({"A": None}, {}, False),
        ({"A": None}, {"A": None}, True),
        ({"A": {"B": 1}}, {"A": {"B": 1, "C": 2}}, True),
        ({"A": {"B": 1}}, {"A": 1}, False),
        ({"A": [1]}, {"A": [1]}, True),
        ({"A": [1]}, {"A": [1, 2]}, False),
        ({}, [], False),
        ({}, None, False),
    ],
)
def test_the_members_of_the_body_decide(faults, wanted, body, meets):
    faults.add({"match": {"body": wanted}, "then": BOOM})
    assert (draw(faults, "POST", body=body) is not None) == meets


@pytest.mark.parametrize("body", [b'{"PatNum": 31,}', b"{'PatNum': 31}", b"{PatNum: 31 /* Al */}"])
def test_a_body_is_read_as_the_api_reads_it(faults, body):
    faults.add({"match": {"body": {"PatNum": 31}}, "then": BOOM})
    assert faults.draw("POST", "/a", body, "") == STATUS


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[" * 100_000])
def test_a_body_that_is_no_json_has_no_members(faults, body):
    faults.add({"match": {"body": {}}, "then": BOOM})
    assert faults.draw("POST", "/a", body, "") is None


def test_some_calls_go_by_and_then_some_fail(faults):
    faults.add({"match": {"path": "/a"}, "after": 1, "times": 2, "then": BOOM})
    assert drawn(faults, 2, path="/b") == [False, False]  # these count for nothing
    assert drawn(faults, 5, path="/a") == [False, True, True, False, False]
    assert faults.all()[0]["fired"] == 2


def test_the_first_fault_that_fires_decides_and_the_others_count_the_call(faults):
    faults.add({"times": 1, "then": BOOM})
    faults.add({"after": 2, "then": {"timeout": True}})
    assert [draw(faults) for _ in range(4)] == [
        STATUS,
        None,
        Fault("timeout", value=True),
        Fault("timeout", value=True),
    ]
    assert [one["fired"] for one in faults.all()] == [1, 2]


@pytest.mark.parametrize("kind", ["lostWrite", "ghostWrite"])
def test_a_lost_write_is_no_read_unless_it_says_so(faults, kind):
    faults.add({"then": {kind: True}})
    assert draw(faults, "GET") is None
    for verb in ("POST", "PUT", "DELETE"):
        assert draw(faults, verb) == Fault(kind, value=True)
    faults.clear()
    faults.add({"match": {"verb": "GET"}, "then": {kind: True}})
    assert draw(faults, "GET") == Fault(kind, value=True)


def test_a_stale_page_is_a_page_after_the_first(faults):
    faults.add({"times": 1, "then": {"stalePage": True}})
    for query in ("", "Offset=0", "Offset=00", "Offset=", "Offset=-1", "Limit=5"):
        assert draw(faults, query=query) is None
    assert draw(faults, "DELETE", query="Offset=5") is None
    assert draw(faults, query="Limit=5&Offset=5") == Fault("stalePage", value=True)
    assert draw(faults, query="Limit=5&Offset=5") is None


# --- probability ------------------------------------------------------------------------------------


def test_probability_repeats(faults):
    other = Faults(Clock())
    for one in (faults, other):
        one.add({"probability": 0.5, "then": BOOM})
    first = drawn(faults, 200)
    assert drawn(other, 200) == first
    assert 60 < sum(first) < 140
    assert drawn(faults, 200) != first
    assert faults.all()[0]["fired"] > sum(first)


def test_the_seed_begins_the_generator_anew(faults):
    faults.add({"probability": 0.5, "then": BOOM})
    unseeded = drawn(faults, 100)
    faults.seed(7)
    first = drawn(faults, 100)
    faults.seed(7)
    assert drawn(faults, 100) == first
    faults.seed(8)
    assert drawn(faults, 100) != first
    assert first != unseeded


def test_never_and_always(faults):
    faults.add({"probability": 0, "then": BOOM})
    assert not any(drawn(faults, 50))
    faults.add({"probability": 1, "then": BOOM})
    assert all(drawn(faults, 50))
    assert [one["fired"] for one in faults.all()] == [0, 50]


# --- the list ---------------------------------------------------------------------------------------


def test_a_fault_is_told_whole(faults):
    given = {"match": {"verb": "post"}, "after": 1, "times": 2, "probability": 0.5, "then": {"status": 500, "body": 1}}
    assert faults.add(given) == {"id": 1, **given, "fired": 0}
    assert faults.add({"times": None, "then": BOOM}) == {
        "id": 2, "match": {}, "after": 0, "times": None, "probability": 1, "then": BOOM, "fired": 0,
    }  # fmt: skip
    assert [one["id"] for one in faults.all()] == [1, 2]


def test_faults_are_forgotten_and_numbers_are_not_given_again(faults):
    for _ in range(3):
        faults.add({"then": BOOM})
    assert faults.remove(2)
    assert not faults.remove(2)
    assert [one["id"] for one in faults.all()] == [1, 3]
    faults.clear()
    assert faults.all() == []
    assert draw(faults) is None
    assert faults.add({"then": BOOM})["id"] == 4


# --- the header -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "fault"),
    [
        ("status=500", STATUS),
        ("delay=0.2", Fault("delay", 0.2)),
        ("delay = 3", Fault("delay", 3)),
        ("dropConnection=before", Fault("dropConnection", "before")),
        ("dropConnection=middle", Fault("dropConnection", "middle")),
        ("eConnector=duplicate", Fault("eConnector", "duplicate")),
        ("timeout", Fault("timeout", value=True)),
        ("timeout=true", Fault("timeout", value=True)),
        ("tooManyRequests", Fault("tooManyRequests", 1)),
        ("tooManyRequests=3", Fault("tooManyRequests", 3)),
        ("lostWrite", Fault("lostWrite", value=True)),
        ("ghostWrite", Fault("ghostWrite", value=True)),
        ("stalePage", Fault("stalePage", value=True)),
    ],
)
def test_the_header_names_a_fault(faults, header, fault):
    assert draw(faults, header=header) == fault
    assert draw(faults) is None


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        ("boom", "there is no fault 'boom'"),
        (" ", "there is no fault ''"),
        ("Timeout", "did you mean timeout?"),
        ("body=1", "there is no fault 'body'"),
        ("status", "status is a whole number, from 200 to 599"),
        ("status=abc", "status is a whole number"),
        ("status=" + "9" * 5000, "status is a whole number"),
        ("status=" + "[" * 100_000, "status is a whole number"),
        ("delay", "delay is a number from 0 to 86400"),
        ("delay=NaN", "delay is a number"),
        ("delay=", "delay is a number"),
        ("dropConnection", "dropConnection is before or middle"),
        ("eConnector=running", "eConnector is stopped or duplicate"),
        ("timeout=false", "timeout is true"),
        ("lostWrite=1", "lostWrite is true"),
        ("tooManyRequests=soon", "tooManyRequests is a whole number"),
    ],
)
def test_a_header_that_names_none_is_refused(faults, header, problem):
    with pytest.raises(BadFault, match=f"^.*{problem.replace('?', '[?]')}"):
        draw(faults, header=header)


def test_the_header_goes_before_what_waits_for_the_call(faults):
    faults.add({"after": 1, "then": BOOM})
    assert draw(faults, header="timeout") == Fault("timeout", value=True)
    assert faults.all()[0]["fired"] == 0
    assert draw(faults) == STATUS  # the call with the header has gone by


# --- what cannot be ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({}, 'a fault says what happens: "then": {"status": 500}'),
        ({"then": BOOM, "time": 1}, "a fault has no member 'time'; it may have match, after, times, probability, then"),
        ({"then": BOOM, "match": {"verbs": "GET"}}, "match has no member 'verbs'; it may have verb, path, body"),
        ({"then": BOOM, "match": None}, "match is an object"),
        ({"then": BOOM, "match": {"verb": "FETCH"}}, "match.verb is one of GET, POST, PUT, DELETE"),
        ({"then": BOOM, "match": {"verb": 1}}, "match.verb is one of"),
        ({"then": BOOM, "match": {"path": "a"}}, "match.path is what follows /api/v1"),
        ({"then": BOOM, "match": {"path": "/a?b=1"}}, "without a query"),
        ({"then": BOOM, "match": {"path": "/api/v1/a"}}, "match.path is what follows /api/v1"),
        ({"then": BOOM, "match": {"path": ["/a"]}}, "match.path is what follows /api/v1"),
        ({"then": BOOM, "match": {"body": DEEP}}, "match.body is nested too deep"),
        ({"then": BOOM, "match": {"body": {"a": [float("nan")]}}}, "match.body is nested too deep, or has a number"),
        ({"then": BOOM, "match": {"body": [1]}}, "match.body is an object"),
        ({"then": BOOM, "after": -1}, "after is a whole number, 0 or more"),
        ({"then": BOOM, "after": 1.5}, "after is a whole number, 0 or more"),
        ({"then": BOOM, "after": True}, "after is a whole number, 0 or more"),
        ({"then": BOOM, "times": 0}, "times is a whole number, 1 or more"),
        ({"then": BOOM, "times": "2"}, "times is a whole number, 1 or more"),
        ({"then": BOOM, "probability": 1.1}, "probability is a number from 0 to 1"),
        ({"then": BOOM, "probability": float("nan")}, "probability is a number from 0 to 1"),
        ({"then": BOOM, "probability": True}, "probability is a number from 0 to 1"),
        ({"then": "timeout"}, "then is an object"),
        ({"then": {}}, "then has one of status, delay, dropConnection"),
        ({"then": {"body": "boom"}}, "not none"),
        ({"then": {"status": 500, "delay": 1}}, "not status and delay"),
        ({"then": {"drop": "middle"}}, "there is no fault 'drop'; there are status"),
        ({"then": {"stale_page": True}}, "there is no fault 'stale_page'; did you mean stalePage?"),
        ({"then": {"delay": 1, "body": "boom"}}, "then with delay has no member 'body'; it may have delay"),
        ({"then": {"status": 199}}, "status is a whole number, from 200 to 599"),
        ({"then": {"status": 600}}, "status is a whole number, from 200 to 599"),
        ({"then": {"status": "500"}}, "status is a whole number, from 200 to 599"),
        ({"then": {"status": 500, "body": "\ud800"}}, "body cannot be sent as JSON"),
        ({"then": {"status": 500, "body": [float("inf")]}}, "body cannot be sent as JSON"),
        ({"then": {"status": 500, "headers": ["a"]}}, "headers is an object"),
        ({"then": {"status": 500, "headers": {"A": 1}}}, "headers: A is one line of text"),
        ({"then": {"status": 500, "headers": {"A": "b\r\nC: d"}}}, "headers: A is one line of text"),
        ({"then": {"status": 500, "headers": {"A": "\u20ac"}}}, "headers: A is one line of text"),
        ({"then": {"status": 500, "headers": {"A b": "c"}}}, "headers: 'A b' is no header"),
        ({"then": {"status": 500, "headers": {"content-Length": "1"}}}, "headers: 'content-Length' is no header"),
        ({"then": {"delay": -1}}, "delay is a number from 0 to 86400"),
        ({"then": {"delay": "1"}}, "delay is a number from 0 to 86400"),
        ({"then": {"delay": True}}, "delay is a number from 0 to 86400"),
        ({"then": {"dropConnection": "after"}}, "dropConnection is before or middle"),
        ({"then": {"dropConnection": ["before"]}}, "dropConnection is before or middle"),
        ({"then": {"eConnector": "running"}}, "eConnector is stopped or duplicate"),
        ({"then": {"timeout": 5}}, "timeout is true"),
        ({"then": {"tooManyRequests": -1}}, "tooManyRequests is a whole number, from 0 to 86400"),
        ({"then": {"tooManyRequests": 1.5}}, "tooManyRequests is a whole number, from 0 to 86400"),
        ({"then": {"lostWrite": False}}, "lostWrite is true, or not there"),
        ({"then": {"ghostWrite": None}}, "ghostWrite is true, or not there"),
        ({"then": {"stalePage": "yes"}}, "stalePage is true, or not there"),
    ],
)
def test_what_cannot_be_is_refused(faults, given, problem):
    with pytest.raises(BadFault) as refused:
        faults.add(given)
    assert problem in str(refused.value)
    assert faults.all() == []
    assert faults.add({"then": BOOM})["id"] == 1


@pytest.mark.parametrize("seed", [None, True, "7", 1.5])
def test_a_seed_is_a_whole_number(faults, seed):
    with pytest.raises(BadFault, match="seed is a whole number"):
        faults.seed(seed)


# --- waiting ----------------------------------------------------------------------------------------


def test_a_frozen_clock_moves_in_place_of_waiting():
    clock = Clock()
    clock.set(datetime(2024, 1, 27, 14, 13, 5), frozen=True)
    assert Faults(clock).skip(3600) is True
    assert clock.now() == datetime(2024, 1, 27, 15, 13, 5)
    assert clock.frozen


def test_a_frozen_clock_stops_where_the_calendar_ends():
    clock = Clock()
    last = datetime(9999, 12, 31, 23, 59, 59)
    clock.set(last, frozen=True)
    assert Faults(clock).skip(3600) is True
    assert clock.now() == last


def test_a_running_clock_skips_nothing(faults):
    assert faults.skip(3600) is False
