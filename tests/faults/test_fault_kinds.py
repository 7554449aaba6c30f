"""The kinds of faults: each one's effect, and that the list, the schema, the effect and the docs are one."""

from contextlib import contextmanager
from pathlib import Path

import pytest

from mock_od.faults.fields import Flag, whole
from mock_od.faults.kinds import KINDS, After, Around, CannedAnswer, Instead, Line, Status, by_name
from mock_od.faults.schemas import read_then
from mock_od.reply import Cut, Reply

ADMIN = Path(__file__).parents[2] / "docs" / "admin.md"
DONE = b'"done"'
GATEWAY = b"<html><body><h1>504 Gateway Time-out</h1>\nThe server didn't respond in time.\n</body></html>\n"


class Call:
    """A call that notes what becomes of it."""

    patience = 5.0

    def __init__(self):
        self.story = []

    def perform(self, *, stale=False):
        self.story.append("done, stale" if stale else "done")
        return Reply(200, DONE)

    @contextmanager
    def rehearsal(self):
        yield
        self.story.append("taken back")


def meet(then):
    """What a call that meets a fault is answered, and what was done of it."""
    call = Call()
    fault = read_then(then)
    reply = fault.meet(call)
    assert fault.instead == (not call.story), then  # what says that it does nothing does nothing
    return reply, call.story


# --- effects ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("then", "status", "content", "more", "story"),
    [
        ({"status": 500}, 500, b'"An unexpected error occurred."', {}, []),
        ({"status": 503, "body": "boom", "headers": {"Retry-After": "5"}}, 503, b'"boom"', {"Retry-After": "5"}, []),
        ({"status": 502, "body": None, "headers": {"content-type": "a/b"}}, 502, b"null", {"content-type": "a/b"}, []),
        ({"eConnector": "stopped"}, 400, b'"The office\'s eConnector is not running. Please contact the office to start their eConnector."', {}, []),
        ({"eConnector": "duplicate"}, 400, b'"Two eConnectors are using the same registration key. Please contact the office."', {}, []),
        ({"tooManyRequests": 3}, 429, b'"Too many requests."', {"Retry-After": "3"}, []),
        ({"tooManyRequests": True}, 429, b'"Too many requests."', {"Retry-After": "1"}, []),
        ({"timeout": True}, 504, GATEWAY, {"Content-Type": "text/html"}, ["done"]),
    ],
)  # fmt: skip
def test_an_answer_that_is_made_up_says_so(then, status, content, more, story):
    reply, done = meet(then)
    hint = f"this answer is a fault that was asked for: {next(iter(then))}"
    kind = {} if "content-type" in more else {"Content-Type": "application/json; charset=utf-8"}
    assert (reply.status, reply.content, reply.delay, reply.cut) == (status, content, 0, None)
    assert reply.headers == {**kind, "X-Mock-Od-Hint": hint, **more}
    assert done == story


@pytest.mark.parametrize(
    ("then", "status", "content", "delay", "cut", "story"),
    [
        ({"delay": 2.5}, 200, DONE, 2.5, None, ["done"]),
        ({"delay": 5}, 200, DONE, 5, None, ["done"]),
        ({"delay": 6}, 504, GATEWAY, 5, None, ["done"]),  # the gateway waits no longer
        ({"dropConnection": "before"}, 200, b"", 0, Cut.BEFORE, []),
        ({"dropConnection": "middle"}, 200, DONE, 0, Cut.MIDDLE, ["done"]),
        ({"dropConnection": "reset"}, 200, b"", 0, Cut.RESET, []),
        ({"lostWrite": True}, 200, DONE, 0, Cut.BEFORE, ["done"]),
        ({"ghostWrite": True}, 200, DONE, 0, None, ["done", "taken back"]),
        ({"stalePage": True}, 200, DONE, 0, None, ["done, stale"]),
    ],
)
def test_what_becomes_of_a_call(then, status, content, delay, cut, story):
    reply, done = meet(then)
    assert (reply.status, reply.content, reply.delay, reply.cut) == (status, content, delay, cut)
    assert "X-Mock-Od-Hint" not in reply.headers
    assert done == story


def test_every_kind_has_an_effect():
    plain = Reply(200, DONE)
    for kind in KINDS.values():
        for line in kind.docs:
            reply, story = meet(line.then)
            seen = (reply.status, reply.delay, reply.cut, story)
            assert seen != (plain.status, plain.delay, plain.cut, ["done"]), line


# --- one more kind ----------------------------------------------------------------------------------


class Teapot(Instead):
    """A kind that a test adds: one class, and nothing else anywhere."""

    name = "teapot"
    field = whole(1, 9)
    bare = 2
    verbs = ("GET",)
    docs = (Line({"teapot": 3}, "418 and how many cups it holds; nothing is done"),)

    def answer(self, value):
        return CannedAnswer(418, f"{value} cups")


@pytest.fixture
def teapot(monkeypatch):
    monkeypatch.setitem(KINDS, "teapot", Teapot())


def test_a_kind_is_one_class_for_the_plane_and_the_header_and_the_docs(api, teapot):
    faults = f"/__admin/offices/{api.key}/faults"
    given = {"then": {"teapot": 3}, "times": 1}
    shown = {"id": 1, "match": {}, "after": 0, "times": 1, "probability": 1, "then": {"teapot": 3}, "fired": 0}
    added = api.post(faults, given)
    assert (added.status, added.json) == (201, shown)

    refused = api.post(faults, {"then": {"teapot": 10}})
    assert (refused.status, refused.json["error"]) == (400, "then.teapot is a whole number, from 1 to 9")

    assert api.put("/discountplans/2", {"Description": "Club"}).status == 200  # none of its verbs
    got = api.get("/discountplans")
    assert (got.status, got.json, got.hint) == (418, "3 cups", "this answer is a fault that was asked for: teapot")
    assert api.get(faults).json["faults"] == [{**shown, "fired": 1}]
    assert api.get("/discountplans").status == 200

    assert api.get("/discountplans", X_Mock_Od_Fault="teapot=5").json == "5 cups"
    assert api.get("/discountplans", X_Mock_Od_Fault="teapot").json == "2 cups"
    assert api.get("/discountplans", X_Mock_Od_Fault="teepot").hint.endswith("did you mean teapot?")

    assert [line for line in lines() if line not in table()] == [
        '| `{"teapot": 3}` | 418 and how many cups it holds; nothing is done |'
    ]


def test_a_kind_without_an_effect_cannot_be_on_the_list():
    class Shrug(Instead):
        name = "shrug"
        field = Flag()
        docs = (Line({"shrug": True}, "nothing"),)

    class Sigh(Around):
        name = "sigh"
        field = Flag()
        docs = (Line({"sigh": True}, "nothing"),)

    class Yawn(After):
        name = "yawn"
        field = Flag()
        docs = (Line({"yawn": True}, "nothing"),)

    for kind, effect in ((Shrug, "answer"), (Sigh, "meet"), (Yawn, "change")):
        with pytest.raises(TypeError, match=f"abstract class {kind.__name__} with.* {effect}|'{effect}'"):
            by_name([kind()])


@pytest.mark.parametrize("missing", ["name", "field", "docs"])
def test_a_kind_without_a_name_a_field_or_a_line_cannot_be_on_the_list_either(missing):
    members = {name: getattr(Teapot, name) for name in ("name", "field", "docs", "answer") if name != missing}
    with pytest.raises(TypeError, match=f"abstract class Half .*{missing}"):
        type("Half", (Instead,), members)()


def test_two_kinds_have_two_names():
    with pytest.raises(ValueError, match="two kinds of faults have body, headers, status in then"):
        by_name([Status(), Status()])


# --- the docs ---------------------------------------------------------------------------------------


def lines():
    """The lines that the docs should have."""
    return [str(line) for kind in KINDS.values() for line in kind.docs]


def table():
    """The lines that the docs have."""
    _, _, rest = ADMIN.read_text().partition("| `then` | what the client sees |\n|---|---|\n")
    return rest.partition("\n\n")[0].split("\n")


def test_the_docs_have_a_line_for_each_kind_and_no_other():
    assert table() == lines()


def test_each_line_of_the_docs_is_an_example_of_its_kind():
    for kind in KINDS.values():
        assert kind.docs
        assert {read_then(line.then).kind for line in kind.docs} == {kind}
