"""Faults as they are written: what can be one, and what is refused."""

import json

import pytest
from marshmallow import ValidationError

from mock_od.faults import Faults
from mock_od.faults.kinds import KINDS
from mock_od.faults.schemas import FaultSchema, FaultShownSchema, SeedSchema
from mock_od.validation import first_mistake

BOOM = {"status": 500}
DEEP = json.loads('{"a": ' * 400 + "1" + "}" * 400)
NAMES = "status, delay, dropConnection, eConnector, timeout, tooManyRequests, lostWrite, ghostWrite, stalePage"
VERB = "match.verb is one of GET, POST, PUT, DELETE, PATCH, HEAD, OPTIONS"
PATH = 'match.path is what follows /api/v1, without a query: "/" and a name, with * for anything'
BODY = "match.body is nested too deep, or has a number that JSON has not"


@pytest.fixture
def faults():
    return Faults()


def add(faults, given):
    """What the admin plane answers to a fault."""
    return FaultShownSchema().dump(faults.add(FaultSchema().load(given)))


def refused(schema, given):
    """Where a problem is, and what it is."""
    with pytest.raises(ValidationError) as bad:
        schema.load(given)
    mistake = first_mistake(bad.value)
    return [*mistake.at], mistake.error


def test_a_fault_is_shown_as_it_was_written(faults):
    given = {
        "match": {"verb": "post", "path": "/a*", "body": {"A": [True, 1.0]}},
        "after": 1,
        "times": 2,
        "probability": 0.5,
        "then": {"status": 500, "body": {"a": 1}, "headers": {"A": "b"}},
    }
    assert json.dumps(add(faults, given)) == json.dumps({"id": 1, **given, "fired": 0})


def test_what_is_left_out_is_shown_too(faults):
    expected = {"id": 1, "match": {}, "after": 0, "times": None, "probability": 1, "then": BOOM, "fired": 0}
    assert json.dumps(add(faults, {"times": None, "then": BOOM})) == json.dumps(expected)


@pytest.mark.parametrize("kind", KINDS)
def test_true_means_the_name_alone(faults, kind):
    try:
        given = add(faults, {"then": {kind: True}})
    except ValidationError:
        assert kind in {"status", "delay", "dropConnection", "eConnector"}  # these need a value
        return
    assert given["then"] == {kind: True}
    assert faults.all()[0].fault.value == (1 if kind == "tooManyRequests" else True)


@pytest.mark.parametrize(
    ("given", "at", "problem"),
    [
        ({}, "then", 'a fault says what happens: "then": {"status": 500}'),
        ({"then": BOOM, "time": 1}, "time", "a fault has no member 'time'; it may have match, after, times, probability, then"),
        ({"then": 1, "{0}": 1, "b": 2}, "{0}", "a fault has no member '{0}'; it may have match, after, times, probability, then"),
        ({"then": BOOM, "match": {"verbs": "GET"}}, "match verbs", "match has no member 'verbs'; it may have verb, path, body"),
        ({"then": BOOM, "match": None}, "match", "match is an object"),
        ({"then": BOOM, "match": ["GET"]}, "match", "match is an object"),
        ({"then": BOOM, "match": {"verb": "FETCH"}}, "match verb", VERB),
        ({"then": BOOM, "match": {"verb": "GET\n"}}, "match verb", VERB),
        ({"then": BOOM, "match": {"verb": 1}}, "match verb", VERB),
        ({"then": BOOM, "match": {"path": "a"}}, "match path", PATH),
        ({"then": BOOM, "match": {"path": "/a?b=1"}}, "match path", PATH),
        ({"then": BOOM, "match": {"path": "/api/v1/a"}}, "match path", PATH),
        ({"then": BOOM, "match": {"path": ["/a"]}}, "match path", PATH),
        ({"then": BOOM, "match": {"path": None}}, "match path", PATH),
        ({"then": BOOM, "match": {"body": DEEP}}, "match body", BODY),
        ({"then": BOOM, "match": {"body": {"a": [float("nan")]}}}, "match body", BODY),
        ({"then": BOOM, "match": {"body": [1]}}, "match body", "match.body is an object"),
        ({"then": BOOM, "after": -1}, "after", "after is a whole number, 0 or more"),
        ({"then": BOOM, "after": 1.5}, "after", "after is a whole number, 0 or more"),
        ({"then": BOOM, "after": True}, "after", "after is a whole number, 0 or more"),
        ({"then": BOOM, "after": None}, "after", "after is a whole number, 0 or more"),
        ({"then": BOOM, "times": 0}, "times", "times is a whole number, 1 or more"),
        ({"then": BOOM, "times": "2"}, "times", "times is a whole number, 1 or more"),
        ({"then": BOOM, "probability": 1.1}, "probability", "probability is a number from 0 to 1"),
        ({"then": BOOM, "probability": float("nan")}, "probability", "probability is a number from 0 to 1"),
        ({"then": BOOM, "probability": 10**400}, "probability", "probability is a number from 0 to 1"),
        ({"then": BOOM, "probability": "0.5"}, "probability", "probability is a number from 0 to 1"),
        ({"then": BOOM, "probability": True}, "probability", "probability is a number from 0 to 1"),
        ({"then": "timeout"}, "then", "then is an object"),
        ({"then": None}, "then", "then is an object"),
        ({"then": {}}, "then", f"then has one of {NAMES}, not none"),
        ({"then": {"body": "boom"}}, "then", f"then has one of {NAMES}, not none"),
        ({"then": {"status": 500, "delay": 1}}, "then", f"then has one of {NAMES}, not status and delay"),
        ({"then": {"drop": "middle"}}, "then drop", f"there is no fault 'drop'; there are {NAMES}"),
        ({"then": {"stale_page": True}}, "then stale_page", "there is no fault 'stale_page'; did you mean stalePage?"),
        ({"then": {"delay": 1, "body": "boom"}}, "then body", "then with delay has no member 'body'; it may have delay"),
        ({"then": {"status": 199}}, "then status", "then.status is a whole number, from 200 to 599"),
        ({"then": {"status": 600}}, "then status", "then.status is a whole number, from 200 to 599"),
        ({"then": {"status": "500"}}, "then status", "then.status is a whole number, from 200 to 599"),
        ({"then": {"status": 500, "body": [float("inf")]}}, "then body", "then.body cannot be sent as JSON: Out of range float values are not JSON compliant"),
        ({"then": {"status": 500, "headers": ["a"]}}, "then headers", "then.headers is an object"),
        ({"then": {"status": 500, "headers": None}}, "then headers", "then.headers is an object"),
        ({"then": {"status": 500, "headers": {"A": 1}}}, "then headers A", "headers: A is one line of text"),
        ({"then": {"status": 500, "headers": {"A": "b\r\nC: d"}}}, "then headers A", "headers: A is one line of text"),
        ({"then": {"status": 500, "headers": {"A": "\u20ac"}}}, "then headers A", "headers: A is one line of text"),
        ({"then": {"status": 500, "headers": {"A:": "c"}}}, "then headers A:", "headers: 'A:' is no header that an answer can be given"),
        ({"then": {"status": 500, "headers": {"content-Length": "1"}}}, "then headers content-Length", "headers: 'content-Length' is no header that an answer can be given"),
        ({"then": {"delay": -1}}, "then delay", "then.delay is a number from 0 to 86400"),
        ({"then": {"delay": "1"}}, "then delay", "then.delay is a number from 0 to 86400"),
        ({"then": {"delay": []}}, "then delay", "then.delay is a number from 0 to 86400"),
        ({"then": {"delay": True}}, "then delay", "then.delay is a number from 0 to 86400"),
        ({"then": {"dropConnection": "after"}}, "then dropConnection", "then.dropConnection is before, middle or reset"),
        ({"then": {"dropConnection": ["before"]}}, "then dropConnection", "then.dropConnection is before, middle or reset"),
        ({"then": {"dropConnection": None}}, "then dropConnection", "then.dropConnection is before, middle or reset"),
        ({"then": {"eConnector": "running"}}, "then eConnector", "then.eConnector is stopped or duplicate"),
        ({"then": {"eConnector": ["stopped"]}}, "then eConnector", "then.eConnector is stopped or duplicate"),
        ({"then": {"timeout": 5}}, "then timeout", "then.timeout is true, or not there"),
        ({"then": {"tooManyRequests": -1}}, "then tooManyRequests", "then.tooManyRequests is a whole number, from 0 to 86400"),
        ({"then": {"tooManyRequests": 1.5}}, "then tooManyRequests", "then.tooManyRequests is a whole number, from 0 to 86400"),
        ({"then": {"tooManyRequests": False}}, "then tooManyRequests", "then.tooManyRequests is a whole number, from 0 to 86400"),
        ({"then": {"lostWrite": False}}, "then lostWrite", "then.lostWrite is true, or not there"),
        ({"then": {"lostWrite": 1}}, "then lostWrite", "then.lostWrite is true, or not there"),
        ({"then": {"ghostWrite": None}}, "then ghostWrite", "then.ghostWrite is true, or not there"),
        ({"then": {"stalePage": "yes"}}, "then stalePage", "then.stalePage is true, or not there"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_where_it_stands(given, at, problem):
    where, sentence = refused(FaultSchema(), given)
    assert (where, sentence.partition(": inf")[0]) == (at.split(), problem)  # Python 3.12 names the number


def test_a_body_that_is_no_text_is_refused():
    where, sentence = refused(FaultSchema(), {"then": {"status": 500, "body": "\ud800"}})
    assert where == ["then", "body"]
    assert sentence.startswith("then.body cannot be sent as JSON: 'utf-8' codec can't encode character '\\ud800'")


def test_a_problem_names_what_may_stand_there():
    known = {}
    for given in (
        {"then": BOOM, "time": 1},
        {"then": BOOM, "match": {"verb": "FETCH"}},
        {"then": {"drop": "middle"}},
        {"then": {"dropConnection": "after"}},
        {"then": {"eConnector": 1}},
        {"then": {"timeout": 5}},
        {"then": {"delay": -1}},
    ):
        with pytest.raises(ValidationError) as bad:
            FaultSchema().load(given)
        mistake = first_mistake(bad.value)
        known[".".join(mistake.at)] = mistake.known
    assert known == {
        "time": ["match", "after", "times", "probability", "then"],
        "match.verb": ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"],
        "then.drop": NAMES.split(", "),
        "then.dropConnection": ["before", "middle", "reset"],
        "then.eConnector": ["stopped", "duplicate"],
        "then.timeout": [True],
        "then.delay": [],
    }


def test_a_seed():
    assert SeedSchema().load({"seed": -(10**30)}) == {"seed": -(10**30)}


@pytest.mark.parametrize("given", [{}, {"seed": None}, {"seed": True}, {"seed": "7"}, {"seed": 1.5}])
def test_a_seed_is_a_whole_number(given):
    assert refused(SeedSchema(), given) == (["seed"], "seed is a whole number")


def test_a_seed_stands_alone():
    assert refused(SeedSchema(), {"sed": 7}) == (["sed"], "'sed' is unknown here")
