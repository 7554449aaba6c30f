"""The admin plane as a whole: who may call it, how it refuses, what a refused call leaves, whom a long call keeps waiting."""

import io
import json
import sys
import threading
import time

import pytest
from conversation import at_once, refusal

from mock_od.engine.perform import Engine
from mock_od.office.offices import NoRoom, Offices
from mock_od.office.settings import Settings
from mock_od.opendental import catalog
from mock_od.web.app import create_app


@pytest.fixture(scope="module")
def offices():
    return Offices(Engine(catalog()), Settings("empty"))


def environ_of(path, verb="GET", body=b"", **environ):
    """A request as WSGI has it; a member that is None is not there."""
    made = {
        "REQUEST_METHOD": verb,
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "30222",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost:30222",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        **environ,
    }
    return {name: value for name, value in made.items() if value is not None}


def ask(app, path, verb="GET", body=b"", **environ):
    """The status and the object of an answer."""
    begun = []
    content = b"".join(app(environ_of(path, verb, body, **environ), lambda *head: begun.append(head)))
    return int(begun[0][0].split()[0]), json.loads(content)


# --- who may call it --------------------------------------------------------------------------------

ALONE = "without a token the admin plane is open to this machine alone: call it as localhost"
SEND = "send X-Mock-Od-Token: the server printed it at start, or has it from MOCK_OD_ADMIN_TOKEN"


@pytest.mark.parametrize(
    "host",
    [None, "", "localhost, localhost", "localhost,evil.example", "localhost:80,evil.example", "evil.example,localhost"],
)
def test_without_a_host_or_with_two_a_caller_is_a_stranger(offices, host):
    app = create_app(offices)
    assert ask(app, "/__admin/worlds", HTTP_HOST=host) == (403, refusal(ALONE))
    assert ask(app, "/__admin/health", HTTP_HOST=host)[0] == 200


@pytest.mark.parametrize("path", ["/__admin", "/__admin/nope", "/__admin/reset"])
def test_a_stranger_does_not_learn_which_paths_there_are(offices, path):
    assert ask(create_app(offices), path, HTTP_HOST="evil.example") == (403, refusal(ALONE))
    assert ask(create_app(offices, "s3cret"), path) == (401, refusal(SEND))


TOKENS = [
    ("s3cret", "s3cret"),
    (" s3cret\n", "s3cret"),
    ("s3 cret", "s3 cret"),
    ("s3cret", " s3cret\t"),
    ("geheimé", "geheimé"),
    ("geheimé", "geheimé".encode().decode("latin-1")),
    ("ключ", "ключ".encode().decode("latin-1")),
    ("sк", "sк".encode().decode("latin-1")),
    (b"s3cret\xe9".decode("utf-8", "surrogateescape"), "s3cret\xe9"),
]
"""The token as the environment has it, and as WSGI has what a client sends."""


@pytest.mark.parametrize(("token", "sent"), TOKENS, ids=ascii)
def test_the_token_is_compared_byte_by_byte(offices, token, sent):
    app = create_app(offices, token)
    assert ask(app, "/__admin/worlds", HTTP_X_MOCK_OD_TOKEN=sent)[0] == 200
    for wrong in (None, "", "s", "s?", "s3cret\xff", "S3CRET", sent.strip() + "x", "\xff"):
        assert ask(app, "/__admin/worlds", HTTP_X_MOCK_OD_TOKEN=wrong) == (401, refusal(SEND))


@pytest.mark.parametrize("token", ["", " ", "\n"])
@pytest.mark.parametrize("sent", [None, "", " "])
def test_an_empty_token_lets_nobody_in(offices, token, sent):
    assert ask(create_app(offices, token), "/__admin/worlds", HTTP_X_MOCK_OD_TOKEN=sent) == (401, refusal(SEND))


# --- one shape for each error -----------------------------------------------------------------------


def test_what_flask_refuses_has_the_shape_of_all_errors(offices):
    app = create_app(offices)
    advice = "Not Found; docs/admin.md lists the calls"
    for path in (
        "/__admin",
        "/__admin/",
        "/__admin/nope",
        "/__admin/reset/",
        "/__admin//reset",
        "/__admin/offices/a/b",
    ):
        assert ask(app, path, "POST") == (404, refusal(f"POST {path}: {advice}"))
    says = "GET /__admin/reset: Method Not Allowed; it takes POST"
    assert ask(app, "/__admin/reset") == (405, refusal(says, known=["POST"]))
    says = "OPTIONS /__admin/offices/a: Method Not Allowed; it takes DELETE, GET, PUT"
    assert ask(app, "/__admin/offices/a", "OPTIONS") == (405, refusal(says, known=["DELETE", "GET", "PUT"]))
    app.config["MAX_CONTENT_LENGTH"] = 10
    status, told = ask(app, "/__admin/reset", "POST", b'{"office": "a"}')
    assert status == 413
    assert told == refusal(told["error"])
    assert told["error"].startswith("POST /__admin/reset: ")


def test_a_bug_of_ours_has_the_shape_too_and_tells_stderr(offices, monkeypatch, capsys):
    monkeypatch.setattr(type(offices), "all", lambda _: 1 / 0)
    says = "this is a bug in mock_od; its traceback is on the server's stderr"
    assert ask(create_app(offices), "/__admin/offices") == (500, refusal(says))
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_a_server_that_is_full_says_so(offices, monkeypatch):
    def full(*_args):
        raise NoRoom("there are 2000 offices; close one")

    monkeypatch.setattr(type(offices), "add", full)
    app = create_app(offices)
    for path in ("/__admin/offices", "/__admin/seed"):
        body = b'{"office": "new"}' if path.endswith("seed") else b""
        assert ask(app, path, "POST", body) == (503, refusal("there are 2000 offices; close one"))
    assert offices.find("new") is None


# --- what a refused call leaves ---------------------------------------------------------------------

REFUSED = [
    ("POST", "/__admin/reset", {"office": "KEY", "nope": 1}),
    ("POST", "/__admin/seed", {"office": "KEY", "world": "nowhere"}),
    ("POST", "/__admin/seed", {"office": "KEY", "world": 1}),
    ("POST", "/__admin/seed", {"office": "KEY", "tables": []}),
    ("POST", "/__admin/seed", {"office": "KEY", "tables": {"nope": []}}),
    ("POST", "/__admin/seed", {"office": "KEY", "tables": {"clinic": [{"ClinicNum": 0}]}}),
    ("POST", "/__admin/offices", {"key": "KEY", "settings": {"mode": "cloud"}}),
    ("POST", "/__admin/offices", {"key": "KEY", "from": {"world": "nowhere"}}),
    ("POST", "/__admin/offices", {"key": "KEY", "from": "nobody"}),
    ("PUT", "/__admin/offices/KEY", {"world": "nowhere"}),
    ("PUT", "/__admin/offices/KEY", {"mode": "cloud"}),
    ("PUT", "/__admin/offices/KEY", {"choices": {"nope": True}}),
    ("PUT", "/__admin/offices/KEY/choices", {"nope": True}),
    ("PUT", "/__admin/offices/KEY/choices", [1]),
    ("POST", "/__admin/offices/KEY/snapshots", {}),
    ("POST", "/__admin/offices/KEY/snapshots/x/restore", {}),
    ("POST", "/__admin/offices/KEY/import", {"tables": {"nope": []}}),
    ("POST", "/__admin/offices/KEY/import", {"tables": {"clinic": [{"nope": 1}]}}),
    ("PUT", "/__admin/offices/KEY/clock", {"now": "soon"}),
    ("POST", "/__admin/offices/KEY/clock/advance", {"days": 1e9}),
    ("PUT", "/__admin/offices/KEY/sequence", {"nope": 1}),
    ("PUT", "/__admin/offices/KEY/sequence", {"preference": 1}),
    ("POST", "/__admin/offices/KEY/faults", {"then": {"nope": 1}}),
    ("PUT", "/__admin/offices/KEY/faults/seed", {"seed": "x"}),
    ("PUT", "/__admin/offices/KEY/requests/size", {"size": -1}),
    ("POST", "/__admin/offices/KEY/requests/expect", {"times": 1}),
]


@pytest.mark.parametrize(("verb", "path", "body"), REFUSED, ids=json.dumps)
def test_a_call_that_is_refused_opens_no_office(api, verb, path, body):
    body = json.loads(json.dumps(body).replace("KEY", api.key))
    answer = api.call(verb, path.replace("KEY", api.key), body)
    assert answer.status in (400, 404)
    assert list(answer.json) == ["error", "at", "problem", "known"]
    assert "X-Mock-Od-Generation" not in answer.headers
    assert api.get(f"/__admin/offices/{api.key}").status == 404


@pytest.mark.parametrize(("verb", "path", "body"), [one for one in REFUSED if "/KEY" in one[1]], ids=json.dumps)
def test_a_call_that_is_refused_says_the_generation_of_an_open_office(api, verb, path, body):
    api.post("/__admin/reset", {"office": api.key})
    answer = api.call(verb, path.replace("KEY", api.key), body)
    assert answer.status in (400, 404)
    assert answer.headers["X-Mock-Od-Generation"] == "2"


def test_an_office_that_two_calls_open_at_once_is_one(api):
    tables = [{"clinic": [{"ClinicNum": number, "Description": f"{number}"}]} for number in range(1000, 1008)]
    seeded = at_once(8, lambda at: api.post("/__admin/seed", {"office": api.key, "tables": tables[at]}))
    assert {answer.status for answer in seeded} == {200}
    assert sorted(answer.json["generation"] for answer in seeded) == list(range(2, 10))
    there = {row["ClinicNum"] for row in api.rows("clinic")}
    assert set(range(1000, 1008)) <= there


def test_an_office_that_is_closed_while_a_call_waits_for_it_is_opened_anew(api):
    old = api.office
    answers = []
    seed = {"office": api.key, "tables": {"clinic": [{"ClinicNum": 1000}]}}
    waiting = threading.Thread(target=lambda: answers.append(api.post("/__admin/seed", seed)))
    with old.lock:
        waiting.start()
        time.sleep(0.1)  # until it waits for the lock
        assert not answers
        api.offices.close(api.key)
    waiting.join()
    assert answers[0].status == 200
    assert api.office is not old
    assert 1000 in [row["ClinicNum"] for row in api.rows("clinic")]


def test_an_office_that_is_closed_while_a_call_comes_to_it_is_left_alone(api, monkeypatch):
    old = api.office
    api.delete(f"/__admin/offices/{api.key}")
    monkeypatch.setattr(api.offices, "all", lambda: [old])
    assert api.post("/__admin/reset", {}).json == {"reset": []}
    assert api.get("/__admin/offices").json == {"offices": []}
    found = [old]
    monkeypatch.setattr(api.offices, "find", lambda _: found.pop() if found else None)
    answer = api.post("/__admin/offices", {"from": api.key})
    assert (answer.status, answer.json) == (404, refusal(f"no office is open with the key '{api.key}'", at=["from"]))
    assert (old.generation, old.journal.entries()) == (1, [])


def test_the_generation_of_an_answer_is_the_one_that_its_call_made(api):
    answers = at_once(12, lambda _: api.post("/__admin/reset", {"office": api.key}))
    told = [(answer.json["generation"], int(answer.headers["X-Mock-Od-Generation"])) for answer in answers]
    assert sorted(told) == [(number, number) for number in range(2, 14)]


def test_a_call_counts_as_use_of_the_office(api):
    api.office.last_used = 0.0
    api.get("/__admin/offices")
    assert api.office.last_used == 0.0
    before = time.monotonic()
    api.get(f"/__admin/offices/{api.key}/clock")
    assert before <= api.office.last_used <= time.monotonic()


# --- long calls -------------------------------------------------------------------------------------


def test_a_long_body_does_not_stop_the_others(api):
    """Other threads get their turn while it is parsed, which they do not while the parser of json works alone."""
    row = {f"Column{number}": "x" * 12 for number in range(8)}
    body = json.dumps({"office": api.key, "rows": [row] * 150_000}).encode()
    began = time.perf_counter()
    json.loads(body)
    alone = time.perf_counter() - began
    answers = []

    def send():
        answers.append(api.call("POST", "/__admin/seed", raw=body).json)

    assert any(longest_pause(send) < alone / 2 for _ in range(3))  # a busy machine may take its time once
    members = ["today", "dates", "tables", "unknown", "office", "world"]
    unknown = refusal("'rows' is unknown here", at=["rows"], problem="is unknown here", known=members)
    assert answers == [unknown] * len(answers)


def test_a_long_answer_is_the_same_json(api):
    for count in (0, 1, 50, 51, 1000):
        copy = api.at(world="empty")
        rows = [{"ClinicNum": number, "Description": f"é\u2028{number}"} for number in range(1, count + 1)]
        copy.seed({"clinic": rows})
        assert [(row["ClinicNum"], row["Description"]) for row in copy.rows("clinic")] == [
            (*row.values(),) for row in rows
        ]
        exported = copy.get(f"/__admin/offices/{copy.key}/export")
        assert exported.json["tables"].get("clinic", []) == copy.rows("clinic")
        assert exported.text == json.dumps(exported.json, separators=(",", ":")) + "\n"


def longest_pause(work):
    """The longest time that this thread had no turn while another did the work."""
    worker = threading.Thread(target=work)
    longest, before = 0.0, time.perf_counter()
    worker.start()
    while worker.is_alive():
        time.sleep(0.001)
        now = time.perf_counter()
        longest, before = max(longest, now - before), now
    return longest


def test_the_journal_is_judged_while_the_office_is_free(api, monkeypatch):
    """Looking at many calls takes long: the office can be called meanwhile."""
    api.get("/clinics")
    seen = []

    def slow(entries, settings):
        seen.append(at_once(1, lambda _: api.get("/clinics").status))
        return {"findings": [], "realSeconds": 0.0, "permissions": [], "oldestVersion": None, "because": []}

    monkeypatch.setattr("mock_od.plane.calls.lint", slow)
    assert api.get(f"/__admin/offices/{api.key}/lint").status == 200
    assert seen == [[200]]
