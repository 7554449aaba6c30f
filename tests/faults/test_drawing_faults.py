"""Faults: which calls meet one."""

import json
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest

from mock_od.engine.bodies import read_body
from mock_od.faults import BadFault, Fault, Faults
from mock_od.faults.kinds import KINDS, CannedAnswer
from mock_od.faults.schemas import FaultSchema
from mock_od.reply import Cut

BOOM = {"status": 500}


class Asked(NamedTuple):
    """A request, as faults look at it."""

    verb: str = "GET"
    path: str = "/things"
    query: str = ""
    header: str = ""
    body: bytes = b""

    @property
    def headers(self) -> dict[str, str]:
        return {"x-mock-od-fault": self.header} if self.header else {}

    @property
    def fields(self) -> dict[str, Any]:
        return read_body(self.body)


def fault(kind, value: object = True):  # noqa: FBT002  # most are flags
    return Fault(KINDS[kind], value)


STATUS = fault("status", CannedAnswer(500))


@pytest.fixture
def faults():
    return Faults()


def add(faults, then=None, **more):
    """Add a rule as the admin plane writes it."""
    return faults.add(FaultSchema().load({"then": then or BOOM, **more}))


def draw(faults, verb="GET", path="/things", body=None, header="", query=""):
    content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    return faults.draw(Asked(verb, path, query, header, content))


def drawn(faults, times, **call):
    """Which of so many calls run into a fault."""
    return [draw(faults, **call) is not None for _ in range(times)]


# --- which calls ------------------------------------------------------------------------------------


def test_without_a_fault_and_a_header_nothing_is_looked_at(faults):
    assert faults.draw(SimpleNamespace(headers={})) is None  # the request has nothing else to look at


def test_a_path_with_many_stars_is_looked_at_once(faults):
    add(faults, match={"path": "/" + "a*" * 500 + "b"})
    assert draw(faults, path="/" + "a" * 50_000) is None
    assert draw(faults, path="/" + "a" * 50_000 + "b") == STATUS


def test_a_fault_without_a_match_meets_every_call(faults):
    add(faults)
    for verb in ("GET", "POST", "PUT", "DELETE", "HEAD"):
        assert draw(faults, verb, f"/{verb}") == STATUS
    assert faults.all()[0].fired == 5


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
    add(faults, match=match)
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
    add(faults, match={"body": wanted})
    assert (draw(faults, "POST", body=body) is not None) == meets


@pytest.mark.parametrize("body", [b'{"PatNum": 31,}', b"{'PatNum': 31}", b"{PatNum: 31 /* Al */}"])
def test_a_body_is_read_as_the_api_reads_it(faults, body):
    add(faults, match={"body": {"PatNum": 31}})
    assert draw(faults, "POST", body=body) == STATUS


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[" * 100_000])
def test_a_body_that_is_no_json_has_no_members(faults, body):
    add(faults, match={"body": {}})
    assert draw(faults, "POST", body=body) is None


def test_some_calls_go_by_and_then_some_fail(faults):
    add(faults, match={"path": "/a"}, after=1, times=2)
    assert drawn(faults, 2, path="/b") == [False, False]  # these count for nothing
    assert drawn(faults, 5, path="/a") == [False, True, True, False, False]
    assert faults.all()[0].fired == 2


def test_the_first_fault_that_fires_decides_and_the_others_count_the_call(faults):
    add(faults, times=1)
    add(faults, {"timeout": True}, after=2)
    assert [draw(faults) for _ in range(4)] == [
        STATUS,
        None,
        fault("timeout"),
        fault("timeout"),
    ]
    assert [rule.fired for rule in faults.all()] == [1, 2]


@pytest.mark.parametrize("kind", ["lostWrite", "ghostWrite"])
def test_a_lost_write_is_no_read_unless_it_says_so(faults, kind):
    add(faults, {kind: True})
    assert draw(faults, "GET") is None
    for verb in ("POST", "PUT", "DELETE"):
        assert draw(faults, verb) == fault(kind)
    faults.clear()
    add(faults, {kind: True}, match={"verb": "GET"})
    assert draw(faults, "GET") == fault(kind)


def test_a_stale_page_is_a_page_after_the_first(faults):
    add(faults, {"stalePage": True}, times=1)
    for query in ("", "Offset=0", "Offset=00", "Offset=", "Offset=-1", "Limit=5"):
        assert draw(faults, query=query) is None
    assert draw(faults, "DELETE", query="Offset=5") is None
    assert draw(faults, query="Limit=5&Offset=5") == fault("stalePage")
    assert draw(faults, query="Limit=5&Offset=5") is None


# --- probability ------------------------------------------------------------------------------------


def test_probability_repeats(faults):
    other = Faults()
    for one in (faults, other):
        add(one, probability=0.5)
    first = drawn(faults, 200)
    assert drawn(other, 200) == first
    assert 60 < sum(first) < 140
    assert drawn(faults, 200) != first
    assert faults.all()[0].fired > sum(first)


def test_the_seed_begins_the_generator_anew(faults):
    add(faults, probability=0.5)
    unseeded = drawn(faults, 100)
    faults.seed(7)
    first = drawn(faults, 100)
    faults.seed(7)
    assert drawn(faults, 100) == first
    faults.seed(8)
    assert drawn(faults, 100) != first
    assert first != unseeded


def test_never_and_always(faults):
    add(faults, probability=0)
    assert not any(drawn(faults, 50))
    add(faults, probability=1)
    assert all(drawn(faults, 50))
    assert [rule.fired for rule in faults.all()] == [0, 50]


# --- the list ---------------------------------------------------------------------------------------


def test_faults_are_forgotten_and_numbers_are_not_given_again(faults):
    for _ in range(3):
        add(faults)
    assert faults.remove(2)
    assert not faults.remove(2)
    assert [rule.id for rule in faults.all()] == [1, 3]
    faults.clear()
    assert faults.all() == []
    assert draw(faults) is None
    assert add(faults).id == 4


# --- the header -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("status=500", STATUS),
        ("delay=0.2", fault("delay", 0.2)),
        ("delay = 3", fault("delay", 3)),
        ("dropConnection=before", fault("dropConnection", Cut.BEFORE)),
        ("dropConnection=middle", fault("dropConnection", Cut.MIDDLE)),
        ("dropConnection=reset", fault("dropConnection", Cut.RESET)),
        ("eConnector=duplicate", fault("eConnector", "duplicate")),
        ("timeout", fault("timeout")),
        ("timeout=true", fault("timeout")),
        ("tooManyRequests", fault("tooManyRequests", 1)),
        ("tooManyRequests=3", fault("tooManyRequests", 3)),
        ("lostWrite", fault("lostWrite")),
        ("ghostWrite", fault("ghostWrite")),
        ("stalePage", fault("stalePage")),
    ],
)
def test_the_header_names_a_fault(faults, header, expected):
    assert draw(faults, header=header) == expected
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
        ("dropConnection", "dropConnection is before, middle or reset"),
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
    add(faults, after=1)
    assert draw(faults, header="timeout") == fault("timeout")
    assert faults.all()[0].fired == 0
    assert draw(faults) == STATUS  # the call with the header has gone by
